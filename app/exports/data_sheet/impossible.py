"""What no proposal can be, in the rows of a data sheet: each at the cell that makes it so, and all of it at once.

It is looked for beside cells that could not be read. Such a cell is taken for unknown, which contradicts nothing; what
is missing only because of it is no fault of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.exports.data_sheet.columns import FACT
from app.exports.data_sheet.faults import Faults
from app.exports.data_sheet.form import COLLECTION, ID
from app.exports.data_sheet.merging import Stated
from rules.codes import Role
from rules.declared import Vocabulary
from rules.facts import Organisation, Participant, inconsistencies

Wrong = tuple[str | None, str]
"""The key of a column, if one is to blame more than others, and what is wrong."""


def note_impossible(rows: Sequence[Stated], about: Mapping[str, Any], vocabulary: Vocabulary, faults: Faults) -> None:
    """Note what cannot be in a row, and what rows cannot be together."""
    identifier = about.get("topic") or about["call"]["identifier"]
    for row in rows:
        for key, said in (*_in_organisation(row), *_in_seat(row), *_in_sub_roles(row, identifier, vocabulary)):
            faults.add(COLLECTION, row.row, row.column_of(key), said)
    for wrong in inconsistencies(list(_taking_part(rows))) if rows else ():
        index, _, key = wrong.pointer.strip("/").partition("/")
        row = rows[int(index)]
        faults.add(COLLECTION, row.row, row.at.get(key, row.at[ID]), str(wrong))


def _in_organisation(row: Stated) -> Iterator[Wrong]:
    """One fault after the other: what is found to be wrong is withdrawn, so that the next comes to light."""
    facts = row.organisation()
    while (refusal := _refusal(facts)) is not None:
        name, said = refusal
        if name is None:
            name = next((one for one in row.changed if _refusal(_without(facts, one)) != refusal), None)
        yield (ID if row.is_in_catalogue else "name") if name == "id" else name, said
        if name is None or name not in facts:
            return
        facts = _without(facts, name)


def _without(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    stand_in = {"id": "somebody"} if name == "id" else {}
    return {key: value for key, value in facts.items() if key != name} | stand_in


def _refusal(facts: Mapping[str, Any]) -> Wrong | None:
    """The first fault of an organisation, and its field; facts that contradict each other have no field."""
    try:
        Organisation.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        return (str(first["loc"][0]) if first["loc"] else None), str(first["msg"]).removeprefix("Value error, ")
    return None


def _in_seat(row: Stated) -> Iterator[Wrong]:
    try:
        Participant.model_validate({"role": None, **row.seat(), "organisation": {"id": "somebody"}})
    except ValidationError as error:
        said = {_key(row, one["loc"]): str(one["msg"]).removeprefix("Value error, ") for one in error.errors()}
        if "role" in said:
            said["role"] = "in which role?"
        yield from ((key, sentence) for key, sentence in said.items() if key not in row.unread)


def _key(row: Stated, location: Sequence[int | str]) -> str | None:
    """The column of a field, or of a declared fact."""
    return next((key for step in location for key in (str(step), f"{FACT}{step}") if key in row.at), None)


def _in_sub_roles(row: Stated, identifier: str, vocabulary: Vocabulary) -> Iterator[Wrong]:
    for one in row.seat().get("sub_roles") or ():
        if not vocabulary.knows_sub_role(one, identifier):
            yield "sub_roles", f"there is no part {one!r} in a project"


def _taking_part(rows: Sequence[Stated]) -> Iterator[Participant]:
    """As much of each as makes a consortium: who, in which role, affiliated to whom; whatever else is wrong with them.

    Who has no role that could be read is taken for a beneficiary: any number of them may take part, and anybody may be
    affiliated to one. In a row that names nobody may stand whoever is not found elsewhere.
    """
    named = {row.id for row in rows}
    is_anybody_unnamed = any(ID in row.unread for row in rows)
    for row in rows:
        seat, parent = row.seat(), row.seat().get("affiliated_to")
        yield Participant.model_construct(
            organisation=Organisation.model_construct(id=row.id, pic=row.organisation().get("pic")),
            role=Role(seat.get("role") or Role.BENEFICIARY),
            affiliated_to=None if is_anybody_unnamed and parent not in named else parent,
        )

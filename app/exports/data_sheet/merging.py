"""What a data sheet says, put into the request that it was made from."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.exports.data_sheet.columns import EMPTY_IS_UNKNOWN, Column, Place
from app.exports.data_sheet.form import ID, Form, Row
from rules.facts import Participant


@dataclass(frozen=True)
class Change:
    """Something that is not as it was written; of the proposal as a whole where no participant is named."""

    participant: str | None
    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Stated:
    """A row of the sheet: who it is about, how that was written, and the facts that are stated otherwise now.

    Who joins and ``is_in_catalogue`` is named by an id that the catalogue has to know. ``unread`` are the keys of cells
    that could not be read; with that of the id among them, ``id`` only stands in for it.
    """

    row: int
    at: Mapping[str, int]
    id: str
    before: Row | None
    was: Participant | None
    facts: Mapping[Column, Any]
    is_in_catalogue: bool = True
    unread: frozenset[str] = frozenset()

    def column_of(self, key: str | None) -> int:
        """The column of a field; without one, of the first fact that was changed, else that of the id."""
        if key is not None and key in self.at:
            return self.at[key]
        return self.at[next(iter(self.changed), ID)]

    @property
    def changed(self) -> Sequence[str]:
        """The facts of the organisation that are stated otherwise now."""
        return [column.key for column in self.facts if column.place is Place.ORGANISATION]

    def seat(self) -> dict[str, Any]:
        """What is known of the participant beside the organisation's facts."""
        seat = self.was.model_dump(mode="json", exclude_defaults=True) if self.was is not None else {}
        seat.pop("organisation", None)
        facts = _with(seat.pop("facts", {}), self._of(Place.FACT))
        return {**_with(seat, self._of(Place.SEAT)), "facts": facts}

    def organisation(self) -> dict[str, Any]:
        """The facts of the organisation, written out."""
        before = self.was.organisation.model_dump(mode="json", exclude_defaults=True) if self.was is not None else {}
        stated = self._of(Place.ORGANISATION)
        if stated.get("country", before.get("country")) != before.get("country"):
            before.pop("nuts", None)  # the region that was known lies in the country that was
        return {"id": self.id, **_with(before, stated)}

    def asked(self) -> dict[str, Any]:
        """The entry of the request."""
        entry: dict[str, Any] = deepcopy(dict(self.before.asked)) if self.before is not None else {}
        entry = _with(entry, self._of(Place.SEAT))
        facts = _with(entry.pop("facts", {}), self._of(Place.FACT))
        return {**self._who(entry), **({"facts": facts} if facts else {})}

    def _who(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Whom the catalogue knows keeps the name there, with what is stated otherwise; unless a fact is withdrawn.

        In a request, null is not stated: the catalogue's fact would stand. Then all facts are written out.
        """
        stated = {
            name: [] if value is None and name in EMPTY_IS_UNKNOWN else value
            for name, value in self._of(Place.ORGANISATION).items()
        }
        if self.before is not None and not stated:
            return entry
        if self.before is None and self.is_in_catalogue:
            return {**entry, "organisation": self.id, **({"overrides": stated} if stated else {})}
        if isinstance(entry.get("organisation"), str) and None not in stated.values():
            return {**entry, "overrides": {**entry.get("overrides", {}), **stated}}
        entry.pop("overrides", None)
        return {**entry, "organisation": self.organisation()}

    def _of(self, place: Place) -> dict[str, Any]:
        return {column.name: value for column, value in self.facts.items() if column.place is place}


def merged(form: Form, rows: Sequence[Stated], answers: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """The request with everything that the sheet states, and what in it is new."""
    document: dict[str, Any] = deepcopy(dict(form.about))
    changes = list(_changes(form, rows))
    own: dict[str, Any] = (document.get("call") or {}).get("facts", {})
    for name, value in answers.items():
        facts = own if name in own else document.setdefault("facts", {})
        changes.append(Change(None, name, facts.get(name), value))
        facts.pop(name, None)
        facts.update({} if value is None else {name: value})
    return {**document, "participants": [row.asked() for row in rows]}, tuple(changes)


def _changes(form: Form, rows: Sequence[Stated]) -> list[Change]:
    there = {row.id for row in rows}
    left = (one.participant["organisation"]["id"] for one in form.rows)
    found = [Change(one, "participant", "there", None) for one in left if one not in there]
    for row in rows:
        if row.before is None:
            found.append(Change(row.id, "participant", None, "there"))
        for column, value in row.facts.items():
            was = column.stated(row.was) if row.was is not None else None
            found += [Change(row.id, column.key, was, value)] if value is not None or was is not None else []
    return found


def _with(known: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """What is known with what is stated; what is stated to be unknown is left out."""
    return {name: value for name, value in {**known, **stated}.items() if value is not None}

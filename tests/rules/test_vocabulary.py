"""What may stand behind a declared name, and which programme and type of action a name means."""

from typing import Any

import pytest
from pydantic import ValidationError

from rules.declared import DeclaredFact, Vocabulary
from rules.programmes import Document, Programme, Programmes, UnknownProgramme

VALUES: dict[str, Any] = {
    "yes_or_no": [True, False],
    "number": [0, 24, 0.5],
    "text": ["", "joint"],
    "list": [[], ["FR", "DE"]],
}


@pytest.mark.parametrize("kind", VALUES)
def test_a_fact_takes_values_of_its_own_type_and_null(kind: Any) -> None:
    fact = DeclaredFact(says="something", type=kind)
    assert fact.takes(None)
    for other, values in VALUES.items():
        assert {fact.takes(value) for value in values} == {other == kind}, other


def test_a_topic_knows_its_own_sub_roles_in_any_letter_case_and_no_others() -> None:
    names = Vocabulary(facts={}, sub_roles={"lead_city": "a city that leads"}, registrations={})
    known = ["lead_city", "topic:A.1-01:end-user", "TOPIC:a.1-01:end-user2"]
    assert all(names.knows_sub_role(name, "A.1-01") for name in known)
    unknown = ["king", "topic:AX1-01:end-user", "topic:A.1-01:", "topic:A.1-01:end user", "topic:A.1-01:x:y"]
    assert not any(names.knows_sub_role(name, "A.1-01") for name in unknown)


MADE = Programme(
    id="MADE",
    title="Made-up programme",
    aliases=("Made up",),
    type_aliases={"RIA": "MADE-RIA"},
    types_by_identifier={"MADE-DN-*": "MADE-TMA", "MADE-*": "MADE-RIA"},
    topics_by_type={"MADE-CSA": ("MADE-2-two-stage", "X-1"), "MADE-IA": ("MADE-DN-2",)},
    read=Document(title="Made-up work programme"),
)
OTHER = Programme(id="OTHER", title="Another one", read=Document(title="Another document"))


def test_a_programme_goes_by_its_id_and_its_aliases_in_any_letter_case() -> None:
    programmes = Programmes([MADE, OTHER])
    assert [programmes[name].id for name in ("made", "MADE UP", "Other")] == ["MADE", "MADE", "OTHER"]
    assert [programme.id for programme in programmes] == ["MADE", "OTHER"]
    with pytest.raises(UnknownProgramme, match="there is no programme 'nobody'"):
        programmes["nobody"]


@pytest.mark.parametrize(
    ("written", "identifier", "code"),
    [
        ("ria", "X", "MADE-RIA"),
        ("made-csa", "X", "MADE-CSA"),
        ("CSA", "MADE-DN-1", "CSA"),
        (None, "made-dn-1", "MADE-TMA"),
        (None, "MADE-1", "MADE-RIA"),
        (None, "X-MADE-1", None),
        (None, "MADE-2-TWO-stage", "MADE-CSA"),
        (None, "x-1", "MADE-CSA"),
        (None, "MADE-DN-2", "MADE-IA"),
        (None, "X-12", None),
        ("RIA", "X-1", "MADE-RIA"),
    ],
)
def test_a_type_of_action_goes_by_its_aliases_or_by_the_identifier(
    written: str | None, identifier: str, code: str | None
) -> None:
    assert MADE.type_of_action(written, identifier) == code


def test_a_topic_has_one_type_of_action() -> None:
    twice = {"MADE-CSA": ("X-1", "X-2"), "MADE-IA": ("x-1",)}
    with pytest.raises(ValidationError, match=r"two types of action for X-1 \["):
        Programme(id="MADE", title="Made-up", topics_by_type=twice, read=Document(title="Made-up"))

"""What is in conflict and what would help, in words of the page: with names, and without codes of the solver."""

from typing import Any

import pytest

from app.services.catalogue.overview import Placed
from app.services.proposals.requests import ProposalRequest
from app.web.presenters.wishes import repair_said, wish_said
from rules.mending import Change

KNOWN = {
    one: Placed(id=one, name=name, country="FR", city=None, position=None, clusters=[], can_act=True)
    for one, name in {"a": "Alpha", "b": "Beta"}.items()
}
REQUEST = ProposalRequest.model_validate(
    {
        "topic": "T",
        "lead": "a",
        "members": [{"organisation": {"id": "x", "name": "Xi"}, "role": "beneficiary"}],
        "exclude": ["b"],
        "size": {"min": 3, "max": 4},
        "wishes": {"max_per_country": 2},
    }
)


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ("size.min", "3"),
        ("size.max", "4"),
        ("wishes.countries.IS", "Iceland"),
        ("wishes.competences.weaving, fine", "weaving, fine"),
        ("wishes.max_per_country", "2"),
        ("lead", "Alpha"),
        ("members.x", "Xi"),
        ("exclude", "Beta"),
        ("budget", "split"),
        ("survive_dropout", "drops out"),
        ("unknown", "question"),
    ],
)
def test_a_wish_is_told_with_what_it_is_about(wish: str, named: str) -> None:
    said = wish_said(wish, REQUEST, KNOWN)
    assert said is not None
    assert named in said


@pytest.mark.parametrize("other", ["horizon.minimum-consortium", "candidates", "wishes.max_associated_partners"])
def test_what_is_no_wish_of_the_form_keeps_its_own_words(other: str) -> None:
    assert wish_said(other, REQUEST, KNOWN) is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"op": "relax", "condition": "size.max", "value": 5}, "5"),
        ({"op": "relax", "condition": "size.min"}, "limit"),
        ({"op": "relax", "condition": "wishes.countries.IS"}, "Iceland"),
        ({"op": "relax", "condition": "wishes.competences.weaving"}, "weaving"),
        ({"op": "relax", "condition": "wishes.max_per_country", "value": 3}, "3"),
        ({"op": "relax", "condition": "wishes.max_per_country"}, "any number"),
        ({"op": "relax", "condition": "members.b"}, "Beta"),
        ({"op": "relax", "condition": "unknown", "value": "ask"}, "question"),
        ({"op": "remove", "participant": "a"}, "Alpha"),
        ({"op": "add", "participant": "b"}, "Beta"),
        ({"op": "set_role", "participant": "a", "role": "associated_partner"}, "associated partner"),
    ],
)
def test_a_repair_is_told_with_what_it_changes(change: dict[str, Any], named: str) -> None:
    said = repair_said([Change.model_validate(change)], KNOWN)
    assert said is not None
    assert named in said


def test_several_changes_are_several_sentences_and_one_without_words_leaves_all_to_the_solver() -> None:
    one = Change(op="relax", condition="budget")
    other = Change(op="relax", condition="wishes.countries.IS")
    assert (repair_said([one, other], KNOWN) or "").count(".") == 2
    assert repair_said([one, Change(op="add", where={"country_in": ["FR"]})], KNOWN) is None
    assert repair_said([], KNOWN) is None

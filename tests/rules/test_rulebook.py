from pathlib import Path

import pytest
from pydantic import TypeAdapter

from rules.conditions import Confidence
from rules.requirements import AnyRequirement
from rules.rulebook import BrokenRulebook, load, read

RULES = "rules/horizon"
LAW = Path(__file__).parents[2] / "rules" / "law"


def copy_of_the_law(folder: Path) -> Path:
    for file in LAW.rglob("*.yaml"):
        target = folder / file.relative_to(LAW)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    return folder


def test_the_rulebook_that_ships_is_whole() -> None:
    rulebook = load()
    assert rulebook.version
    assert len({rule.id for rule in rulebook.rules}) == len(rulebook.rules)


def test_every_rule_names_document_address_day_and_confidence() -> None:
    for rule in load().rules:
        assert rule.source.document, rule.id
        assert rule.source.url, rule.id
        assert rule.source.checked_on, rule.id
        if rule.source.confidence is Confidence.SOURCED:
            assert rule.source.page, f"{rule.id} is sourced and names no page"


def test_the_id_of_a_rule_begins_with_the_folder_of_its_programme() -> None:
    for file in (LAW / "rules").rglob("*.yaml"):
        programme = file.relative_to(LAW / "rules").parts[0]
        assert file.read_text().startswith(f"id: {programme}."), file


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    law = copy_of_the_law(tmp_path)
    rule = law / "rules/horizon/composition/minimum-consortium.yaml"
    rule.write_text(rule.read_text().replace("min: 3", "min: 0").replace("force: eligibility", "force: maybe"))
    group = law / "groups/horizon-associated.yaml"
    group.write_text(group.read_text().replace('"NO"', "NO"))
    with pytest.raises(BrokenRulebook) as broken:
        read(law)
    text = "\n".join(broken.value.problems)
    assert "minimum-consortium.yaml: force" in text
    assert "minimum-consortium.yaml: requirement/selection/min" in text
    assert "horizon-associated.yaml: members" in text, "an unquoted NO is read as false and must be refused"


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        (f"{RULES}/composition/minimum-consortium.yaml", "kind: selection", "kind: wish", "wish"),
        (f"{RULES}/composition/minimum-consortium.yaml", "horizon_member_states", "atlantis", "atlantis"),
        (f"{RULES}/composition/minimum-consortium.yaml", "min: 3", "min: 3\n  colour: blue", "colour"),
        (f"{RULES}/composition/coordinator.yaml", "id: horizon.coordinator", "id: horizon.minimum-consortium", "two"),
        ("groups/horizon-funded.yaml", "horizon_low_middle_income", "atlantis", "atlantis"),
        (f"{RULES}/topics/widening-coordinator.yaml", "of: [horizon.coordinator]", "of: []", "says which"),
        (f"{RULES}/topics/hop-on-two-parties.yaml", "exactly: 2", "exactly: 2\n  max: 3", "max or exactly"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, file: str, before: str, after: str, problem: str) -> None:
    law = copy_of_the_law(tmp_path)
    text = (law / file).read_text()
    assert before in text
    (law / file).write_text(text.replace(before, after))
    with pytest.raises(BrokenRulebook, match=problem):
        read(law)


def test_a_requirement_survives_a_trip_through_json() -> None:
    adapter: TypeAdapter[AnyRequirement] = TypeAdapter(AnyRequirement)
    for rule in load().rules:
        assert adapter.validate_json(adapter.dump_json(rule.requirement)) == rule.requirement, rule.id

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from rules import rulebook
from rules.requirements import AnyRequirement
from rules.rulebook import BrokenRulebook, load, read

LAW = Path(rulebook.__file__).parent / "law"

SOURCE = {
    "document": "Made-up work programme",
    "page": "7",
    "url": "https://example.org/programme.pdf",
    "checked_on": "2026-11-23",
    "confidence": "sourced",
}


def rule(identifier: str, layer: str = "work_programme", **changes: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": "Made up",
        "layer": layer,
        "applies_to": {"programme": "MADE", "types_of_action": ["MADE-RIA"]},
        "effective": {"from": "2026-01-01"},
        "tested_on": "budget_year",
        "force": "eligibility",
        "source": SOURCE,
        "requirement": {"kind": "selection", "min": 3, "where": {"country_in": "north"}},
        **changes,
    }


def member(country: str, **period: Any) -> dict[str, Any]:
    return {"country": country, "confidence": "sourced", "source": "made up", **period}


SMALL_LAW: Mapping[str, dict[str, Any]] = {
    "rulebook.yaml": {"version": "2026.1.1", "as_of": "2026-11-23"},
    "names.yaml": {
        "facts": {"civil": {"says": "it is civil"}},
        "sub_roles": {"lead_city": "a city that leads"},
        "registrations": {"eric": "an ERIC"},
    },
    "groups/north.yaml": {
        "id": "north",
        "title": "The north",
        "one": "a northern country",
        "source": SOURCE,
        "members": [member("NO", from_year=2021, until_year=2023), member("NO", from_year=2024), member("SE")],
    },
    "programmes/made.yaml": {
        "id": "MADE",
        "title": "Made-up programme",
        "covers": [
            {
                "types_of_action": ["MADE-RIA"],
                "edition": "Made-up 2026-27",
                "from_year": 2026,
                "until_year": 2027,
                "known_from": "2025-12-11",
            }
        ],
        "read": {"title": "Made-up work programme"},
    },
    "rules/made/minimum.yaml": rule("made.minimum"),
    "rules/made/topic.yaml": rule("made.topic", "topic", effect="replaces", of=["made.minimum"]),
}


def written(folder: Path, law: Mapping[str, Any]) -> Path:
    for name, document in law.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document if isinstance(document, str) else yaml.safe_dump(document))
    return folder


def changed(name: str, **changes: Any) -> dict[str, Any]:
    law = deepcopy(dict(SMALL_LAW))
    law[name].update(changes)
    return law


def asking(**requirement: Any) -> dict[str, Any]:
    return changed("rules/made/minimum.yaml", requirement=requirement)


def test_the_rulebook_that_ships_is_whole() -> None:
    book = load()
    assert book.version
    assert len({rule.id for rule in book.rules}) == len(book.rules)


def test_the_id_of_a_rule_begins_with_the_folder_of_its_programme() -> None:
    for file in (LAW / "rules").rglob("*.yaml"):
        programme = file.relative_to(LAW / "rules").parts[0]
        assert f"\nid: {programme}." in f"\n{file.read_text()}", file


def test_a_small_law_is_read_in_the_order_of_its_layers(tmp_path: Path) -> None:
    book = read(written(tmp_path, SMALL_LAW))
    assert [rule.id for rule in book.rules] == ["made.minimum", "made.topic"]
    assert book.version == "2026.1.1"
    assert book.rule("made.topic").of == ("made.minimum",)
    with pytest.raises(LookupError, match=r"there is no rule 'made\.other'"):
        book.rule("made.other")


def problems_of(folder: Path, law: Mapping[str, Any]) -> str:
    with pytest.raises(BrokenRulebook) as broken:
        read(written(folder, law))
    assert str(broken.value) == "\n".join(broken.value.problems)
    return str(broken.value)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    law: dict[str, Any] = deepcopy(dict(SMALL_LAW))
    law["rules/made/minimum.yaml"] |= {"force": "maybe", "colour": "blue"}
    law["rules/made/topic.yaml"]["requirement"]["where"]["country_in"] = "atlantis"
    law["groups/north.yaml"]["members"].append(member("ZZ"))
    law["programmes/other.yaml"] = "id: [unclosed"
    law["programmes/empty.yaml"] = ""
    said = problems_of(tmp_path, law)
    for problem in (
        "rules/made/minimum.yaml: force: ",
        "rules/made/minimum.yaml: colour: Extra inputs",
        "groups/north.yaml: members/3/country: ",
        "programmes/other.yaml: no YAML",
        "programmes/empty.yaml: missing or empty",
        "rule made.topic: there is no country group 'atlantis'",
    ):
        assert problem in said
    assert said.count("programmes/other.yaml") == 1, "a file that is no YAML is not called empty as well"


@pytest.mark.parametrize(
    ("law", "problem"),
    [
        (asking(kind="wish"), "minimum.yaml: requirement: .*wish"),
        (asking(kind="selection", min=0), "requirement/min: .*greater than or equal to 1"),
        (asking(kind="limit", max=2, exactly=3), "either max or exactly"),
        (asking(kind="selection", min=1, where={"country_in": []}), "at least 1 item"),
        (asking(kind="coordinator", where={"sub_role": "king"}), "nobody declared the sub-role 'king'"),
        (asking(kind="coordinator", where={"any": [{"registration": "x"}]}), "nobody declared the registration 'x'"),
        (asking(kind="coordinator", where={"fact": {"royal": True}}), "nobody declared the fact 'royal'"),
        (asking(kind="declared", fact="royal"), "nobody declared the fact 'royal'"),
        (asking(kind="coordinator", where={"not": {"headquarters_in": "atlantis"}}), "no country group 'atlantis'"),
        (
            changed("rules/made/topic.yaml", of=["made.gone"]),
            "rule made.topic: there is no rule 'made.gone' to replace",
        ),
        (changed("rules/made/topic.yaml", of=[]), "rule made.topic: .* says which"),
        (changed("rules/made/minimum.yaml", of=["made.topic"]), "rule made.minimum: .* only such a rule, says which"),
        (
            changed("rules/made/minimum.yaml", effect="replaces", of=["made.topic"]),
            "made.minimum: 'made.topic' is entered after it",
        ),
        (changed("rules/made/topic.yaml", id="made.minimum"), "rule made.minimum: two files have this id"),
        (changed("rules/made/topic.yaml", source={"document": "hearsay", "confidence": "recalled"}), "an address"),
        (changed("rules/made/topic.yaml", applies_to={"programme": "NOWHERE"}), "made.topic: there is no programme"),
        (
            changed("rules/made/topic.yaml", applies_to={"programme": "MADE", "types_of_action": ["MADE-IA"]}),
            "programme MADE covers no type of action 'MADE-IA'",
        ),
        (changed("groups/north.yaml", union_of=["atlantis"]), "group north: there is no group 'atlantis'"),
        (
            changed("groups/north.yaml", members=[member("NO"), member("NO", from_year=2025)]),
            "two periods of NO overlap",
        ),
        (
            changed(
                "groups/north.yaml",
                members=[member("NO", until_year=2023), member("NO", from_day="2023-12-31")],
            ),
            "two periods of NO overlap",
        ),
    ],
)
def test_a_broken_law_is_refused(tmp_path: Path, law: Mapping[str, Any], problem: str) -> None:
    with pytest.raises(BrokenRulebook, match=problem):
        read(written(tmp_path, law))


@pytest.mark.parametrize(
    "members",
    [
        [member("NO", until_year=2023), member("NO", from_day="2024-01-01")],
        [member("NO", scope="pillar_2"), member("NO", scope="all")],
        [member("NO"), member("SE")],
    ],
)
def test_periods_that_only_touch_are_no_fault(tmp_path: Path, members: list[dict[str, Any]]) -> None:
    assert read(written(tmp_path, changed("groups/north.yaml", members=members))).groups["north"].members


def lines_of(folder: Path, law: Mapping[str, Any]) -> list[str]:
    with pytest.raises(BrokenRulebook) as broken:
        read(written(folder, law))
    return broken.value.problems


def test_a_day_that_is_none_is_a_fault_of_its_file(tmp_path: Path) -> None:
    text = yaml.safe_dump(SMALL_LAW["rules/made/minimum.yaml"]).replace("'2026-01-01'", "2026-13-16")
    assert "2026-13-16" in text
    (line,) = lines_of(tmp_path, {**SMALL_LAW, "rules/made/minimum.yaml": text})
    assert line.startswith("rules/made/minimum.yaml: no YAML: 2026-13-16 is no day: month must be in 1..12")
    assert "line " in line


def test_a_file_that_is_no_text_is_a_fault_of_its_own(tmp_path: Path) -> None:
    written(tmp_path, SMALL_LAW)
    (tmp_path / "rules/made/minimum.yaml").write_bytes(b"id: made.minimum\ntitle: \xff\n")
    with pytest.raises(BrokenRulebook) as broken:
        read(tmp_path)
    (line,) = broken.value.problems
    assert line.startswith("rules/made/minimum.yaml: no YAML: ")


@pytest.mark.parametrize(
    ("requirement", "fault"),
    [
        (
            {"kind": "selection", "min": "three"},
            "requirement/min: Input should be a valid integer; or: Input should be 'all'",
        ),
        (
            {"kind": "declared", "fact": "civil", "expected": {"maximum": 3}},
            "requirement/expected/maximum: Extra inputs",
        ),
        ({"kind": "declared"}, "requirement/fact: Field required"),
    ],
)
def test_a_wrong_field_is_told_in_one_line(tmp_path: Path, requirement: dict[str, Any], fault: str) -> None:
    (line,) = lines_of(tmp_path, asking(**requirement))
    assert line.startswith(f"rules/made/minimum.yaml: {fault}")


@pytest.mark.parametrize("name", ["rules/made/minimum.yaml", "groups/north.yaml", "programmes/made.yaml"])
def test_what_a_file_that_cannot_be_read_holds_is_not_missed_elsewhere(tmp_path: Path, name: str) -> None:
    (line,) = lines_of(tmp_path, changed(name, colour="blue"))
    assert line == f"{name}: colour: Extra inputs are not permitted"


def test_a_topic_may_define_a_sub_role_of_its_own(tmp_path: Path) -> None:
    own = rule(
        "made.own",
        "topic",
        applies_to={"programme": "MADE", "identifiers": ["MADE-1"]},
        requirement={"kind": "coordinator", "where": {"sub_role": "topic:MADE-1:ferry-operator"}},
    )
    assert len(read(written(tmp_path, {**SMALL_LAW, "rules/made/own.yaml": own})).rules) == 3
    foreign = {**own, "applies_to": {"programme": "MADE", "identifiers": ["MADE-2"]}}
    assert "ferry-operator" in problems_of(tmp_path, {**SMALL_LAW, "rules/made/own.yaml": foreign})


@pytest.mark.parametrize("missing", ["rulebook.yaml", "names.yaml"])
def test_a_law_without_its_head_is_refused(tmp_path: Path, missing: str) -> None:
    law = {name: document for name, document in SMALL_LAW.items() if name != missing}
    assert f"{missing}: missing or empty" in problems_of(tmp_path, law)


def test_an_unquoted_norway_is_refused_with_a_hint(tmp_path: Path) -> None:
    text = yaml.safe_dump(SMALL_LAW["groups/north.yaml"]).replace("'NO'", "NO")
    assert "NO" in text
    said = problems_of(tmp_path, {**SMALL_LAW, "groups/north.yaml": text})
    assert "groups/north.yaml: members/0/country: " in said
    assert 'write "NO"' in said


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = yaml.safe_dump(SMALL_LAW["rules/made/minimum.yaml"]) + "title: again\n"
    assert "the key 'title' stands twice" in problems_of(tmp_path, {**SMALL_LAW, "rules/made/minimum.yaml": text})


def test_a_requirement_survives_a_trip_through_json() -> None:
    adapter: TypeAdapter[AnyRequirement] = TypeAdapter(AnyRequirement)
    for entry in load().rules:
        assert adapter.validate_json(adapter.dump_json(entry.requirement)) == entry.requirement, entry.id

"""``quorum rules``: every fault at once, what is not sourced, and one rule with its cases."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import rulebook
from tests.app.cli.conftest import Quorum

LAW = Path(rulebook.__file__).parent / "law"
MINIMUM = "rules/horizon/composition/minimum-consortium.yaml"
COORDINATOR = "rules/horizon/composition/coordinator.yaml"
ASSOCIATED = "groups/horizon-associated.yaml"

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the law that may be broken."""
    return Path(shutil.copytree(LAW, tmp_path / "law"))


def change(law: Path, name: str, do: Change) -> None:
    file = law / name
    document = yaml.safe_load(file.read_text("utf-8"))
    do(document)
    file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def problems(run_quorum: Quorum, law: Path) -> list[str]:
    result = run_quorum("rules", "check", str(law), "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"]) == (1, False), answer
    found: list[str] = answer["problems"]
    return found


def test_a_copy_of_the_law_is_as_good_as_the_law(run_quorum: Quorum, law: Path) -> None:
    copied, own = run_quorum("rules", "check", str(law), "--json"), run_quorum("rules", "check", "--json")
    assert copied.exit_code == own.exit_code == 0
    assert copied.stdout == own.stdout
    assert json.loads(own.stdout)["cases"] > 0


def test_a_folder_that_is_not_there_is_named(run_quorum: Quorum, law: Path) -> None:
    result = run_quorum("rules", "check", str(law / "nowhere"))
    assert result.exit_code == 2
    assert "nowhere" in result.stderr.replace("\n", "")


FAULTS: Mapping[str, tuple[str, Change, str]] = {
    "an unknown key": (MINIMUM, lambda rule: rule.update(colour="red"), "colour"),
    "a missing source": (MINIMUM, lambda rule: rule.pop("source"), "source"),
    "a source nobody looked at": (MINIMUM, lambda rule: rule["source"].pop("checked_on"), "day it was checked"),
    "a sourced rule without its page": (MINIMUM, lambda rule: rule["source"].pop("page"), "page"),
    "an empty list": (MINIMUM, lambda rule: rule["applies_to"].update(types_of_action=[]), "types_of_action"),
    "an empty list of countries": (
        MINIMUM,
        lambda rule: rule["requirement"].update(where={"country_in": []}),
        "country_in",
    ),
    "an unquoted NO": (ASSOCIATED, lambda group: group["members"][0].update(country=False), '"NO"'),
    "an unquoted NO in a list": (
        MINIMUM,
        lambda rule: rule["requirement"].update(where={"country_in": ["SE", False]}),
        '"NO"',
    ),
    "a member without its source": (ASSOCIATED, lambda group: group["members"][0].pop("source"), "source"),
    "a period that ends before it begins": (
        MINIMUM,
        lambda rule: rule["effective"].update(until=rule["effective"]["from"].replace(year=2020)),
        "ends before it begins",
    ),
    "a number that is none": (MINIMUM, lambda rule: rule["requirement"].update(min="three"), "min"),
    "a kind nobody knows": (MINIMUM, lambda rule: rule["requirement"].update(kind="wish"), "kind"),
    "an unknown layer": (MINIMUM, lambda rule: rule.update(layer="gossip"), "layer"),
}
"""Faults of one file, which are told with the file's name."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_file_is_told_with_its_name(run_quorum: Quorum, law: Path, fault: str) -> None:
    name, do, told = FAULTS[fault]
    change(law, name, do)
    assert any(line.startswith(f"{name}: ") and told in line for line in problems(run_quorum, law))


DISAGREEMENTS: Mapping[str, tuple[str, Change, tuple[str, ...]]] = {
    "a group that is not there": (
        MINIMUM,
        lambda rule: rule["requirement"].update(where={"country_in": "atlantis"}),
        ("horizon.minimum-consortium", "atlantis"),
    ),
    "a rule that is not there": (
        COORDINATOR,
        lambda rule: rule.update(effect="replaces", of=["horizon.unicorn"]),
        ("horizon.coordinator", "horizon.unicorn"),
    ),
    "a programme that is not there": (
        COORDINATOR,
        lambda rule: rule["applies_to"].update(programme="UTOPIA"),
        ("horizon.coordinator", "UTOPIA"),
    ),
    "a sub-role that nobody declared": (
        COORDINATOR,
        lambda rule: rule["requirement"].update(where={"sub_role": "jester"}),
        ("horizon.coordinator", "jester"),
    ),
    "a fact that nobody declared": (
        COORDINATOR,
        lambda rule: rule["requirement"].update(where={"fact": {"likes_opera": True}}),
        ("horizon.coordinator", "likes_opera"),
    ),
    "two rules of one id": (
        COORDINATOR,
        lambda rule: rule.update(id="horizon.minimum-consortium"),
        ("horizon.minimum-consortium", "two files"),
    ),
    "two periods of one country at one time": (
        ASSOCIATED,
        lambda group: group["members"].append(group["members"][0] | {"from_year": 2024}),
        ("horizon_associated", "overlap"),
    ),
}
"""Faults between files, which are told with the id of the rule or group."""


@pytest.mark.parametrize("fault", DISAGREEMENTS)
def test_what_does_not_fit_together_is_told_with_the_rule_or_group(run_quorum: Quorum, law: Path, fault: str) -> None:
    name, do, told = DISAGREEMENTS[fault]
    change(law, name, do)
    assert any(all(part in line for part in told) for line in problems(run_quorum, law))


def test_all_faults_of_all_files_are_told_at_once(run_quorum: Quorum, law: Path) -> None:
    change(law, MINIMUM, lambda rule: (rule.update(colour="red"), rule.pop("source")))
    change(law, COORDINATOR, lambda rule: rule["requirement"].update(where={"country_in": "atlantis"}))
    change(law, ASSOCIATED, lambda group: group["members"].append(group["members"][0] | {"from_year": 2024}))
    (law / "groups/broken.yaml").write_text("id: [", "utf-8")
    (law / "programmes/empty.yaml").write_text("", "utf-8")
    (law / "cases/of-nothing.yaml").write_text(
        'rule: horizon.unicorn\ncases:\n  - {says: it flies, with: [{country: "DE"}], finds: met}\n', "utf-8"
    )
    (law / "cases/nowhere.yaml").write_text(
        'cases:\n  - {says: it is nowhere, with: [{country: "ZZ"}], expect: eligible}\n', "utf-8"
    )

    found = problems(run_quorum, law)

    for told in (
        (MINIMUM, "colour"),
        (MINIMUM, "source"),
        ("horizon.coordinator", "atlantis"),
        ("horizon_associated", "overlap"),
        ("groups/broken.yaml", "no YAML"),
        ("programmes/empty.yaml", "empty"),
        ("cases/of-nothing.yaml", "horizon.unicorn"),
        ("cases/nowhere.yaml", "it is nowhere"),
    ):
        assert [line for line in found if all(part in line for part in told)], (told, found)
    assert len(set(found)) == len(found)


def test_for_people_there_is_one_line_a_fault_where_faults_are_looked_for(run_quorum: Quorum, law: Path) -> None:
    change(law, MINIMUM, lambda rule: rule.update(colour="red", size="large"))
    result = run_quorum("rules", "check", str(law))
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) >= 2
    assert all(line.startswith(f"{MINIMUM}: ") for line in result.stderr.splitlines()[:2])


def listed(run_quorum: Quorum, *options: str) -> dict[str, Any]:
    result = run_quorum("rules", "list", "--json", *options)
    assert result.exit_code == 0
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_list_holds_every_rule_with_the_document_to_read(run_quorum: Quorum) -> None:
    items = listed(run_quorum)["items"]
    assert [item["id"] for item in items] == [rule.id for rule in rulebook.load().rules]
    assert all(item["source"]["document"] and item["source"]["url"] for item in items)


def test_what_is_not_sourced_is_listed_alone_and_the_share_stays_that_of_all(run_quorum: Quorum) -> None:
    everything, open_ones = listed(run_quorum), listed(run_quorum, "--not-sourced")
    left_out = [item for item in everything["items"] if item not in open_ones["items"]]
    assert {item["source"]["confidence"] for item in left_out} == {"sourced"}
    assert "sourced" not in {item["source"]["confidence"] for item in open_ones["items"]}
    assert open_ones["eligibility"] == everything["eligibility"]


def test_the_share_counts_the_eligibility_rules_of_the_edition(run_quorum: Quorum) -> None:
    answer = listed(run_quorum, "--programme", "horizon", "--edition", "2026-27")
    deciding = [item["source"]["confidence"] for item in answer["items"] if item["force"] == "eligibility"]
    sourced = deciding.count("sourced")
    assert answer["eligibility"] == {
        "rules": len(deciding),
        "sourced": sourced,
        "share": round(sourced / len(deciding), 4),
    }
    ids = {item["id"] for item in answer["items"]}
    assert "horizon.minimum-consortium" in ids
    assert "horizon.china-innovation-actions-2023" not in ids


@pytest.mark.parametrize("edition", ["2026-27", "2026-2027"])
def test_an_edition_may_be_written_in_two_ways(run_quorum: Quorum, edition: str) -> None:
    assert listed(run_quorum, "--edition", edition) == listed(run_quorum, "--edition", "2026-27")


@pytest.mark.parametrize("edition", ["26", "2027-26", "soon", "2026-", "2026-27-28"])
def test_an_edition_that_names_no_years_is_refused(run_quorum: Quorum, edition: str) -> None:
    result = run_quorum("rules", "list", "--edition", edition)
    assert result.exit_code == 1
    assert edition in result.stderr


def test_an_edition_without_rules_has_no_share(run_quorum: Quorum) -> None:
    answer = listed(run_quorum, "--edition", "2001")
    assert answer == {"eligibility": {"rules": 0, "sourced": 0, "share": None}, "items": []}
    assert "0 of 0" in run_quorum("rules", "list", "--edition", "2001").stdout


def test_for_people_the_list_names_the_place_and_ends_with_the_share(run_quorum: Quorum) -> None:
    result = run_quorum("rules", "list", "--programme", "HORIZON")
    rule = rulebook.load().rule("horizon.minimum-consortium")
    assert f"{rule.source.document}, {rule.source.article}, page {rule.source.page}" in result.stdout
    share = listed(run_quorum, "--programme", "HORIZON")["eligibility"]
    assert result.stdout.splitlines()[-1].startswith(f"{share['sourced']} of {share['rules']} eligibility rules")


def test_a_programme_that_is_not_there_is_refused(run_quorum: Quorum) -> None:
    result = run_quorum("rules", "list", "--programme", "UTOPIA")
    assert result.exit_code == 1
    assert "UTOPIA" in result.stderr


def test_one_rule_is_shown_as_the_interface_shows_it(run_quorum: Quorum) -> None:
    line = run_quorum("rules", "show", "horizon.minimum-consortium", "--json").stdout
    rule = json.loads(line)
    assert rule.keys() >= {"id", "says", "source", "effective", "changed_by", "cases"}
    assert len(line.splitlines()) == 1


def test_one_rule_is_told_to_a_reader(run_quorum: Quorum) -> None:
    rule = json.loads(run_quorum("rules", "show", "horizon.minimum-consortium", "--json").stdout)
    told = run_quorum("rules", "show", "horizon.minimum-consortium").stdout
    assert told.startswith(rule["title"])
    facts = [rule["says"], rule["source"]["url"], rule["source"]["confidence"], rule["effective"]["from"]]
    assert [fact for fact in facts if fact not in told] == []
    assert [change["id"] for change in rule["changed_by"] if f"by {change['id']}\n" not in told] == []
    assert [case["says"] for case in rule["cases"] if f"[{case['status']}] {case['says']}\n" not in told] == []
    assert rule["changed_by"]
    assert rule["cases"]


def test_a_rule_that_is_not_there_is_named(run_quorum: Quorum) -> None:
    result = run_quorum("rules", "show", "horizon.unicorn")
    assert result.exit_code == 1
    assert "horizon.unicorn" in result.stderr

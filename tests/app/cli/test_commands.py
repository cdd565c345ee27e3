"""The commands answer as the contract says: lines of JSON, sentences for people, and exit codes for scripts."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from typer.main import get_command

from app.cli.commands import quorum
from app.db import create_engine, migrate
from app.services.ingestion import bundle
from app.settings import Settings
from tests.app.cli.conftest import Quorum
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA, TOPICS, own_rows

COMMANDS = [
    ["serve"], ["ingest"], ["topic"], ["verdicts"], ["propose"], ["trade-offs"], ["drill"], ["screen"],
    ["worker"], ["migrate"],
    ["rules"], ["rules", "check"], ["rules", "list"], ["rules", "show"],
    ["import"], ["import", "clusters"], ["import", "projects"], ["import", "interreg"], ["import", "data-sheet"],
    ["export"], ["backup"], ["copy"], ["mcp"],
    ["tenants"], ["keys"], ["audit"], ["contacts"], ["alerts"], ["consortia"], ["consortia", "rejudge"],
    [],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run_quorum: Quorum, command: list[str]) -> None:
    result = run_quorum(*command, "--help")

    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_no_command_is_without_its_help_test() -> None:
    known = set(get_command(quorum).commands)  # type: ignore[attr-defined] # a group has commands

    assert known == {command[0] for command in COMMANDS if command}


def test_a_topic_is_shown_as_the_api_shows_it_one_line_each(run_quorum: Quorum) -> None:
    result = run_quorum("topic", "smp-cosme-2024-cluster-01", "EuropeAid/186165/DD/ACT/RS", "--json")

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["identifier"] for line in lines] == ["SMP-COSME-2024-CLUSTER-01", "EuropeAid/186165/DD/ACT/RS"]
    assert lines[0]["status"] == "closed"
    assert {"id", "force", "requirement", "source"} <= set(lines[0]["conditions"][0])


def test_a_topic_for_people_is_indented_and_as_of_asks_about_another_day(run_quorum: Quorum) -> None:
    result = run_quorum("topic", "SMP-COSME-2024-CLUSTER-01", "--as-of", "2024-12-01")

    assert result.stdout.startswith("{\n  ")
    assert json.loads(result.stdout)["status"] == "open"


def test_a_missing_topic_is_named_and_the_others_are_shown(run_quorum: Quorum) -> None:
    result = run_quorum("topic", "NO-SUCH", "I3-2026-INV1", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["identifier"] == "I3-2026-INV1"
    assert "NO-SUCH" in result.stderr


@pytest.mark.sqlite
def test_an_empty_database_is_created_and_loaded_by_the_first_command(run_quorum: Quorum, data_dir: Path) -> None:
    assert not data_dir.exists()

    run_quorum("topic", "I3-2026-INV1")

    assert (data_dir / "quorum.sqlite3").is_file()


def test_a_database_of_another_schema_is_refused_until_it_is_migrated(run_quorum: Quorum, data_dir: Path) -> None:
    engine = create_engine(Settings(data_dir=data_dir))
    migrate.upgrade(engine)
    migrate.downgrade(engine)
    engine.dispose()

    refused = run_quorum("topic", "I3-2026-INV1")
    assert refused.exit_code == 1
    assert "quorum migrate" in refused.stderr

    assert run_quorum("migrate").exit_code == 0
    assert run_quorum("topic", "I3-2026-INV1").exit_code == 0


def test_migrating_says_what_is_there_and_may_be_repeated(run_quorum: Quorum) -> None:
    first, second = run_quorum("migrate", "--json"), run_quorum("migrate", "--json")

    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["bundle"]["topics"] == bundle.manifest().counts["topics"]
    assert "147 topics, 495 clusters" in run_quorum("migrate").stdout


def test_the_rulebook_is_checked(run_quorum: Quorum) -> None:
    answer = json.loads(run_quorum("rules", "check", "--json").stdout)

    assert answer["ok"] is True
    assert answer["rules"] > 0
    assert f"{answer['rules']} rules" in run_quorum("rules", "check").stdout


def test_a_setting_that_cannot_be_read_is_named(run_quorum: Quorum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORUM_TODAY", "someday")

    result = run_quorum("topic", "I3-2026-INV1")

    assert result.exit_code == 2
    assert "QUORUM_TODAY" in result.stderr


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("bogus://x", "bogus"),
        ("no address", "QUORUM_DATABASE_URL"),
        ("oracle://x", "QUORUM_DATABASE_URL"),
        ("sqlite:////proc/quorum.sqlite3", "unable to open"),
    ],
)
@pytest.mark.parametrize("command", [["topic", "x"], ["migrate"], ["ingest"], ["serve", "--port", "0"]], ids=" ".join)
def test_a_database_that_cannot_be_used_is_told_in_one_line(
    run_quorum: Quorum, monkeypatch: pytest.MonkeyPatch, command: list[str], address: str, reason: str
) -> None:
    monkeypatch.setenv("QUORUM_DATABASE_URL", address)

    result = run_quorum(*command)

    assert (result.exit_code, result.stdout) == (1, "")
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1


REQUEST = {
    "topic": "HORIZON-CL4-2027-01-MAT-PROD-08",
    "participants": [
        {"organisation": "fr-aerospace-valley", "role": "coordinator"},
        {"organisation": "es-secpho", "role": "beneficiary"},
        {"organisation": "dk-clean", "role": "beneficiary"},
    ],
}


def test_verdicts_come_in_the_order_of_the_requests_with_their_labels(run_quorum: Quorum, tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_text("\n".join(json.dumps(REQUEST | {"id": name}) for name in ("b", "a")) + "\n")

    result = run_quorum("verdicts", str(file))

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["b", "a"]
    assert answers[0]["determination_id"] == answers[1]["determination_id"]


def test_a_line_that_is_no_request_is_answered_with_a_problem_and_the_others_are_judged(run_quorum: Quorum) -> None:
    lines = ["{", json.dumps(REQUEST | {"id": 1, "colour": "red"}), json.dumps(REQUEST | {"id": 2})]

    result = run_quorum("verdicts", "-", given="\n".join(lines))

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer.get("error", {}).get("status") for answer in answers] == [400, 422, None]
    assert answers[1]["id"] == 1


WISH = {"topic": "HORIZON-CL4-2027-01-MAT-PROD-08", "lead": "fr-techtera", "alternatives": 1}


def test_a_proposal_is_answered_with_the_verdict_that_proves_it(run_quorum: Quorum) -> None:
    result = run_quorum("propose", "-", given=json.dumps(WISH))

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["status"] == "optimal"
    assert answer["proposals"][0]["verdict"]["status"] != "ineligible"


@pytest.mark.parametrize(("given", "status"), [("{", 400), (json.dumps(WISH | {"lead": "nobody"}), 422)])
def test_a_request_that_cannot_be_answered_gives_its_problem(run_quorum: Quorum, given: str, status: int) -> None:
    result = run_quorum("propose", "-", given=given)

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["status"] == status


def test_trade_offs_are_answered_with_what_each_step_costs(run_quorum: Quorum) -> None:
    asked = {**WISH, "size": {"min": 3, "max": 5}, "measures": ["fit", "size"]}
    result = run_quorum("trade-offs", "-", given=json.dumps(asked))

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (answer["status"], answer["complete"]) == ("optimal", True)
    assert [point["values"]["size"] for point in answer["points"]] == [5, 4, 3]
    assert all(step["message"].startswith("One member fewer costs ") for step in answer["steps"])


@pytest.mark.parametrize("measures", [["fit", "fit"], ["fit", "luck"], ["fit"]])
def test_trade_offs_need_two_measures_that_differ(run_quorum: Quorum, measures: list[str]) -> None:
    result = run_quorum("trade-offs", "-", given=json.dumps(WISH | {"measures": measures}))

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["status"] == 422


def test_a_drill_tells_for_each_member_what_its_loss_does(run_quorum: Quorum) -> None:
    asked = {"topic": WISH["topic"], "members": [{"organisation": WISH["lead"], "role": "coordinator"}]}
    result = run_quorum("drill", "-", given=json.dumps(asked))

    [loss] = json.loads(result.stdout)["losses"]
    assert result.exit_code == 0
    assert (loss["organisation"], loss["critical"], loss["left"]) == (WISH["lead"], False, None)
    assert loss["replacement"]["status"] == "infeasible"


def test_nobody_is_no_consortium_to_drill(run_quorum: Quorum) -> None:
    result = run_quorum("drill", "-", given=json.dumps({"topic": WISH["topic"]}))

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["status"] == 422


def test_a_file_that_is_not_there_is_named(run_quorum: Quorum) -> None:
    result = run_quorum("verdicts", "no-such-file.jsonl")

    assert result.exit_code == 2
    assert "no-such-file.jsonl" in result.stderr


@pytest.fixture
def portal_url(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QUORUM_PORTAL_URL", portal.url)
    monkeypatch.setenv("QUORUM_PORTAL_REQUESTS_PER_SECOND", "1000")
    return portal.url


def test_an_ingest_reports_one_line_a_source_with_the_names_of_the_contract(
    run_quorum: Quorum, portal_url: str
) -> None:
    first, second = run_quorum("ingest", "--json"), run_quorum("ingest", "portal", "--json")

    report = json.loads(first.stdout)
    assert first.exit_code == second.exit_code == 0
    counts = ["added", "changed", "unchanged", "gone", "quarantined", "news", "requests"]
    assert list(report) == ["source", "state", *counts, "seconds", "reason"]
    assert (report["source"], report["state"], report["added"]) == ("portal", "ok", len(TOPICS))
    again = json.loads(second.stdout)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, len(TOPICS))
    assert json.loads(run_quorum("topic", RIA.identifier, "--json").stdout)["source"]["name"] == "portal"


def test_an_ingest_that_is_refused_ends_with_one_and_says_why(
    run_quorum: Quorum, portal: Portal, portal_url: str
) -> None:
    portal.serve(own_rows())
    assert run_quorum("ingest").exit_code == 0
    portal.serve([topic_row(RIA)])

    result = run_quorum("ingest")

    assert result.exit_code == 1
    assert "refused" in result.stdout
    assert "stays as it was" in result.stdout


def test_an_unknown_source_is_refused_before_anything_is_done(run_quorum: Quorum, data_dir: Path) -> None:
    result = run_quorum("ingest", "gazette")

    assert result.exit_code == 1
    assert "there is no source gazette" in result.stdout
    assert not data_dir.exists()


def test_an_unknown_source_has_its_line_beside_those_that_are_read(run_quorum: Quorum, portal_url: str) -> None:
    alone, beside = (run_quorum("ingest", "--json", *names) for names in (["gazette"], ["gazette", "portal"]))

    assert alone.exit_code == beside.exit_code == 1
    (failed,) = map(json.loads, alone.stdout.splitlines())
    first, second = map(json.loads, beside.stdout.splitlines())
    assert (failed["source"], failed["state"], failed["added"]) == ("gazette", "failed", 0)
    assert "portal" in failed["reason"]
    assert first == failed
    assert (second["source"], second["state"]) == ("portal", "ok")


def test_no_command_that_does_not_solve_loads_the_solver(data_dir: Path) -> None:
    program = (
        "import sys; from app.cli.commands import quorum\n"
        "from app.services import setup\n"
        "from app.services.topics import details\n"
        "from app.services.consortia import proposing, rejudging\n"
        "from app.services.ingestion import runs\n"
        "from app.services.verdicts import judging\n"
        "print(sorted({'ortools', 'pandas', 'solver.engine'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_terminal_shows_how_far_an_ingest_is_and_a_pipe_shows_nothing(data_dir: Path, portal_url: str) -> None:
    shown, piped = _ingest_on_a_terminal(), _ingest_into_a_pipe()

    assert "portal" in shown
    assert piped == ""


INGEST = [sys.executable, "-c", "from app.cli import main; main()", "ingest"]


def _ingest_on_a_terminal() -> str:
    """What a person at a terminal sees beside the answer."""
    ours, theirs = os.openpty()
    with subprocess.Popen(INGEST, stderr=theirs, stdout=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError), os.fdopen(ours, "rb", buffering=0) as terminal:  # an error is how a terminal ends
            while chunk := terminal.read(4096):
                shown += chunk
        process.wait()
    return shown.decode(errors="replace")


def _ingest_into_a_pipe() -> str:
    return subprocess.run(INGEST, capture_output=True, text=True, check=True).stderr

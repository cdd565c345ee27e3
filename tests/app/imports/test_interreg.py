"""Calls of Interreg in the catalogue: topics like others, with the lists of who may apply."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.main import create_app
from app.services.imports.interreg_import import import_interreg
from app.services.ingestion.runs import RunReport
from app.settings import Settings
from tests.app.cli.conftest import Quorum
from tests.scrapers.interreg.test_index import HIT

IDENTIFIER = "INTERREG-GREECE-ITALY-CALL-P4711"


class Importing:
    """Imports answers of the index into one catalogue."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine

    def __call__(self, *changes: dict[str, Any]) -> RunReport:
        content = json.dumps({"hits": [{**HIT, **one} for one in changes]}).encode()
        return import_interreg(self.settings, self.engine, content, "calls.json")

    def get(self, address: str) -> Any:
        with TestClient(create_app(self.settings)) as client:
            answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def importing(settings: Settings, engine: Engine) -> Importing:
    return Importing(settings, engine)


def test_a_call_is_served_as_a_topic_with_who_may_apply(importing: Importing) -> None:
    report = importing({})

    assert (report.state, report.added) == ("ok", 1)
    topic = importing.get(f"/v1/topics/{IDENTIFIER}")
    assert (topic["programme"], topic["source"]["name"]) == ("INTERREG-GREECE-ITALY", "interreg")
    # the source says that it is open, but its deadline has passed
    assert (topic["status"], topic["portal_status"]) == ("closed", "open")
    assert topic["deadlines"] == [{"at": "2026-09-30T00:00:00+02:00", "hour_known": False, "stage": None}]
    assert topic["stated_eligibility"]["countries"] == ["IT", "GR"]
    assert topic["stated_eligibility"]["regions"] == ["ITF4", "EL30", "EL303"]


def test_a_call_of_a_programme_that_nobody_has_encoded_names_what_to_read(importing: Importing) -> None:
    importing({})

    conditions = importing.get(f"/v1/topics/{IDENTIFIER}")["conditions"]
    assert any(one["force"] == "eligibility" and one["requirement"]["kind"] == "refer" for one in conditions)


def test_the_page_of_a_call_lists_who_may_apply_and_leads_to_its_site(importing: Importing) -> None:
    importing({})
    with TestClient(create_app(importing.settings)) as client:
        page = BeautifulSoup(client.get(f"/topics/{IDENTIFIER}").text, "lxml")

    facts = page.find(id="facts").find_parent("section").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Greece, Italy" in facts
    assert "ITF4, EL30, EL303" in facts
    assert "EGTC, Hospitals and medical centres" in facts
    assert page.find("a", href="https://interreg.eu/calls-for-projects/an-example/")
    assert "calls.json" not in page.get_text()


def test_topics_of_the_portal_state_no_lists(importing: Importing) -> None:
    first = importing.get("/v1/topics?limit=1")["items"][0]

    assert importing.get(f"/v1/topics/{first['identifier']}")["stated_eligibility"] is None


def test_a_second_import_changes_nothing_and_what_changes_is_in_the_history(importing: Importing) -> None:
    importing({})
    assert importing({}).unchanged == 1

    assert importing({"callDeadlineDate": "2027-01-15T00:00:00Z", "callEligibleCountryNuts": ["IT"]}).changed == 1

    history = importing.get(f"/v1/topic-history?identifier={IDENTIFIER}")
    assert {one["field"] for one in history} == {"deadlines", "stated_eligibility"}


def test_a_call_that_another_page_does_not_list_has_not_vanished(importing: Importing) -> None:
    importing({})
    assert importing({"pageId": 1, "objectID": "callForProjectsPage_1"}).gone == 0

    assert importing.get(f"/v1/topics/{IDENTIFIER}")["gone_since"] is None


def test_an_answer_of_which_nothing_can_be_read_is_refused(importing: Importing) -> None:
    report = importing({"callStatus": "Perhaps"})

    assert (report.state, report.quarantined) == ("refused", 1)
    assert report.reason == "no topic could be read (1 rows came, 1 of them unreadable)"


def test_the_command_reports_and_ends_with_one_when_nothing_is_stored(run_quorum: Quorum) -> None:
    good = run_quorum("import", "interreg", "-", "--json", given=json.dumps({"hits": [HIT]}))
    bad = run_quorum("import", "interreg", "-", given="<html>")

    assert (good.exit_code, json.loads(good.stdout)["added"]) == (0, 1)
    assert bad.exit_code == 1
    assert "interreg: nothing is stored: interreg: the file is no JSON" in bad.stdout

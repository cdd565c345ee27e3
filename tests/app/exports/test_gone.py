"""Files of an answer in which somebody takes part who has been forgotten since: an answer stays what it was."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.clock import instant
from app.exports.files import MEDIA_TYPES, Format
from app.settings import Settings
from tests.app.asking import call, participant
from tests.app.loaded import TODAY
from tests.app.tenancy.conftest import Tenant, Tenants

WAIT = {"prefer": "wait=60"}
FACTS = {"kinds": ["cluster_organisation"], "legal_personality": True, "gender_equality_plan": True}
ROLES = ("lead", "member", "candidate")


@pytest.fixture(scope="module")
def alpha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("gone"), today=instant(TODAY), workers=1)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Tenants(client.app.state.engine, client).tenant("Alpha")  # type: ignore[attr-defined] # FastAPI's


@pytest.fixture(scope="module")
def own(alpha: Tenant) -> dict[str, str]:
    """Clusters of the tenant's own, by the way in which each comes into the answer."""
    countries = dict(zip(ROLES, ("FR", "DE", "ES"), strict=True))
    return {
        role: alpha.post("/v1/own/clusters", {"name": f"Our {role}", "facts": FACTS | {"country": country}}).json()[
            "id"
        ]
        for role, country in countries.items()
    }


@pytest.fixture(scope="module")
def job(alpha: Tenant, own: dict[str, str]) -> str:
    """The address of a job whose answer has all three of them, and somebody who is written out."""
    seat = {
        "organisation": own["member"],
        "role": "beneficiary",
        "overrides": {"sme": True},
        "total_cost": 1000,
    }
    asked = {
        "call": call(),
        "lead": own["lead"],
        "members": [participant("guest", "IT"), seat],
        "candidates": [own["candidate"]],
        "size": {"min": 4, "max": 4},
        "alternatives": 1,
    }
    answer = alpha.post("/v1/proposals", asked, headers=WAIT)
    assert answer.status_code == 200, answer.text
    members = {one["organisation"] for one in answer.json()["proposals"][0]["participants"]}
    assert members == {"guest", *own.values()}
    return str(answer.headers["location"])


@pytest.fixture(scope="module")
def before(alpha: Tenant, job: str) -> dict[str, dict[str, str]]:
    return rows(alpha, job)


@pytest.fixture(scope="module")
def forgotten(alpha: Tenant, job: str, own: dict[str, str], before: object) -> str:
    """The job, after all of them were removed."""
    for one in own.values():
        assert alpha.ask("DELETE", f"/v1/own/clusters/{one}").status_code == 204
    return job


def exported(alpha: Tenant, address: str, as_format: str) -> Any:
    answer = alpha.get(f"{address}/export.{as_format}")
    assert answer.status_code == 200, answer.text
    return answer


def rows(alpha: Tenant, address: str) -> dict[str, dict[str, str]]:
    """What the table says of each participant."""
    table = csv.DictReader(StringIO(exported(alpha, address, "csv").content.decode("utf-8-sig")))
    return {row["organisation"]: row for row in table}


def test_ones_own_are_told_by_their_names_while_they_are_there(
    before: dict[str, dict[str, str]], own: dict[str, str]
) -> None:
    told = {role: (before[one]["name"], before[one]["country"]) for role, one in own.items()}
    assert told == {"lead": ("Our lead", "FR"), "member": ("Our member", "DE"), "candidate": ("Our candidate", "ES")}


@pytest.mark.parametrize("as_format", Format)
def test_every_format_is_still_there(alpha: Tenant, forgotten: str, as_format: Format) -> None:
    assert len(exported(alpha, forgotten, as_format).content) > 100


def test_the_answer_itself_is_the_one_that_was_given(alpha: Tenant, forgotten: str) -> None:
    assert exported(alpha, forgotten, "json").json() == alpha.get(forgotten).json()["result"]


def test_who_is_gone_is_told_by_id_and_the_others_as_before(
    alpha: Tenant, forgotten: str, own: dict[str, str], before: dict[str, dict[str, str]]
) -> None:
    told = rows(alpha, forgotten)
    assert told["guest"] == before["guest"]
    for one in own.values():
        assert told[one] == before[one] | {"name": one, "country": ""}
    assert told[own["member"]]["total_cost"] == "1000"


def test_the_workbook_names_them_and_its_sheet_can_still_be_judged(
    alpha: Tenant, forgotten: str, own: dict[str, str]
) -> None:
    content = exported(alpha, forgotten, "xlsx").content
    about = {row[0]: row[1] for row in openpyxl.load_workbook(BytesIO(content))["About"].iter_rows(values_only=True)}
    assert all(one in str(about["Not found"]) for one in own.values())
    headers = {"content-type": MEDIA_TYPES[Format.XLSX]}
    request = alpha.ask("POST", "/v1/imports/data-sheet", content=content, headers=headers).json()
    entries = [one for one in request["participants"] if one["organisation"]["id"] == own["member"]]
    assert entries == [{"organisation": {"id": own["member"], "sme": True}, "role": "beneficiary", "total_cost": 1000}]
    assert alpha.post("/v1/verdicts", request).status_code == 200

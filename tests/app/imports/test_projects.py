"""Packages of CORDIS in the catalogue: as a whole or not at all, and who is who is never guessed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.api.main import create_app
from app.db import reading
from app.db.tables import Participation, Project
from app.repositories import projects
from app.repositories.projects import Tie
from app.services import setup
from app.services.catalogue.project_matching import match_all
from app.services.imports.cluster_import import import_clusters
from app.services.imports.project_import import ProjectImportReport, import_projects
from app.services.proposals.prior_work import history_of
from app.services.proposals.proposing import propose
from app.services.proposals.requests import ProposalRequest, WishesRequest
from app.settings import Settings
from solver.instance import Goal
from tests.app.cli.conftest import Quorum
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import
from tests.scrapers.cordis.packages import organisations_csv, projects_csv, zipped

FRENCH_POLE = "fr-aerospace-valley"
POLE_PIC = "999964271"
HOST = "at-business-upper-austria"
Cells = Mapping[str, str]


@dataclass
class Importing:
    """Imports packages into one catalogue."""

    settings: Settings
    engine: Engine
    folder: Path

    def __call__(self, project_list: list[Cells], participations: list[Cells]) -> ProjectImportReport:
        package = zipped(self.folder / "package.zip", projects_csv(*project_list), organisations_csv(*participations))
        return import_projects(self.settings, self.engine, package)

    def clusters(self, *lines: str) -> None:
        content = "\n".join(["id,name,country,cordis_pic,aliases", *lines]).encode()
        assert import_clusters(self.settings, self.engine, content).accepted

    def match(self, **changes: str) -> tuple[str | None, str | None, str | None]:
        """Who a participant with these facts is found to be."""
        assert self([{}], [changes]).accepted
        (one,) = self.participations()
        return one.organisation_id, one.matched_by, one.unmatched_because

    def participations(self) -> list[Participation]:
        with reading(self.engine) as session:
            return list(session.exec(select(Participation)).all())


@pytest.fixture
def importing(settings: Settings, engine: Engine, tmp_path: Path) -> Importing:
    return Importing(settings, engine, tmp_path)


def rows(engine: Engine) -> list[str]:
    with Session(engine) as session:
        found = [*session.exec(select(Project)).all(), *session.exec(select(Participation)).all()]
        return sorted(row.model_dump_json() for row in found)


def test_projects_and_who_took_part_are_stored_as_they_are_stated(importing: Importing, engine: Engine) -> None:
    report = importing([{}], [{"country": "EL"}, {"order": "2", "organisationID": "900000002", "country": "UK"}])

    assert report.accepted
    assert (report.projects.added, report.participations.added) == (1, 2)
    with reading(engine) as session:
        project = session.get_one(Project, "101000001")
    assert (project.total_cost, project.legal_basis) == (Decimal("4112446.25"), ["HORIZON.2.4", "HORIZON.2.5"])
    greek, british = sorted(importing.participations(), key=lambda one: one.position or 0)
    assert [(one.country, one.stated_country) for one in (greek, british)] == [("GR", "EL"), ("GB", "UK")]
    assert (greek.net_eu_contribution, greek.total_cost, greek.has_ended) == (Decimal(0), None, False)


def test_a_code_that_is_no_country_any_more_is_kept_and_is_no_country(importing: Importing) -> None:
    importing([{}], [{"country": "AN"}])

    (one,) = importing.participations()
    assert (one.country, one.stated_country) == (None, "AN")


def test_the_second_import_changes_nothing(importing: Importing, engine: Engine) -> None:
    package: tuple[list[Cells], list[Cells]] = (
        [{}, {"id": "101000002"}],
        [{}, {"projectID": "101000002", "organisationID": POLE_PIC}, {"organisationID": "", "name": "NO PIC"}],
    )
    importing(*package)
    first = rows(engine)

    report = importing(*package)

    assert (report.projects.unchanged, report.participations.unchanged) == (2, 3)
    assert report.projects.added == report.projects.changed == report.participations.changed == 0
    assert rows(engine) == first


def test_what_changes_is_overwritten_and_who_is_no_longer_named_has_gone(importing: Importing) -> None:
    others: Cells = {"organisationID": "900000002", "order": "2", "role": "participant"}
    importing([{}, {"id": "101000002"}], [{}, others, {"projectID": "101000002"}])

    report = importing([{"status": "CLOSED"}], [{"endOfParticipation": "true"}])

    assert (report.projects.changed, report.participations.changed, report.participations.gone) == (1, 1, 1)
    # a project that the package does not name stays
    assert {(one.project_id, one.has_ended) for one in importing.participations()} == {
        ("101000001", True),
        ("101000002", False),
    }


def test_who_stands_in_a_row_that_cannot_be_read_has_not_gone(importing: Importing) -> None:
    many: list[Cells] = [{"organisationID": str(900000001 + number)} for number in range(30)]
    importing([{}], many)

    report = importing([{}], [*many[:-1], {**many[-1], "SME": "perhaps"}])

    assert (report.participations.gone, report.participations.quarantined) == (0, 1)
    assert len(importing.participations()) == 30


def test_the_same_row_twice_is_one_participation_and_another_amount_makes_two(importing: Importing) -> None:
    report = importing([{}, {}], [{}, {}, {"ecContribution": "1"}])

    assert (report.projects.added, report.projects.repeated) == (1, 1)
    assert (report.participations.added, report.participations.repeated) == (2, 1)


def test_a_package_of_which_too_much_cannot_be_read_changes_nothing(importing: Importing, engine: Engine) -> None:
    importing([{}], [{}])
    before = rows(engine)

    report = importing([{"status": "CLOSED"}], [{}, {"country": "??"}])

    assert (report.accepted, report.reason) == (False, "1 of 2 participations could not be read")
    assert [fault.line for fault in report.quarantine] == [3]
    assert rows(engine) == before


def test_a_participation_in_a_project_that_is_nowhere_is_named(importing: Importing) -> None:
    many: list[Cells] = [{"organisationID": str(900000001 + number)} for number in range(30)]

    report = importing([{}], [*many, {"projectID": "999999999"}])

    assert [fault.reason for fault in report.quarantine] == [
        "the project 999999999 is not in the package, or could not be read"
    ]


def test_a_damaged_package_changes_nothing_and_says_so(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")

    report = import_projects(importing.settings, importing.engine, tmp_path / "broken.zip")

    assert not report.accepted
    assert "is no zip, or only a part of one" in (report.reason or "")


def test_a_pic_tells_who_it_is_whatever_the_name(importing: Importing) -> None:
    assert importing.match(organisationID=POLE_PIC, name="ANOTHER NAME", country="DE") == (FRENCH_POLE, "pic", None)


def test_a_name_in_its_country_tells_who_it_is_also_a_former_name(importing: Importing) -> None:
    importing.clusters("fr-new,Écosystème Nouveau,FR,,ANCIEN NOM; Legal-Name S.A.")

    assert importing.match(name="ECOSYSTEME  NOUVEAU") == ("fr-new", "name", None)
    assert importing.match(name="LEGAL NAME S.A.") == ("fr-new", "name", None)


@pytest.mark.parametrize("country", ["EL", "GR"])
def test_names_are_compared_within_a_country_in_the_code_of_either_side(importing: Importing, country: str) -> None:
    importing.clusters("el-new,Hellenic Example,EL,,")

    assert importing.match(name="HELLENIC EXAMPLE", country=country)[0] == "el-new"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"country": "BE"}, "the name is that of fr-new, not known to be established in BE"),
        ({"country": ""}, "the name is that of fr-new, but the country is not stated"),
    ],
)
def test_a_name_elsewhere_is_nobody(importing: Importing, changes: dict[str, str], reason: str) -> None:
    importing.clusters("fr-new,New Example,FR,,")

    assert importing.match(name="NEW EXAMPLE", **changes) == (None, None, reason)


def test_a_name_with_another_pic_is_nobody(importing: Importing) -> None:
    importing.clusters("fr-new,New Example,FR,900000077,")

    assert importing.match(name="NEW EXAMPLE") == (
        None, None, "the name is that of fr-new, which has another PIC than 900000001",
    )  # fmt: skip


def test_two_of_the_same_name_are_not_told_apart(importing: Importing) -> None:
    importing.clusters("fr-a,Same Name,FR,,", "fr-b,Other,FR,,Same Name")

    assert importing.match(name="SAME NAME") == (
        None, None, "several organisations have this name in this country: fr-a, fr-b",
    )  # fmt: skip


def test_the_name_of_a_hosted_cluster_is_not_that_of_its_host(importing: Importing) -> None:
    assert importing.match(name="AUTOMOBIL-CLUSTER", country="AT") == (None, None, None)
    assert importing.match(name="BUSINESS UPPER AUSTRIA", country="AT") == (HOST, "name", None)


def test_who_comes_into_the_catalogue_later_is_found_in_the_projects_that_are_there(importing: Importing) -> None:
    assert importing.match(name="LATE COMER")[0] is None

    importing.clusters("fr-late,Late Comer,FR,,")
    assert [one.organisation_id for one in importing.participations()] == ["fr-late"]

    importing.clusters("fr-late,Late Comer,FR,900000055,")
    assert [one.organisation_id for one in importing.participations()] == [None]


def ties(engine: Engine) -> list[Tie]:
    with reading(engine) as session:
        return list(projects.prior_ties(session))


def consortium(project_id: str, *changes: Cells) -> list[Cells]:
    """The French pole and the Austrian host in one project."""
    pole: Cells = {"projectID": project_id, "organisationID": POLE_PIC}
    host: Cells = {"projectID": project_id, "organisationID": "900000009", "name": "BUSINESS UPPER AUSTRIA"}
    return [pole, {**host, "country": "AT", **(changes[0] if changes else {})}]


def test_prior_ties_count_projects_and_not_those_one_left(importing: Importing, engine: Engine) -> None:
    ids = ["101000001", "101000002", "101000003"]
    left = consortium(ids[2], {"endOfParticipation": "true"})
    twice: Cells = {**consortium(ids[0])[0], "role": "thirdParty"}
    importing([{"id": one} for one in ids], [*consortium(ids[0]), twice, *consortium(ids[1]), *left])

    assert ties(engine) == [(HOST, FRENCH_POLE, 2)]
    with reading(engine) as session:
        assert projects.projects_by_organisation(session) == {HOST: 2, FRENCH_POLE: 3}
        assert projects.prior_ties(session, [HOST]) == []
        assert projects.prior_ties(session, [HOST, FRENCH_POLE])[0].projects == 2


def history(engine: Engine, **wishes: Any) -> dict[str, Any]:
    with reading(engine) as session:
        asked = WishesRequest.model_validate(wishes)
        return history_of(session, [HOST, FRENCH_POLE, "fr-new", "fr-perhaps", "inline"], asked)


def test_a_proposal_knows_who_has_worked_together_and_who_is_new(importing: Importing, engine: Engine) -> None:
    importing.clusters("fr-new,New Example,FR,,", "fr-perhaps,Perhaps,FR,,")
    wished = {"weights": {"prior_ties": 1, "newcomers": 1}}
    assert history(engine, **wished) == {"ties": [], "newcomers": []}  # no project, so nobody is known to be new

    importing([{}], [*consortium("101000001"), {"organisationID": "900000003", "name": "PERHAPS", "country": "BE"}])

    known = history(engine, **wished)
    assert known == {"ties": [{"first": HOST, "second": FRENCH_POLE, "projects": 1}], "newcomers": ["fr-new"]}
    assert history(engine, goals_order=["newcomers"]) == {"ties": [], "newcomers": ["fr-new"]}
    assert history(engine) == {"ties": [], "newcomers": []}


def test_prior_ties_decide_between_partners_when_they_are_wished_for(importing: Importing, engine: Engine) -> None:
    importing([{}], consortium("101000001"))
    request = ProposalRequest.model_validate(
        {
            "call": {"identifier": "X", "programme": "HORIZON", "type_of_action": "HORIZON-CSA", "budget_year": 2026},
            "lead": FRENCH_POLE,
            "candidates": [HOST, "de-silicon-saxony", "dk-clean"],
            "size": {"min": 2, "max": 2},
            "alternatives": 1,
            "wishes": {"goals_order": ["prior_ties"]},
        }
    )
    with reading(engine) as session:
        answer = propose(session, request, importing.settings)

    (proposal,) = answer.proposals
    assert {one.organisation for one in proposal.participants} == {FRENCH_POLE, HOST}
    assert proposal.goals[Goal.PRIOR_TIES] == 10


def test_matching_again_changes_nothing(importing: Importing, engine: Engine) -> None:
    importing([{}], [*consortium("101000001"), {"name": "NOBODY"}])
    before = rows(engine)

    with Session(engine) as session:
        match_all(session)
        session.commit()

    assert rows(engine) == before


@pytest.fixture
def client(importing: Importing) -> Iterator[TestClient]:
    ids = ["101000001", "101000002"]
    importing([{"id": one} for one in ids], [one for project_id in ids for one in consortium(project_id)])
    with TestClient(create_app(importing.settings)) as client:
        yield client


def test_the_projects_of_an_organisation_are_served_with_their_consortia_page_by_page(client: TestClient) -> None:
    first = client.get(f"/v1/organisations/{FRENCH_POLE}/projects?limit=1").json()
    second = client.get(f"/v1/organisations/{FRENCH_POLE}/projects?limit=1&cursor={first['next']}").json()

    (project,) = first["items"]
    assert (project["id"], project["total_cost"], project["starts_on"]) == ("101000001", 4112446.25, "2024-01-01")
    assert [one["organisation"] for one in project["own"]] == [FRENCH_POLE]
    assert {one["organisation"] for one in project["participants"]} == {FRENCH_POLE, HOST}
    assert [one["id"] for one in second["items"]] == ["101000002"]
    assert second["next"] is None


def test_the_partners_of_an_organisation_are_served_with_the_number_of_projects(client: TestClient) -> None:
    answer = client.get(f"/v1/organisations/{FRENCH_POLE}/partners").json()

    assert answer == {
        "items": [{"organisation": HOST, "name": "Business Upper Austria", "country": "AT", "projects": 2}],
        "next": None,
    }


def test_the_page_of_a_cluster_shows_its_projects_and_whom_it_worked_with(client: TestClient) -> None:
    page = BeautifulSoup(client.get(f"/clusters/{FRENCH_POLE}").text, "lxml")

    (first, second) = page.select("section[aria-labelledby=projects] dd")
    assert first.get_text(" ", strip=True).endswith("coordinator; 2 participations in all; 2024 to 2027")
    assert second.select_one("a[href='https://cordis.europa.eu/project/id/101000002']")
    (partner,) = page.select("section[aria-labelledby=partners] dd")
    assert partner.get_text(" ", strip=True) == "Austria 2 projects"


def test_the_page_of_a_cluster_in_no_project_says_nothing_of_projects(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/clusters/dk-clean").text, "lxml")

    assert not page.select("#projects, #partners")


def test_postgresql_takes_a_package_twice_like_sqlite(
    settings: Settings,
    tmp_path: Path,
    postgres_url: str,  # noqa: F811 - a fixture by import
) -> None:
    on_server = settings.model_copy(update={"database_url": postgres_url})
    engine = setup.open_database(on_server)
    importing = Importing(on_server, engine, tmp_path)
    package: tuple[list[Cells], list[Cells]] = ([{}], [*consortium("101000001"), {"name": "NOBODY"}])

    assert importing(*package).participations.added == 3
    assert importing(*package).participations.unchanged == 3
    assert importing([{}], consortium("101000001")).participations.gone == 1
    assert ties(engine) == [(HOST, FRENCH_POLE, 1)]
    engine.dispose()


@pytest.mark.parametrize("what", ["projects", "partners"])
def test_what_cannot_be_answered_is_a_problem(client: TestClient, what: str) -> None:
    assert client.get(f"/v1/organisations/fr-nobody/{what}").status_code == 404
    other = client.get("/v1/organisations?limit=1").json()["next"]
    for query in (f"cursor={other}", "limit=0", "colour=red"):
        answer = client.get(f"/v1/organisations/{FRENCH_POLE}/{what}?{query}")
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_command_reports_in_json_and_in_words(run_quorum: Quorum, tmp_path: Path) -> None:
    package = str(zipped(tmp_path / "p.zip", projects_csv({}), organisations_csv({"organisationID": POLE_PIC})))

    first, second = run_quorum("import", "projects", package, "--json"), run_quorum("import", "projects", package)

    assert first.exit_code == second.exit_code == 0
    report = json.loads(first.stdout)
    assert (report["accepted"], report["projects"]["added"], report["matched"]) == (True, 1, 1)
    assert "projects: 0 added, 0 changed, 1 unchanged" in second.stdout


def test_the_command_ends_with_one_when_nothing_is_stored(run_quorum: Quorum, tmp_path: Path) -> None:
    package = str(zipped(tmp_path / "p.zip", projects_csv({}), organisations_csv({"country": "??"})))

    result = run_quorum("import", "projects", package)

    assert result.exit_code == 1
    assert "organization.csv: line 2: country" in result.stderr
    assert "nothing is stored: no participations could be read (1 rows came)" in result.stdout


def test_the_excerpts_find_the_clusters_that_took_part(importing: Importing, shared: Path) -> None:
    report = import_projects(importing.settings, importing.engine, shared / "cordis" / "h2020_2014_2015_project.csv")

    assert report.accepted
    assert (report.projects.added, report.participations.added, report.participations.quarantined) == (4541, 18_997, 1)
    with reading(importing.engine) as session:
        assert projects.projects_by_organisation(session)[FRENCH_POLE] == 4

"""A list of clusters is imported as a whole or not at all, and a second time it changes nothing."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.bundle import read as bundle
from app.clock import instant
from app.db import reading, writing
from app.db.tables import Cluster, Dataset, Organisation
from app.services.imports.cluster_import import ImportReport, import_clusters
from app.services.ingestion import bundle as bundled
from app.settings import Settings
from tests.app.cli.conftest import Quorum

FRENCH_POLE = "fr-aerospace-valley"
HOST = "at-business-upper-austria"
HOSTED = "at-automobil-cluster"
HEADER = "id,name,country,kind,legal_entity,city,cordis_pic,managing_organisation,aliases"


class Importing:
    """Imports lists into one catalogue."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine

    def __call__(self, *lines: str, header: str = HEADER, **options: bool) -> ImportReport:
        return import_clusters(self.settings, self.engine, "\n".join([header, *lines]).encode(), **options)

    def counts(self, *lines: str, header: str = HEADER) -> tuple[int, int, int]:
        report = self(*lines, header=header)
        assert report.errors == []
        return report.added, report.changed, report.unchanged

    def fault(self, *lines: str, header: str = HEADER) -> tuple[int, str | None, str]:
        (error,) = self(*lines, header=header).errors
        return error.line, error.column, error.reason

    def cluster(self, cluster_id: str) -> Cluster:
        with reading(self.engine) as session:
            return session.get_one(Cluster, cluster_id)

    def organisation(self, organisation_id: str) -> Organisation | None:
        with reading(self.engine) as session:
            return session.get(Organisation, organisation_id)


@pytest.fixture
def importing(settings: Settings, engine: Engine) -> Importing:
    return Importing(settings, engine)


def rows(engine: Engine) -> list[str]:
    with Session(engine) as session:
        found = [*session.exec(select(Cluster)).all(), *session.exec(select(Organisation)).all()]
        return sorted(row.model_dump_json() for row in found)


def test_a_new_cluster_gets_an_organisation_of_its_own_that_can_act_for_it(importing: Importing) -> None:
    assert importing.counts("fr-new,New Cluster,FR,pole,yes,Lyon,900000001,,Formerly This") == (1, 0, 0)

    cluster, acts = importing.cluster("fr-new"), importing.organisation("fr-new")
    assert (cluster.managing_organisation_id, cluster.formalisation) == ("fr-new", "own")
    assert (cluster.aliases, cluster.denomination, cluster.source) == (["Formerly This"], "pole", "import")
    assert acts is not None
    assert (acts.pic, acts.legal_personality, acts.country) == ("900000001", True, "FR")


def test_what_is_not_stated_stays_unknown(importing: Importing) -> None:
    importing("fr-new,New,FR,,,,,,")

    cluster, acts = importing.cluster("fr-new"), importing.organisation("fr-new")
    assert (cluster.city, cluster.website, cluster.confidence, cluster.denomination) == (None, None, None, "cluster")
    assert cluster.formalisation == "unknown"
    assert acts is not None
    assert (acts.pic, acts.legal_personality) == (None, None)


def test_what_the_list_leaves_blank_stays_as_the_catalogue_knows_it(importing: Importing) -> None:
    before = importing.cluster(FRENCH_POLE).model_dump()

    assert importing.counts(f"{FRENCH_POLE},Aerospace Valley,FR,,,Blagnac,,,") == (0, 1, 0)

    after = importing.cluster(FRENCH_POLE).model_dump()
    changed = {name for name in before if before[name] != after[name]}
    # the map showed the town that the cluster has left
    assert changed == {"city", "latitude", "longitude", "source", "as_of", "search_text"} - {
        name for name in ("as_of",) if before[name] == after[name]
    }
    assert (after["website"], after["nuts"], after["evidence"]) == tuple(
        before[name] for name in ("website", "nuts", "evidence")
    )


def test_the_second_import_changes_nothing_also_on_another_day(
    importing: Importing, settings: Settings, engine: Engine
) -> None:
    lines = [
        "fr-new,New,FR,,yes,Lyon,,,A;B",
        f"{FRENCH_POLE},Aerospace Valley Renamed,FR,,,,,,",
        f"{HOSTED},X,AT,,,,,,",
    ]
    assert importing.counts(*lines) == (1, 2, 0)
    first = rows(engine)
    tomorrow = settings.model_copy(update={"today": instant(date(2026, 11, 22) + timedelta(days=1))})

    assert Importing(tomorrow, engine).counts(*lines) == (0, 0, 3)
    assert rows(engine) == first


def test_the_name_a_cluster_had_becomes_an_alias_and_names_are_only_added(importing: Importing) -> None:
    importing("fr-new,First,FR,,,,,,Old")
    importing("fr-new,Second,FR,,,,,,Other")
    assert importing.cluster("fr-new").aliases == ["Old", "First", "Other"]

    importing("fr-new,First,FR,,,,,,")
    assert importing.cluster("fr-new").aliases == ["Old", "Other", "Second"]


def test_one_error_keeps_everything_out(importing: Importing, engine: Engine) -> None:
    before = rows(engine)

    report = importing("fr-new,New,FR,,,,,,", "fr-other,Other,ZZ,,,,,,")

    assert not report.accepted
    assert [(error.line, error.column) for error in report.errors] == [(3, "country")]
    assert rows(engine) == before


def test_errors_can_be_skipped(importing: Importing) -> None:
    report = importing("fr-new,New,FR,,,,,,", "fr-other,Other,ZZ,,,,,,", skip_errors=True)

    assert report.accepted
    assert (report.added, len(report.errors)) == (1, 1)
    assert importing.cluster("fr-new").name == "New"


def test_a_dry_run_says_what_would_change_and_changes_nothing(importing: Importing, engine: Engine) -> None:
    before = rows(engine)

    report = importing("fr-new,New,FR,,,,,,", f"{FRENCH_POLE},Aerospace Valley,FR,,,Blagnac,,,", dry_run=True)

    assert (report.added, report.changed) == (1, 1)
    new, moved = report.changes
    assert (new.id, new.change, moved.id, moved.change) == ("fr-new", "added", FRENCH_POLE, "changed")
    assert moved.fields["city"] == ("Toulouse", "Blagnac")
    assert rows(engine) == before


@pytest.mark.parametrize(
    ("country", "iso"),
    [("NA", "NA"), ("EL", "GR"), ("GR", "GR"), ("UK", "GB"), ("GB", "GB"), ("XK", "XK"), ("RE", "FR")],
)  # fmt: skip
def test_countries_are_kept_in_iso(importing: Importing, country: str, iso: str) -> None:
    importing(f"xx-new,New,{country},,,,,,")

    assert importing.cluster("xx-new").country == iso


def test_an_outermost_region_is_its_state_with_a_flag(importing: Importing) -> None:
    importing("re-new,New,RE,,,,,,")

    acts = importing.organisation("re-new")
    assert acts is not None
    assert (acts.country, acts.flags) == ("FR", ["outermost_region"])


def test_two_columns_of_countries_have_to_agree(importing: Importing) -> None:
    header = "id,name,country,country_iso2,nuts2_2021"
    assert importing.counts("gr-new,New,EL,GR,EL30", header=header) == (1, 0, 0)
    assert importing.fault("gr-other,New,EL,GB,", header=header)[:2] == (2, "country_iso2")
    assert importing.fault("gr-other,New,EL,GR,FRK2", header=header) == (2, "nuts2_2021", "FRK2 is no region of GR")


def test_an_ecosystem_is_one_of_the_fourteen(importing: Importing) -> None:
    header = "id,name,country,ecosystems"
    assert importing.counts("fr-new,New,FR,textile;DIGITAL", header=header) == (1, 0, 0)
    assert importing.cluster("fr-new").ecosystems == ["Textile", "Digital"]
    assert importing.fault("fr-new,New,FR,Space", header=header)[1] == "ecosystems"


@pytest.mark.parametrize("named", [HOST, "Business Upper Austria", "business  upper AUSTRIA"])
def test_several_clusters_have_one_organisation_found_by_id_or_name(importing: Importing, named: str) -> None:
    assert importing.counts(f"at-new,New,AT,,,,,{named},", f"at-other,Other,AT,,,,,{named},") == (2, 0, 0)

    assert {importing.cluster(one).managing_organisation_id for one in ("at-new", "at-other")} == {HOST}
    assert importing.cluster("at-new").formalisation == "hosted"
    assert importing.organisation("at-new") is None


def test_an_organisation_is_found_by_its_pic(importing: Importing) -> None:
    importing("fr-new,New,FR,,,,,999964271,")

    assert importing.cluster("fr-new").managing_organisation_id == FRENCH_POLE


def test_a_name_that_nobody_has_makes_one_organisation_for_all_its_clusters(importing: Importing) -> None:
    lines = ["pl-a,A,PL,,,,,Agencja Łódź S.A.,", "pl-b,B,PL,,,,,AGENCJA ŁÓDŹ S.A.,"]
    assert importing.counts(*lines) == (2, 0, 0)

    made = importing.organisation("pl-agencja-lodz-s-a")
    assert made is not None
    assert (made.name, made.country, made.legal_personality) == ("Agencja Łódź S.A.", "PL", None)
    assert importing.counts(*lines) == (0, 0, 2)


def test_an_organisation_for_clusters_of_several_countries_has_an_unknown_seat(importing: Importing) -> None:
    importing("pl-a,A,PL,,,,,Baltic Agency,", "lt-b,B,LT,,,,,Baltic Agency,")

    made = importing.organisation("pl-baltic-agency")
    assert made is not None
    assert made.country is None


def test_a_name_in_another_alphabet_makes_an_organisation_too(importing: Importing) -> None:
    line = "bg-a,A,BG,,,,,Агенция,"
    assert importing.counts(line) == (1, 0, 0)
    assert importing.counts(line) == (0, 0, 1)


def test_a_managing_organisation_may_be_that_of_another_line_wherever_it_stands(importing: Importing) -> None:
    importing("fr-brand,Brand,FR,,,,,fr-body,", "fr-body,Body,FR,,yes,,,,", "fr-third,Third,FR,,,,,Body Legal Name,")
    assert importing.cluster("fr-brand").managing_organisation_id == "fr-body"

    importing("fr-body,Body,FR,,,,,,Body Legal Name", "fr-fourth,Fourth,FR,,,,,Body Legal Name,")
    assert importing.cluster("fr-third").managing_organisation_id == "fr-body-legal-name"


def test_an_alias_names_the_organisation_of_a_cluster_when_nobody_has_it_as_name(importing: Importing) -> None:
    importing("fr-fourth,Fourth,FR,,,,,BODY GMBH,", "fr-body,Body,FR,,yes,,,,Body GmbH")

    assert importing.cluster("fr-fourth").managing_organisation_id == "fr-body"


@pytest.mark.parametrize(("named", "reason"), [("fr-nobody", "no organisation has the id"), ("900000009", "the PIC")])
def test_an_id_or_a_pic_that_nobody_has_is_an_error(importing: Importing, named: str, reason: str) -> None:
    line, column, why = importing.fault(f"fr-new,New,FR,,,,,{named},")

    assert (line, column) == (2, "managing_organisation")
    assert reason in why


def test_a_cluster_for_which_another_acts_now_is_no_participant_of_its_own_any_more(importing: Importing) -> None:
    importing("at-new,New,AT,,,,,,")
    assert importing.organisation("at-new") is not None

    assert importing.counts(f"at-new,New,AT,,,,,{HOST},") == (0, 1, 0)

    assert importing.organisation("at-new") is None
    host = importing.organisation(HOST)
    assert host is not None
    assert " new" in host.search_text


def test_a_body_that_a_pic_proves_stays_when_another_acts_for_the_cluster(importing: Importing) -> None:
    importing("at-new,New,AT,,yes,,900000001,,")

    importing(f"at-new,New,AT,,,,,{HOST},")

    assert importing.organisation("at-new") is not None
    assert importing.cluster("at-new").managing_organisation_id == HOST


def test_a_district_that_is_no_legal_entity_has_nobody_until_somebody_is_named(importing: Importing) -> None:
    importing("it-new,District,IT,industrial_district,no,,,,")
    assert importing.cluster("it-new").formalisation == "none"
    assert importing.organisation("it-new") is None

    importing("it-new,District,IT,,no,,,Chamber of Example,")
    assert importing.cluster("it-new").managing_organisation_id == "it-chamber-of-example"
    assert importing.fault("it-new,District,IT,,no,,,it-new,")[1] == "legal_entity"


def test_a_host_acts_on_until_another_is_named(importing: Importing) -> None:
    assert importing.counts(f"{HOSTED},Automobil-Cluster,AT,,yes,,,,") == (0, 0, 1)
    assert importing.cluster(HOSTED).managing_organisation_id == HOST

    importing(f"{HOSTED},Automobil-Cluster,AT,,yes,,,{HOSTED},")
    assert importing.cluster(HOSTED).formalisation == "own"
    assert importing.organisation(HOSTED) is not None


def test_a_pic_belongs_to_one_organisation(importing: Importing) -> None:
    assert importing.fault("fr-new,New,FR,,,,999964271,,") == (
        2,
        "cordis_pic",
        f"999964271 is the PIC of {FRENCH_POLE}",
    )
    owner = f"{FRENCH_POLE},Aerospace Valley,FR,,,,999964271,,"
    assert importing.fault("fr-new,New,FR,,,,999964271,,", owner)[:2] == (2, "cordis_pic")
    assert importing.fault("it-a,A,IT,,no,,900000001,,")[1] == "cordis_pic"


def test_where_two_new_lines_claim_one_pic_both_are_wrong_and_name_each_other(importing: Importing) -> None:
    report = importing("fr-a,A,FR,,,,900000001,,", "fr-b,B,FR,,,,900000001,,", skip_errors=True)

    assert [(error.line, error.column, error.reason) for error in report.errors] == [
        (2, "cordis_pic", "900000001 is the PIC of fr-b"),
        (3, "cordis_pic", "900000001 is the PIC of fr-a"),
    ]
    assert not report.accepted


def test_the_pic_of_a_host_is_stated_by_its_clusters(importing: Importing) -> None:
    lines = [f"at-a,A,AT,,,,900000001,{HOST},", f"at-b,B,AT,,,,900000001,{HOST},"]
    assert importing.counts(*lines) == (2, 0, 0)
    host = importing.organisation(HOST)
    assert host is not None
    assert host.pic == "900000001"
    assert importing.counts(*lines) == (0, 0, 2)
    assert importing.fault(f"at-c,C,AT,,,,900000002,{HOST},")[1] == "cordis_pic"


def test_who_names_an_organisation_of_a_wrong_line_is_left_out_with_it(importing: Importing) -> None:
    report = importing("fr-body,Body,FR,,,,999964271,,", "fr-brand,Brand,FR,,,,,fr-body,", skip_errors=True)

    assert [error.line for error in report.errors] == [2, 3]
    assert not report.accepted


def test_a_new_release_of_the_bundle_leaves_alone_what_was_imported(
    importing: Importing, settings: Settings, engine: Engine
) -> None:
    importing(f"{FRENCH_POLE},Aerospace Valley,FR,,,Blagnac,,,", f"fr-alpha-rlh,ALPHA,FR,,,,,{FRENCH_POLE},")
    with writing(engine) as session:
        session.get_one(Dataset, bundled.NAME).sha256 = "another release"
    with writing(engine) as session:
        assert bundled.load(session, settings)

    assert importing.cluster(FRENCH_POLE).city == "Blagnac"
    assert importing.cluster("fr-alpha-rlh").managing_organisation_id == FRENCH_POLE
    assert importing.organisation("fr-alpha-rlh") is None
    assert importing.cluster(HOSTED).source == bundled.NAME


def test_the_bundled_list_is_what_the_bundle_loaded(importing: Importing) -> None:
    content = (bundle.data() / "clusters.csv").read_bytes()

    report = import_clusters(importing.settings, importing.engine, content)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 495)


def test_the_whole_list_adds_what_the_bundle_leaves_out(importing: Importing, shared: Path) -> None:
    content = (shared / "clusters" / "clusters.csv").read_bytes()

    report = import_clusters(importing.settings, importing.engine, content)

    assert (report.added, report.changed, report.unchanged, list(report.errors)) == (87, 0, 495, [])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text("id,name,country\nfr-new,New,FR\nfr-bad,,FR\n")
    return file


def test_the_command_reports_in_json_and_ends_with_one_when_nothing_is_stored(run_quorum: Quorum, listed: Path) -> None:
    result = run_quorum("import", "clusters", str(listed), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "errors": [{"line": 3, "column": "name", "reason": "is empty"}],
    }


def test_the_command_tells_people_where_to_look(run_quorum: Quorum, listed: Path) -> None:
    result = run_quorum("import", "clusters", str(listed))

    assert f"{listed}: line 3, name: is empty" in result.stderr
    assert "nothing is stored" in result.stdout


def test_the_command_goes_on_without_the_wrong_lines_when_told_to(run_quorum: Quorum, listed: Path) -> None:
    dry = run_quorum("import", "clusters", str(listed), "--skip-errors", "--dry-run")
    first = run_quorum("import", "clusters", str(listed), "--skip-errors", "--json")
    second = run_quorum("import", "clusters", str(listed), "--skip-errors", "--json")

    assert dry.exit_code == first.exit_code == second.exit_code == 0
    assert "fr-new: new" in dry.stdout
    assert (json.loads(first.stdout)["added"], json.loads(second.stdout)["added"]) == (1, 0)


def test_a_file_that_is_not_there_is_a_misuse(run_quorum: Quorum) -> None:
    assert run_quorum("import", "clusters", "no-such-list.csv").exit_code == 2

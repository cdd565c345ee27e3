"""The tables of source.yaml know what was recorded."""

import json
from pathlib import Path

from scrapers.portal.tables import source


def test_every_programme_the_portal_has_counted_is_known(shared: Path) -> None:
    recorded = json.loads((shared / "portal/sedia-facet/facet-lists-2026-08-22.json").read_text("utf-8"))
    codes = {value["rawValue"] for value in recorded["facets"]["frameworkProgramme"]}
    assert codes <= source().programmes.keys()


def test_display_names_are_written_as_they_are_looked_up() -> None:
    assert all(name == " ".join(name.split()) for name in source().types_of_action)


def test_each_status_that_is_asked_for_has_a_meaning() -> None:
    questions = source().search.questions
    assert {status for each in questions.values() for status in each.statuses} == source().statuses.keys()

"""What a source calls a programme, the rulebook knows: a topic whose programme is unknown could not even be listed."""

import pytest

from app.bundle.read import read
from rules.rulebook import load
from scrapers.portal.tables import source


def abbreviations() -> set[str]:
    table = source().programmes.values()
    return {entry.abbreviation for entry in table} | {part.abbreviation for entry in table for part in entry.parts}


@pytest.mark.parametrize("abbreviation", sorted(abbreviations()))
def test_the_rulebook_knows_the_programmes_of_the_portal(abbreviation: str) -> None:
    assert load().programmes[abbreviation].title


def test_the_rulebook_knows_the_programmes_of_the_bundle() -> None:
    for topic in read().topics:
        assert load().programmes[topic.programme].title

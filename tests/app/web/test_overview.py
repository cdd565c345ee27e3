"""The counts that the pages tell add up to what the catalogue holds."""

import pytest
from fastapi import FastAPI

from app.db import reading
from app.services.catalogue.overview import Overview, clusters_of, look_over
from app.services.ingestion import bundle
from app.settings import Settings


@pytest.fixture
def overview(service: FastAPI, settings: Settings) -> Overview:
    with reading(service.state.engine) as session:
        return look_over(session, settings)


def test_the_counts_are_those_of_the_bundle(overview: Overview) -> None:
    counts = bundle.manifest().counts
    assert overview.topics == counts["topics"]
    assert overview.clusters == counts["clusters"]
    assert overview.statuses["open"] + overview.statuses["forthcoming"] == counts["topics_open_or_forthcoming"]
    assert overview.programmes == bundle.manifest().programmes


def test_every_topic_is_counted_once_in_each_respect(overview: Overview) -> None:
    assert sum(overview.statuses.values()) == sum(overview.programmes.values()) == overview.topics
    assert sum(overview.countries.values()) == overview.clusters


def test_it_says_of_which_day_the_loaded_data_is(overview: Overview) -> None:
    assert [(one.name, one.as_of) for one in overview.loaded] == [("bundle", bundle.manifest().as_of)]


def test_a_host_acts_for_several_clusters_and_an_organisation_of_its_own_for_one(service: FastAPI) -> None:
    with reading(service.state.engine) as session:
        found = clusters_of(session, ["at-business-upper-austria", "fr-aerospace-valley", "nobody"])
    assert len(found["at-business-upper-austria"]) > 5
    assert [cluster.id for cluster in found["fr-aerospace-valley"]] == ["fr-aerospace-valley"]
    assert "nobody" not in found

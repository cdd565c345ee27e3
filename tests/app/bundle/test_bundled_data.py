"""What is bundled: enough real topics and clusters to show the product, each with its evidence, nothing invented."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.bundle import read
from app.bundle.make import make
from app.bundle.making.closed import from_calls_table
from app.bundle.making.clusters import BundleError
from app.bundle.making.manifest import is_running
from app.bundle.making.portal import PortalRecordings
from rules.codes import Ecosystem, iso_country

PROSE_STARTS_AT = 400
"""Longer than any title of a topic: what is longer is somebody's prose."""


@pytest.fixture(scope="module")
def bundle() -> read.Bundle:
    return read.read()


def test_the_committed_files_are_what_the_maker_makes_of_the_recordings(shared: Path) -> None:
    for name, text in make(shared).items():
        assert (read.data() / name).read_text("utf-8") == text, f"{name}: run python -m app.bundle.make --shared PATH"


def test_there_are_enough_topics_of_enough_programmes(bundle: read.Bundle) -> None:
    running = [topic for topic in bundle.topics if is_running(topic)]

    assert len(bundle.topics) >= 120
    assert len({topic.programme for topic in bundle.topics}) >= 8
    assert len(running) >= 30
    horizon = {"HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA"}
    assert Counter(topic.type_of_action in horizon for topic in running)[True] > len(running) / 2


def test_the_manifest_counts_what_the_files_hold(bundle: read.Bundle) -> None:
    counts = bundle.manifest.counts

    assert bundle.manifest.as_of == date(2026, 11, 22)
    assert counts["topics"] == len(bundle.topics)
    assert counts["topics_open_or_forthcoming"] == sum(map(is_running, bundle.topics))
    assert counts["clusters"] == len(bundle.clusters) == 495
    assert sum(bundle.manifest.programmes.values()) == len(bundle.topics)


def test_topics_are_facts_without_prose(bundle: read.Bundle) -> None:
    longest = max(json.loads((read.data() / "topics.json").read_bytes()), key=lambda topic: len(topic["title"]))

    assert len(longest["title"]) < PROSE_STARTS_AT
    for topic in bundle.topics:
        record = topic.topic()
        assert record.description_html is None
        assert record.conditions_html is None


def test_every_topic_says_where_and_when_it_was_read(bundle: read.Bundle) -> None:
    for topic in bundle.topics:
        assert topic.origin.url.startswith("https://")
        assert topic.origin.retrieved_on <= bundle.manifest.as_of
        assert topic.deadlines, topic.identifier


def test_identifiers_are_unique_in_any_letter_case(bundle: read.Bundle) -> None:
    assert len({topic.identifier.lower() for topic in bundle.topics}) == len(bundle.topics)
    assert len({cluster.id for cluster in bundle.clusters}) == len(bundle.clusters)


def test_closed_calls_for_clusters_are_there_for_demonstration(bundle: read.Bundle) -> None:
    topics = {topic.identifier: topic for topic in bundle.topics}

    assert topics["SMP-COSME-2024-CLUSTER-01"].type_of_action == "SMP-GFS"
    assert topics["SMP-COSME-2024-CLUSTER-01"].budget.total == 42_000_000
    assert topics["SMP-COSME-2024-CLUSTER-01"].budget.grants is None
    assert topics["SMP-COSME-2021-CLUSTER-01"].origin.confidence == "secondary"
    assert topics["SMP-COSME-2021-CLUSTER-01"].opens_on is None  # only recalled, so not stated


def test_clusters_use_iso_codes_and_the_fourteen_ecosystems(bundle: read.Bundle) -> None:
    for cluster in bundle.clusters:
        assert iso_country(cluster.country) == cluster.country
        assert set(cluster.ecosystems) <= set(Ecosystem), cluster.id
        assert cluster.evidence


def test_hosts_run_the_clusters_that_name_them_and_no_others(bundle: read.Bundle) -> None:
    hosted = {cluster.id: cluster.managing_organisation for cluster in bundle.clusters if cluster.managing_organisation}

    assert hosted == {cluster: host for host, facts in bundle.hosts.items() for cluster in facts.clusters}
    assert {host: len(facts.clusters) for host, facts in bundle.hosts.items()} == {
        "at-business-upper-austria": 8,
        "at-ecoplus": 0,
        "at-standortagentur-tirol": 2,
        "el-corallia": 2,
        "lu-luxinnovation": 6,
    }


def test_formalisation_follows_from_what_is_known_about_the_legal_entity(bundle: read.Bundle) -> None:
    assert Counter(cluster.formalisation for cluster in bundle.clusters) == {
        "unknown": 438,
        "none": 20,
        "own": 19,
        "hosted": 18,
    }


def test_former_names_are_aliases(bundle: read.Bundle) -> None:
    aliases = {cluster.id: cluster.aliases for cluster in bundle.clusters}

    assert "ID4CAR" in aliases["fr-id4mobility"]
    assert "SILICON SAXONY MANAGEMENT GMBH" in aliases["de-silicon-saxony"]
    assert aliases["fr-aerospace-valley"] == ()


def test_a_topic_of_two_stages_is_refused_because_only_one_day_is_recorded(shared: Path) -> None:
    with pytest.raises(BundleError, match="one day only"):
        PortalRecordings(shared).topic("HORIZON-MISS-2027-05-SOIL-01-two-stage")


def test_a_call_whose_deadline_is_only_recalled_is_refused(shared: Path) -> None:
    with pytest.raises(BundleError, match="deadline is not certain"):
        from_calls_table(shared, {"I3-2021-INV1": "https://example.org"})

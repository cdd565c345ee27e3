"""Funded consortia are not judged ineligible; broken ones are, by the condition that was broken."""

from pathlib import Path

import pytest

from tests.backtest.cordis import Project, projects
from tests.backtest.judging import answer, request
from tests.backtest.measuring import LEAST_CAUGHT, MOST_INELIGIBLE, Figures, derogations, measure

EVERY = 19
"""The sample: every so many of the projects in the order of their ids, large and small, of all types."""


@pytest.fixture(scope="module")
def recorded(shared: Path) -> list[Project]:
    return projects(shared)


@pytest.fixture(scope="module")
def sample(recorded: list[Project]) -> Figures:
    return measure(recorded[::EVERY])


def test_hardly_a_funded_consortium_is_judged_ineligible_and_each_is_explained(sample: Figures) -> None:
    assert sample.total > 200
    assert sample.share_ineligible <= MOST_INELIGIBLE, sample.ineligible
    assert sample.unexplained() == []


def test_broken_consortia_are_caught_by_the_condition_that_was_broken(sample: Figures) -> None:
    assert len(sample.caught) >= 10, "each mutation of each programme"
    assert all(caught.broken for caught in sample.caught.values())
    assert sample.share_caught >= LEAST_CAUGHT, sample.escaped


def test_a_country_counts_from_the_first_year_of_its_association(sample: Figures) -> None:
    assert sample.uncontrolled == []


def test_every_derogation_explains_a_project_that_is_judged_ineligible(recorded: list[Project]) -> None:
    by_id = {project.id: project for project in recorded}
    for identifier, entries in derogations().items():
        failed = answer(request(by_id[identifier])).failed()
        assert {entry["condition"] for entry in entries} == set(failed), identifier
        assert {entry["acronym"] for entry in entries} == {by_id[identifier].acronym}


@pytest.mark.drill
def test_the_whole_of_it_reaches_its_goals(recorded: list[Project]) -> None:
    figures = measure(recorded)
    assert figures.total == 4750
    assert figures.share_ineligible <= MOST_INELIGIBLE, figures.ineligible
    assert figures.unexplained() == []
    assert figures.share_caught >= LEAST_CAUGHT, figures.escaped
    assert figures.uncontrolled == []

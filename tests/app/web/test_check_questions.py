"""The form of open questions: nothing that is open is forgotten, and every answer that it offers is taken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.db import reading
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.strict_json import validated
from app.services.verdicts.judging import judge_request
from app.services.verdicts.open_facts import OPEN, open_facts
from app.settings import Settings
from app.web.checking.answers import answered
from app.web.checking.partners import read_partner
from app.web.checking.questions import Asked, asked_by
from app.web.checking.state import CheckState, read_query
from app.web.presenters.check_questions import present_questions
from app.web.presenters.check_repairs import present_repairs
from rules.conditions import DECIDING
from rules.verdict import Verdict

THOSE = ("benef*fr-techtera", "benef*~Alpha*c.IT", "assoc*~Beta", "affil*~Gamma*c.DE*k.company", "benef*~Delta*k.eric")


@pytest.fixture(scope="module")
def view(service: FastAPI, pages: TestClient) -> Iterator[Session]:
    with reading(service.state.engine) as session:
        yield session


@pytest.fixture(scope="module")
def states(view: Session, settings: Settings) -> list[CheckState]:
    """The same five for every topic of the catalogue that the law knows."""
    partners = tuple(map(read_partner, THOSE))
    topics = listing.list_topics(view, settings, validated(TopicQuery, {"limit": 200})).items
    return [CheckState(topic.identifier, None, partners) for topic in topics]


def test_every_open_condition_of_every_topic_is_asked_about(
    view: Session, settings: Settings, states: list[CheckState]
) -> None:
    assert len(states) > 100
    for state in states[::3]:
        verdict = judge_request(view, state.request, settings)
        found = open_facts(view, state.request, settings)
        wanted = {one.id for one in verdict.conditions if one.status in OPEN and one.force in DECIDING and one.question}
        assert {one.id for one in found.conditions} >= wanted
        asked = {condition for one in asked_by(found) for condition in one.conditions}
        told_only = {one.id for one in verdict.conditions if one.requirement.kind == "refer"}
        assert wanted - told_only <= asked, state.topic
        form = present_questions(found, verdict, {}, {})
        fields = {item.field for group in (*form.deciding, *form.others) for item in group.items}
        assert fields == {one.field for one in asked_by(found) if one.field}


ANSWERS = {
    "yes_or_no": "yes",
    "kinds": "company",
    "country": "Frankreich",
    "size": "large",
    "number": "3",
    "several": "-",
}


def _answer(asked: Asked) -> str:
    if asked.sort == "partner":
        return "0" if asked.field == "lead" else "Alpha"
    return ANSWERS.get(asked.sort) or next(iter(asked.choices), "FRK26")


def test_every_answer_is_taken_and_leads_to_a_verdict(
    view: Session, settings: Settings, states: list[CheckState]
) -> None:
    count = 0
    for state in states[::7]:
        asked = [one for one in asked_by(open_facts(view, state.request, settings)) if one.field]
        given: dict[str, list[str]] = {one.field: [_answer(one)] for one in asked}
        given.pop("org.1.nuts", None)
        after, problems = answered(state, given)
        assert not [problem for problem in problems if "nuts" not in problem.field], state.topic
        left = {one.field for one in asked_by(open_facts(view, after.request, settings))}
        assert not left & set(given), state.topic
        count += len(given)
    assert count > 200


def test_what_would_help_helps(view: Session, settings: Settings, states: list[CheckState]) -> None:
    those = ("coord*fr-techtera", "benef*~Alpha*c.IT", "benef*~Beta*c.DE", "benef*~Gamma*c.US", "benef*~Delta*c.ES")
    partners, count = tuple(map(read_partner, those)), 0
    for state in states[::5]:
        asked = replace(state, partners=partners)
        verdict = judge_request(view, asked.request, settings)
        ids = list(open_facts(view, asked.request, settings).participants)
        for repair in present_repairs(verdict.repairs, asked, ids):
            address, _hash, part = repair.href.partition("#")
            if part == "verdict":
                after = judge_request(view, read_query(address.partition("?")[2]).request, settings)
                assert _unmet(after) < _unmet(verdict), (state.topic, repair.message)
                count += 1
    assert count > 5


def _unmet(verdict: Verdict) -> int:
    return sum(one.status == "not_met" and one.force in DECIDING for one in verdict.conditions)

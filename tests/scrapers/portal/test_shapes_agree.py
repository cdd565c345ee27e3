"""The same topic, as the index, its own file and the file of all topics write it, is the same record."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
import pytest

from scrapers.portal.details import read_details
from scrapers.portal.documents import open_details
from scrapers.records import Budget, Topic
from tests.emulator.documents import reference_entry, topic_details
from tests.emulator.shapes import Facts, topic_row
from tests.emulator.topics import RIA, TOPICS, TWO_STAGE
from tests.scrapers.captured import topic_of

GRANTS = [facts for facts in TOPICS if facts.kind == 1]
LINKED = replace(
    RIA,
    identifier="HORIZON-CL4-2027-91-01-LINKED",
    budget=[replace(RIA.budget[0], topics=["HORIZON-CL4-2027-91-01-LINKED"])],
    conditions='<div class="eui-u-mt-l>"><p>See the <a href="https://ec.europa.eu/call.pdf">document</a>.</p></div>',
    destination=None,
)
NEVER_STATED: Mapping[str, object] = {"destination": None, "destination_html": None}
"""Fields of the index that neither file has."""
ONLY_IN_OWN_FILE: Mapping[str, object] = {
    "description_html": None,
    "conditions_html": None,
    "documents": (),
    "support_html": None,
    "budget": Budget(),
}


def own_file(facts: Facts) -> Topic:
    return read_details(open_details(orjson.dumps(topic_details(topic_row(facts))))).topic


def entry(facts: Facts) -> Topic:
    return read_details(orjson.loads(orjson.dumps(reference_entry(topic_row(facts))))).topic


def differing(one: Topic, other: Topic) -> dict[str, Any]:
    return {
        name: (getattr(one, name), getattr(other, name))
        for name in Topic.model_fields
        if getattr(one, name) != getattr(other, name)
    }


def stated(topic: Topic, facts: Facts, left_out: Mapping[str, object]) -> Topic:
    """What a document can state of the topic. The model of deadlines is in its budget lines alone."""
    topic = topic.model_copy(update=dict(left_out))
    if facts.budget and "budget" not in left_out:
        return topic
    deadlines = tuple(due.model_copy(update={"stage": None}) for due in topic.deadlines)
    return topic.model_copy(update={"deadline_model": None, "deadlines": deadlines})


@pytest.mark.parametrize("facts", [*GRANTS, LINKED], ids=lambda facts: facts.identifier)
def test_a_topics_own_file_gives_the_record_of_its_row(facts: Facts) -> None:
    expected = stated(topic_of(facts), facts, NEVER_STATED)
    read = own_file(facts)
    if facts.type_code is None:  # then the row names the type in words, which the file does not repeat
        expected = expected.model_copy(update={"types_of_action": (), "type_of_action": None})
    assert differing(read, expected) == {}


@pytest.mark.parametrize("facts", [*GRANTS, LINKED], ids=lambda facts: facts.identifier)
def test_an_entry_of_the_file_of_all_topics_gives_what_it_states_of_the_row(facts: Facts) -> None:
    assert differing(entry(facts), stated(topic_of(facts), facts, {**NEVER_STATED, **ONLY_IN_OWN_FILE})) == {}


def test_nothing_is_in_the_lists_of_what_is_left_out_that_a_document_states() -> None:
    row = topic_of(replace(LINKED, destination="A destination", changes={"destinationDetails": ["<p>Long.</p>"]}))
    assert all(getattr(row, name) != value for name, value in {**NEVER_STATED, **ONLY_IN_OWN_FILE}.items())


def test_stages_come_from_the_budget_where_the_procedure_is_empty() -> None:
    with_budget = replace(TWO_STAGE, budget=[replace(RIA.budget[0], topics=[TWO_STAGE.identifier])])
    assert [due.stage for due in own_file(with_budget).deadlines] == [1, 2]

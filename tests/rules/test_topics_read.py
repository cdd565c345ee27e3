"""The lists of topics in the law: those whose conditions were read, and those whose type of action is known."""

import re

from rules.calls import Call, year_in_identifier
from rules.programmes import Programme
from rules.rule import Rule
from rules.rulebook import load

HORIZON: Programme = load().programmes["HORIZON"]
NOT_READ: Rule = load().rule("horizon.topics.not-among-those-read")
READ = {name.upper() for name in NOT_READ.applies_to.except_identifiers or ()}
OF_THE_PARTS_THAT_WERE_READ = re.compile(r"HORIZON-(CL[2-6]|HLTH|MISS|INFRA|EIE|WIDERA)-202[67]-.*", re.IGNORECASE)


def typed() -> set[str]:
    """The topics of the parts that were read whose type of action is known."""
    topics = {topic.upper() for topics in HORIZON.topics_by_type.values() for topic in topics}
    return {topic for topic in topics if OF_THE_PARTS_THAT_WERE_READ.fullmatch(topic)}


def test_the_type_of_every_topic_that_was_read_in_the_work_programme_is_known() -> None:
    assert READ - typed() == {"HORIZON-EIE-2026-01-CONNECT-02"}, "this one is in no text of the work programme"
    assert not typed() - READ


def test_every_topic_that_was_read_has_neighbours_that_were_not() -> None:
    """Were its number another, the work programme would have to be read."""
    for name in READ:
        neighbour = f"{name}-99" if not name[-1].isdigit() else re.sub(r"\d+$", "99", name)
        assert NOT_READ.applies_to.names(neighbour), neighbour
        assert not NOT_READ.applies_to.names(name.lower()), name


def test_the_rules_about_topics_of_2026_and_2027_name_topics_that_were_read() -> None:
    named = {name.upper() for rule in load().rules for name in rule.applies_to.identifiers or ()}
    assert {name for name in named if OF_THE_PARTS_THAT_WERE_READ.fullmatch(name)} <= READ
    assert {year_in_identifier(name) for name in READ} == {2026, 2027}


def test_the_type_of_a_topic_is_told_by_its_name() -> None:
    call = Call(identifier="horizon-widera-2026-05-widening-01", programme="HORIZON")
    assert load().programmes.normalised(call).type_of_action == "HORIZON-TMA-MSCA-PF-EF"

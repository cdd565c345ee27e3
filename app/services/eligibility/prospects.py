"""A topic made ready for any organisation: the law that it shares with others, and what it asks for itself.

Most topics of a programme have the same conditions. Topics under one law are judged together, and what nobody's facts
can change is worked out once for a topic.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from app.services.catalogue.schemas import TopicPublic
from app.services.eligibility.seats import ROLES, STATED
from app.services.eligibility.told import Questions
from app.services.fit import Spoken, spoken_of
from app.services.law.topic_law import law_of
from app.services.verdicts.topic_calls import Asked, of_topic
from rules.applicable import Applicable
from rules.assessment import judge_entries
from rules.codes import Role
from rules.context import Context
from rules.facts import Organisation, Participant
from rules.once import once
from rules.reading import context_of
from rules.reads import setting_of
from rules.resolution import NOT_ENCODED, Resolution
from rules.rulebook import Rulebook

KEPT_LAWS = 4096
KEPT_TOPICS = 8192

ANYBODY = Participant(organisation=Organisation(id="anybody"), role=Role.COORDINATOR)
"""Before whom conditions about the project are judged: they look at nobody."""


@dataclass(frozen=True, eq=False)
class Law:
    """Conditions that several topics share, and what they are judged against. Two laws of one content are one."""

    resolution: Resolution
    context: Context

    @once
    def keyed(self) -> Mapping[Role, Sequence[tuple[Hashable, Applicable]]]:
        """For each role the conditions that answers tell of, under all that they can depend on besides who is judged.

        Conditions on the project are the same in every role: the first one tells them.
        """
        told = [(self._key(one), one) for one in self.resolution.conditions if _is_told(one)]
        personal = [(key, one) for key, one in told if not one.looks_at_nobody]
        return {role: personal if index else told for index, role in enumerate(ROLES)}

    def _key(self, applicable: Applicable) -> Hashable:
        condition = applicable.condition
        return id(condition), applicable.hangs_on, setting_of(condition.requirement, self.context)


def _is_told(applicable: Applicable) -> bool:
    return applicable.condition.force in STATED or applicable.condition.requirement.kind == "fund"


@dataclass(frozen=True, eq=False)
class Prospect:
    """A topic as an organisation finds it. ``own`` is what the topic adds to the law, and law nobody has encoded."""

    asked: Asked
    law: Law
    own: Resolution
    rulebook: Rulebook = field(repr=False)

    @property
    def gives_grants(self) -> bool:
        """Whether the programme gives grants."""
        return self.own.programme.gives == "grants"

    @once
    def is_encoded(self) -> bool:
        """Whether somebody has encoded the law of this call."""
        return all(applicable.condition.id != NOT_ENCODED for applicable in self.own.conditions)

    @once
    def spoken(self) -> Spoken:
        """What the topic speaks of."""
        return spoken_of(self.asked.subject)

    def questions(self, lead: Participant) -> Questions:
        """What the topic itself asks; about the project that is the same whoever leads it."""
        return self._of_anybody if self._looks_at_nobody else self._judged(lead)

    @once
    def _of_anybody(self) -> Questions:
        return self._judged(ANYBODY)

    @once
    def _looks_at_nobody(self) -> bool:
        return all(applicable.looks_at_nobody for applicable in self.own.conditions)

    def _judged(self, lead: Participant) -> Questions:
        context = context_of(self.own, self.rulebook, self.asked.as_of, {})
        return Questions(judge_entries(self.own, [lead], context))


def prospect_of(asked: Asked, book: Rulebook) -> Prospect:
    """A call made ready.

    Raises:
        UnknownProgramme: a call that is written out names a programme that there is not.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    resolution = law_of(asked, book)
    names = {NOT_ENCODED, *(condition.id for condition in asked.conditions)}
    shared = _with(resolution, (one for one in resolution.conditions if one.condition.id not in names))
    own = _with(resolution, (one for one in resolution.conditions if one.condition.id in names))
    return Prospect(asked, _law(_question(shared, book, asked.as_of)), own, book)


def _with(resolution: Resolution, conditions: Iterable[Applicable]) -> Resolution:
    return replace(resolution, conditions=tuple(conditions))


@dataclass(frozen=True)
class _Question:
    """What a judgement can depend on besides the participants: the key has all of it."""

    key: tuple[Hashable, ...]
    resolution: Resolution = field(compare=False)
    book: Rulebook = field(compare=False)
    as_of: date = field(compare=False)


def _question(resolution: Resolution, book: Rulebook, as_of: date) -> _Question:
    """Conditions go by their identity: the rulebook keeps one object for each."""
    conditions = tuple((id(one.condition), one.hangs_on) for one in resolution.conditions)
    moment = book.groups.moment(resolution.call, as_of)
    return _Question((id(book), moment, conditions), resolution, book, as_of)


@lru_cache(maxsize=KEPT_LAWS)
def _law(question: _Question) -> Law:
    return Law(question.resolution, context_of(question.resolution, question.book, question.as_of, {}))


@dataclass(frozen=True)
class _Topic:
    """A topic on a day. The catalogue presents an unchanged topic as the same object; the key keeps it alive."""

    key: tuple[Hashable, ...]
    topic: TopicPublic = field(compare=False)
    book: Rulebook = field(compare=False)
    today: date = field(compare=False)
    as_of: date = field(compare=False)


def prospect_of_topic(topic: TopicPublic, book: Rulebook, *, today: date, as_of: date) -> Prospect:
    """A topic of the catalogue made ready, once for all requests of a day as long as it does not change."""
    return _prospect(_Topic((id(topic), id(book), today, as_of), topic, book, today, as_of))


@lru_cache(maxsize=KEPT_TOPICS)
def _prospect(topic: _Topic) -> Prospect:
    return prospect_of(of_topic(topic.topic, today=topic.today, as_of=topic.as_of), topic.book)

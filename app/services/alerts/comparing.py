"""What has changed between two answers to one question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.errors import NotFound
from app.services.alerts import sentences
from app.services.alerts.answered import Answered, Match
from app.services.alerts.asking import BARRED, Asking, organisation_of
from app.services.alerts.raising import AlertKind, News
from app.services.alerts.requests import EligibleCallsQuestion, VerdictQuestion
from app.services.catalogue import listing
from app.services.catalogue.schemas import TopicPublic
from app.services.eligibility.prospects import prospect_of_topic
from app.services.eligibility.standing import examiner_of
from app.services.following.causes import cause_of
from app.services.following.differing import differences, in_words
from app.services.following.kept import kept_opinion
from app.services.following.looking import look_again
from rules import rulebook

MOST_DIFFERENCES = 3
"""In a sentence; all of them stand beside it."""


@dataclass(frozen=True)
class Comparison:
    """Two answers, and the question in the state of the later one. Reading only."""

    asking: Asking
    name: str
    before: Answered
    now: Answered

    def news(self) -> list[News]:
        """What has changed, call by call, in the order of their identifiers; then what is said of the consortium."""
        if self.now.problem is not None:
            return self._problem(self.now.problem)
        found = list(self._of_matches())
        return [*found, *self._of_verdict()]

    def _problem(self, problem: str) -> list[News]:
        if self.before.problem == problem:
            return []
        said = sentences.unanswerable(self.name, problem)
        return [News(kind=AlertKind.UNANSWERABLE, sentence=said, after={"problem": problem})]

    def _of_matches(self) -> Iterator[News]:
        for key in sorted({*self.before.matches, *self.now.matches}):
            before, now = self.before.matches.get(key), self.now.matches.get(key)
            if before is not None and now is not None:
                yield from self._of_both(before, now)
            elif isinstance(self.asking.question, VerdictQuestion):
                continue  # that its topic has come or gone is told by the verdict
            elif now is not None:
                said = sentences.new_match(self.now.who, now)
                yield News(kind=AlertKind.NEW_MATCH, sentence=said, topic=now.identifier, after=_told(now))
            elif before is not None:
                yield self._gone(before)

    def _of_both(self, before: Match, now: Match) -> Iterator[News]:
        told: dict[str, Any] = {"topic": now.identifier, "before": _told(before), "after": _told(now)}
        if not now.has_deadlines_of(before):
            said = sentences.deadline_changed(before, now)
            yield News(kind=AlertKind.DEADLINE_CHANGED, sentence=said, **told)
        if isinstance(self.asking.question, VerdictQuestion):
            return
        if before.status == "forthcoming" and now.status == "open":
            yield News(kind=AlertKind.OPENED, sentence=sentences.opened(now), **told)
        if list(before.roles) != list(now.roles):
            said = sentences.roles_changed(self.now.who, before, now)
            yield News(kind=AlertKind.ROLES_CHANGED, sentence=said, **told)

    def _gone(self, match: Match) -> News:
        because, why = self._why_gone(match)
        return News(
            kind=AlertKind.MATCH_GONE,
            sentence=sentences.match_gone(match, why),
            topic=match.identifier,
            before=_told(match),
            after={"because": because},
        )

    def _why_gone(self, match: Match) -> tuple[str, str]:
        """In a word and in words: by what stands in the catalogue now."""
        try:
            topic = listing.get_topic(self.asking.session, self.asking.settings, match.identifier)
        except NotFound:
            return "gone", "it is no longer in the catalogue"
        if topic.status == "closed":
            return "closed", f"it is closed (deadline: {sentences.dues(match.deadlines)})"
        if topic.gone_since is not None:
            return "gone", "its source no longer lists it"
        return self._why_barred(topic) or ("filters", "it no longer passes the filters of the question")

    def _why_barred(self, topic: TopicPublic) -> tuple[str, str] | None:
        question = self.asking.question
        if not isinstance(question, EligibleCallsQuestion):
            return None
        today, book = clock.today(self.asking.settings), rulebook.load()
        organisation = organisation_of(self.asking.session, question)
        prospect = prospect_of_topic(topic, book, today=today, as_of=today)
        standing = examiner_of(organisation, book).stand_before(prospect)
        role = question.filters.role
        is_barred = standing.footing.status(standing.own) in BARRED
        if is_barred or (role is not None and role not in standing.footing.roles):
            unmet = (one.message for one in standing.footing.conditions(standing.own) if one.status == "not_met")
            reason = next(unmet, f"{self.now.who} could no longer enter it")
            return "ineligible", reason[:1].lower() + reason[1:].rstrip(".")
        return None

    def _of_verdict(self) -> Iterator[News]:
        question = self.asking.question
        then, now = self.before.verdict, self.now.verdict
        if not isinstance(question, VerdictQuestion) or then is None or now is None:
            return
        before, found = kept_opinion(then), kept_opinion(now)
        if before.says_the_same_as(found):
            return
        look = look_again(self.asking.session, self.asking.settings, question.request)
        cause = cause_of(self.asking.session, self.asking.settings, question.request, then, look)
        differs = differences(before, found)
        is_flip = before.status != found.status
        yield News(
            kind=AlertKind.VERDICT_FLIPPED if is_flip else AlertKind.CONDITIONS_CHANGED,
            sentence=_sentence(self.name, before.status, found.status, cause.why, differs),
            topic=question.request.topic,
            before={"status": before.status},
            after={"status": found.status, "because": cause.because, "differs": differs},
        )


def _sentence(name: str, before: str | None, now: str | None, why: str, differs: list[str]) -> str:
    turned = f"“{name}” was {in_words(before)} and is {in_words(now)}."
    same = f"“{name}” is still {in_words(now)}, but {len(differs)} points of it have changed."
    shown = [one for one in differs if not one.startswith("The consortium was ")][:MOST_DIFFERENCES]
    return " ".join([turned if before != now else same, why, *shown])


def _told(match: Match) -> Mapping[str, Any]:
    """What a program needs of a match."""
    return {
        "status": match.status,
        "roles": list(match.roles),
        "deadlines": [one.model_dump(mode="json", include={"at", "hour_known", "stage"}) for one in match.deadlines],
    }

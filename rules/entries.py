"""One condition judged: in the two worlds of pending agreements, with its status and its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from rules.applicable import Applicable
from rules.conditions import Condition, Force
from rules.judging import Finding
from rules.language import _, join
from rules.once import once_said
from rules.requirements import Admit, Judgement, Refer
from rules.sentences import Text, Words, questions_about
from rules.sentences.admission import unpaid
from rules.sentences.asking import THE_PROPOSAL
from rules.truth import FALSE, TRUE


class Status(StrEnum):
    """The status of one condition."""

    MET = "met"
    NOT_MET = "not_met"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    NEEDS_HUMAN = "needs_human"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_decided(self) -> bool:
        """Nobody has to add a fact or an opinion."""
        return self in _DECIDED


FEW = 2
"""So many names are said again in the question."""


class Entry(NamedTuple):
    """A condition with what was found, of one participant or of the whole.

    ``labels`` are the names of the participants by their ids. ``made`` is the finding, and ``made_hoped`` what would be
    found if pending agreements came to apply; where they were made about somebody who is alike in everything but the
    name (``like``), they are put in the participant's name (``named``, an id) when they are asked for.
    """

    applicable: Applicable
    made: Finding
    status: Status
    made_hoped: Finding
    labels: Mapping[str, str]
    words: Words
    like: "Like | None" = None
    named: str | None = None

    @property
    def participant(self) -> str | None:
        """The id of the participant whom it is about."""
        return self.made.participant if self.like is None else self.named

    @property
    def finding(self) -> Finding:
        """What was found."""
        return self.made if self.like is None else self.like.finding_of(self.made, self.named, self.who)

    @property
    def hoped(self) -> Finding:
        """What would be found if pending agreements came to apply."""
        return self.made_hoped if self.like is None else self.like.finding_of(self.made_hoped, self.named, self.who)

    @property
    def condition(self) -> Condition:
        """The condition."""
        return self.applicable.condition

    @property
    def who(self) -> str | None:
        """The name of the participant."""
        return self.labels.get(self.participant or "")

    @property
    def question(self) -> str | None:
        """What would settle it, where it is not decided."""
        return None if self.status.is_decided else _question(self.finding, self.labels, self.words)

    @property
    def decides(self) -> bool:
        """Whether it belongs to the conditions that decide the verdict."""
        return self.status is not _NOT_APPLICABLE and self.applicable.decides

    @property
    def scope(self) -> Literal["consortium", "participant", "project"]:
        """Whom the condition is about."""
        if self.applicable.is_on_the_project:
            return "project"
        return "consortium" if self.made.participant is None else "participant"

    @property
    def message(self) -> str:
        """What was asked, what was found, what is missing; in one or two sentences."""
        finding = self.finding
        if isinstance(self.condition.requirement, Judgement):
            return f"{finding.needed} {_begun(finding.found)}."
        title = _(self.condition.title)
        if isinstance(self.condition.requirement, Refer):
            return _("{title}. {needed} is {found}.", title=title, needed=_begun(finding.needed), found=finding.found)
        found = _("{title}. Found: {found}.", title=title, found=finding.found)
        return f"{found} {self._ending}".rstrip()

    @property
    def _ending(self) -> str:
        """What follows what was found: what is missing or asked, or on what it hangs."""
        finding = self.finding
        match self.status:
            case Status.NOT_MET if isinstance(self.condition.requirement, Admit) and self.who:
                return f"{self.who} {self.missing}."
            case Status.NOT_MET if finding.text.is_clause:
                return f"{_begun(self.missing)}."
            case Status.NOT_MET:
                return _("Missing: {missing}.", missing=self.missing or finding.needed)
            case Status.CONDITIONAL:
                is_downgrade = finding.truth is self.hoped.truth
                return f"{self.who} {self.hangs_on}." if is_downgrade else _("It is {what}.", what=self.hangs_on)
            case Status.UNKNOWN | Status.NEEDS_HUMAN:
                return self._question_after(finding.found) or ""
            case _:
                return ""

    def _question_after(self, found: str) -> str | None:
        """The question where those whom it is about were named before: of many they are not named again."""
        about = {self.labels.get(who or "") for who, _ in self.finding.asks}
        named = len(about) > FEW and about == {name for name in self.labels.values() if name in found}
        return _question(self.finding, self.labels, self.words, _("them") if named else None)

    def told(self) -> dict[str, Any]:
        """All of it as answers show it, by field; the caller's to keep."""
        if self.like is not None and self.named is not None:
            return self.like.told_of(self.named, self.labels[self.named])
        condition, text = self.condition, self.finding.text
        return {
            "id": condition.id,
            "title": _(condition.title),
            "scope": self.scope,
            "participant": self.finding.participant,
            "status": self.status,
            "force": condition.force,
            "origin": condition.origin,
            "requirement": condition.requirement,
            "needed": text.needed,
            "found": text.found,
            "missing": self.missing,
            "counted": self.finding.counted,
            "witnesses": self.finding.witnesses,
            "message": self.message,
            "question": self.question,
            "assumptions": text.assumptions,
            "tested_on": condition.tested_on,
            "because": _(condition.because) if condition.because else condition.because,
            "source": condition.source,
        }

    @property
    def missing(self) -> str:
        """What is missing; of who is not admitted to be paid, that it gets no money."""
        condition, finding = self.condition, self.finding
        if finding.missing and condition.force is Force.FUNDING and isinstance(condition.requirement, Admit):
            return unpaid(finding.text.excuse)
        return finding.missing

    @property
    def hangs_on(self) -> str:
        """On what a condition hangs that is met conditionally, as the end of a sentence."""
        if self.finding.truth is self.hoped.truth:
            return self.missing
        clauses = join(agreement.said for agreement in self.finding.hangs_on)
        if self.hoped.truth is TRUE:
            return _("met only if {clauses}", clauses=clauses)
        return _("no longer met if {clauses}", clauses=clauses)


def _begun(said: str) -> str:
    """As a sentence begins."""
    return f"{said[0].upper()}{said[1:]}"


class Like:
    """An entry of a stand-in, whose name and id are a mark; who is alike has its own name put in the place of it."""

    def __init__(self, entry: Entry, mark: str) -> None:
        self.entry = entry
        self.mark = mark

    @once_said
    def _told(self) -> dict[str, Any]:
        return self.entry.told()

    @once_said
    def _marked(self) -> Sequence[str]:
        return [name for name, value in self._told.items() if isinstance(value, str) and self.mark in value]

    @once_said
    def _assumes_of_one(self) -> bool:
        return any(self.mark in one for one in self._told["assumptions"])

    def told_of(self, participant: str, name: str) -> dict[str, Any]:
        """What answers show of a participant who is alike."""
        told = self._told.copy()
        told["participant"] = participant
        for field in self._marked:
            told[field] = told[field].replace(self.mark, name)
        if self._assumes_of_one:
            told["assumptions"] = self._named(told["assumptions"], name)
        return told

    def finding_of(self, finding: Finding, participant: str | None, name: str | None) -> Finding:
        """The finding in the name of a participant who is alike."""

        def tell() -> Text:
            text = finding.text
            needed, found, missing, question = self._named((*text[:3], text.question or ""), name)
            return Text(needed, found, missing, question or None, self._named(text.assumptions, name), *text[5:])

        asks = tuple((participant if who == self.mark else who, facts) for who, facts in finding.asks)
        return replace(finding, tell=tell, participant=participant, asks=asks)

    def _named(self, said: Iterable[str], name: str | None) -> tuple[str, ...]:
        return tuple(one.replace(self.mark, name or "") for one in said)


_MET, _NOT_MET, _NOT_APPLICABLE = Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE
_DECIDED = frozenset({Status.MET, Status.NOT_MET, Status.CONDITIONAL})


def _question(finding: Finding, labels: Mapping[str, str], words: Words, them: str | None = None) -> str | None:
    if finding.question is not None:
        return finding.question
    asks = [(labels.get(who or "", THE_PROPOSAL), _first_of_all(facts)) for who, facts in finding.asks]
    return questions_about(asks, words, them) or None


def _first_of_all(facts: frozenset[str]) -> list[str]:
    """Facts of the organisation before statements that matter only if those turn out badly."""
    plain = sorted(fact for fact in facts if not fact.startswith("fact:"))
    return plain or sorted(facts)


def settle_worlds(entries: list[Entry]) -> list[Entry]:
    """No consortium lives in two worlds: where it needs a pending agreement, what fails under it is not met."""
    conditional = [entry for entry in entries if entry.status is Status.CONDITIONAL and entry.decides]
    if all(entry.made_hoped.truth is FALSE for entry in conditional):
        return entries
    return [
        entry._replace(status=Status.NOT_MET, made=entry.hoped, made_hoped=entry.hoped, like=None)
        if entry.status is Status.CONDITIONAL and entry.made_hoped.truth is FALSE
        else entry
        for entry in entries
    ]


def status_of_downgrade(entries: list[Entry], downgraded: frozenset[tuple[str, str]], still_led: bool) -> list[Entry]:
    """Who is let in with a lower role is conditional while the rest of the consortium stands, else not met.

    It does not stand where the one who is taken down was to coordinate (``still_led`` is false).
    """
    if not downgraded:
        return entries
    stands = still_led and not any(
        entry.status is Status.NOT_MET and entry.decides and (entry.condition.id, entry.participant) not in downgraded
        for entry in entries
    )
    return [
        entry._replace(status=Status.CONDITIONAL, made=entry.finding, made_hoped=entry.hoped, like=None)
        if stands and (entry.condition.id, entry.participant) in downgraded
        else entry
        for entry in entries
    ]

"""What only the applicant knows, what only people decide, and what stands in another document."""

from functools import partial

from rules.codes import COMMISSION_CODES, ISO_COUNTRIES
from rules.context import Context
from rules.facts import FactValue, same
from rules.judging.finding import Finding
from rules.language import _
from rules.requirements import Declared, Judgement, Refer, Span
from rules.sentences import declaration as sentences
from rules.sentences.words import Text, Words
from rules.truth import Truth


def judge_declared(requirement: Declared, condition_id: str | None, context: Context) -> Finding:
    """Compare a declared fact with what is expected.

    What is stated under the condition's own id goes before what is stated under the name of the fact. A yes or no there
    about a fact that is neither says whether the condition is fulfilled.
    """
    own = None if condition_id is None else context.facts.get(condition_id)
    value = context.facts.get(requirement.fact) if own is None else own
    if value is None:
        truth = Truth.TRUE if requirement.assumed else Truth.UNKNOWN
    elif isinstance(own, bool) and not isinstance(requirement.expected, bool):
        truth = Truth.of(own)
    else:
        truth = Truth.of(_fits(requirement, value))
    asks = ((None, frozenset({f"fact:{requirement.fact}"})),) if truth is Truth.UNKNOWN else ()
    return Finding(truth, partial(_tell_declared, requirement, value, truth, context.words), asks=asks)


def _tell_declared(requirement: Declared, value: FactValue, truth: Truth, words: Words) -> Text:
    needed = sentences.declared_needed(requirement, words)
    is_assumed = value is None and truth is Truth.TRUE
    return Text(
        needed,
        sentences.declared_found(value, words),
        "" if truth is Truth.TRUE else needed,
        assumptions=(sentences.taken_as_expected(requirement, words),) if is_assumed else (),
    )


def _fits(requirement: Declared, value: FactValue) -> bool:
    expected = requirement.expected
    if not isinstance(expected, Span):
        return same(value, expected)
    number = len(value) if isinstance(value, list) else value
    if isinstance(number, str | bool) or number is None:
        return False
    high_enough = expected.min is None or number >= expected.min
    low_enough = expected.max is None or number <= expected.max
    return high_enough and low_enough and (expected.countries is None or _countries(value) >= expected.countries)


def _countries(value: FactValue) -> int:
    """How many different countries a list names, whichever way they are written."""
    codes = value if isinstance(value, list) else []
    written = {COMMISSION_CODES.get(code, code) for code in codes if isinstance(code, str)}
    return len(written & ISO_COUNTRIES)


def judge_judgement(requirement: Judgement, condition_id: str, context: Context) -> Finding:
    """A human's answer is a fact under the condition's own id; without one it waits for people."""
    answer = context.facts.get(condition_id)
    decided = answer if isinstance(answer, bool) else None
    tell = partial(_tell_judgement, requirement, decided)
    return Finding(Truth.of(decided), tell, only_people_decide=decided is None)


def _tell_judgement(requirement: Judgement, answer: bool | None) -> Text:
    question = _(requirement.question)
    if answer is None:
        decided_by = sentences.decided_by(requirement)
        return Text(question, decided_by, sentences.opinion(requirement), question=question)
    return Text(question, sentences.answered(answer), "" if answer else question)


def judge_refer(requirement: Refer) -> Finding:
    """Rules in a document that nobody has encoded are undetermined, and the answer names the document."""
    return Finding(Truth.UNKNOWN, partial(_tell_refer, requirement))


def _tell_refer(requirement: Refer) -> Text:
    return Text(
        sentences.refer_needed(requirement),
        _(sentences.NOT_ENCODED),
        sentences.refer_missing(requirement),
        question=sentences.refer_question(requirement),
    )

"""What only the applicant knows, what only people decide, and what stands in another document."""

from rules.codes import COMMISSION_CODES, ISO_COUNTRIES
from rules.context import Context
from rules.facts import FactValue, same
from rules.judging.finding import Finding
from rules.requirements import Declared, Judgement, Refer, Span
from rules.truth import Truth


def judge_declared(requirement: Declared, condition_id: str, context: Context) -> Finding:
    """Compare a declared fact with what is expected."""
    value = context.facts.get(requirement.fact, context.facts.get(condition_id))
    needed = f"{context.words.fact(requirement.fact)}: {_expected(requirement)}"
    if value is None and requirement.assumed:
        return Finding(Truth.TRUE, needed, "not stated", assumptions=(f"{needed}: nobody states otherwise",))
    if value is None:
        asks = ((None, frozenset({f"fact:{requirement.fact}"})),)
        return Finding(Truth.UNKNOWN, needed, "not stated", needed, asks=asks)
    truth = Truth.of(_fits(requirement, value))
    return Finding(truth, needed, f"stated: {value}", "" if truth is Truth.TRUE else needed)


def _fits(requirement: Declared, value: FactValue) -> bool:
    expected = requirement.expected
    if not isinstance(expected, Span):
        return same(value, expected)
    number = len(value) if isinstance(value, list) else value
    if isinstance(number, str) or number is None:
        return False
    high_enough = expected.min is None or number >= expected.min
    low_enough = expected.max is None or number <= expected.max
    return high_enough and low_enough and (expected.countries is None or _countries(value) >= expected.countries)


def _countries(value: FactValue) -> int:
    """How many different countries a list names, whichever way they are written."""
    codes = value if isinstance(value, list) else []
    written = {COMMISSION_CODES.get(code, code) for code in codes if isinstance(code, str)}
    return len(written & ISO_COUNTRIES)


def _expected(requirement: Declared) -> str:
    expected = requirement.expected
    if isinstance(expected, bool):
        return "yes" if expected else "no"
    if not isinstance(expected, Span):
        return str(expected)
    limits = [
        f"at least {expected.min}" if expected.min is not None else "",
        f"at most {expected.max}" if expected.max is not None else "",
        f"from at least {expected.countries} different countries" if expected.countries is not None else "",
    ]
    return " and ".join(limit for limit in limits if limit)


def judge_judgement(requirement: Judgement, condition_id: str, context: Context) -> Finding:
    """A human's answer is a fact under the condition's own id; without one it waits for people."""
    answer = context.facts.get(condition_id)
    decided_by = f"decided by {requirement.decided_by}"
    if not isinstance(answer, bool):
        return Finding(
            Truth.UNKNOWN,
            requirement.question,
            decided_by,
            "a human's answer",
            question=requirement.question,
            only_people_decide=True,
        )
    said = "answered yes in the request" if answer else "answered no in the request"
    return Finding(Truth.of(answer), requirement.question, said, "" if answer else requirement.question)


def judge_refer(requirement: Refer) -> Finding:
    """Rules in a document that nobody has encoded are undetermined, and the answer names the document."""
    question = f"What does this document ask for: {requirement.to}?"
    return Finding(
        Truth.UNKNOWN, f"what stands in {requirement.to}", "not encoded", f"read {requirement.to}", question=question
    )

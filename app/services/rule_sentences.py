"""What a rule asks, in a sentence, before anybody is judged by it."""

from rules.calls import Call
from rules.context import Context
from rules.judging import judge_requirement
from rules.requirements import Admit, AnyRequirement, Fund, Money
from rules.rule import Rule
from rules.rulebook import Rulebook
from rules.sentences import admission_needed, funding_needed, money_needed


def says(rule: Rule, book: Rulebook) -> str:
    """The engine's own words for what a rule asks, as a sentence."""
    text = _needed(rule.requirement, rule, book)
    ending = "" if text.endswith(("?", ".")) else "."
    return f"{text[:1].upper()}{text[1:]}{ending}"


def _needed(requirement: AnyRequirement, rule: Rule, book: Rulebook) -> str:
    context = _nobody(rule, book)
    match requirement:
        case Admit():
            return admission_needed(requirement, context.words)
        case Fund():
            return funding_needed(requirement, context.words)
        case Money():
            return money_needed(requirement, context.words)
        case _:
            return judge_requirement(requirement, rule.id, [], context)[0].needed


def _nobody(rule: Rule, book: Rulebook) -> Context:
    """The rule's own programme and first day, and no facts."""
    call = Call(identifier=rule.id, programme=rule.applies_to.programme)
    return Context(
        call=call,
        groups=book.groups,
        as_of=rule.effective.from_,
        facts={},
        names=book.vocabulary.facts,
        sub_roles=book.vocabulary.sub_roles,
    )

"""Requirements that are made of others: `each`, `when` and `alternatives`.

What is inside is judged by ``judge`` (`rules.judging.dispatch`), which is handed in, since it comes back here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rules.context import Context
from rules.facts import Participant, same
from rules.filters import holds
from rules.judging.declaration import judge_declared
from rules.judging.finding import Finding, asks_together, counting, ids_together, in_roles, merged
from rules.judging.together import all_of
from rules.requirements import Alternatives, AnyRequirement, Declared, Selection, Span, When, leaves_of
from rules.sentences import Text, asked
from rules.sentences.composed import alternatives_missing, alternatives_needed, or_else, when_found
from rules.truth import NO, YES, Answer, Truth, conjunction, disjunction, unknown

Judge = Callable[[AnyRequirement, Sequence[Participant]], list[Finding]]
"""What participants are found to be, one finding or one for each participant concerned."""


def judge_alternatives(
    requirement: Alternatives, participants: Sequence[Participant], context: Context, judge: Judge
) -> Finding:
    """Whether all of one set holds; the first that holds speaks, else every set says what it lacks.

    Whoever counts in one of those that hold counts.
    """
    sets = [all_of([judge(part, participants) for part in parts], participants, context) for parts in requirement.of]
    met = [found for found in sets if found.truth is Truth.TRUE]
    still_open = [found for found in sets if found.truth is Truth.UNKNOWN]
    chosen = met[0] if met else any_of(still_open) if still_open else any_of(sets)
    for_a_minimum = any(found.for_a_minimum for found in sets)
    those = counting(met or still_open or sets, for_a_minimum)

    def tell() -> Text:
        ways = [] if met else _not_ruled_out(requirement, sets, still_open or sets, context)
        text = chosen.text if met else any_of(ways).text
        return text._replace(
            needed=alternatives_needed(requirement, context.words, asked),
            missing="" if met else alternatives_missing([found.text for found in ways]),
            is_clause=False,
            change="",
            question=None if met else text.question,
            assumptions=text.assumptions if met else (),
        )

    return Finding(
        chosen.truth,
        tell,
        counted=ids_together(found.counted for found in those),
        may_count=ids_together(found.may_count for found in those),
        witnesses=chosen.witnesses if met else (),
        asks=chosen.asks,
        only_people_decide=chosen.only_people_decide,
        for_a_minimum=for_a_minimum,
    )


def _not_ruled_out(
    requirement: Alternatives, sets: Sequence[Finding], among: Sequence[Finding], context: Context
) -> Sequence[Finding]:
    """Those of the ways that the applicant has not chosen against by what is stated; all where there are no others."""
    chosen_against = [
        found
        for parts, found in zip(requirement.of, sets, strict=True)
        if any(
            isinstance(part, Declared) and judge_declared(part, None, context).truth is Truth.FALSE for part in parts
        )
    ]
    return [found for found in among if not any(found is other for other in chosen_against)] or among


def any_of(sets: Sequence[Finding]) -> Finding:
    """What several sets found, none of which certainly holds: all that is asked."""

    def tell() -> Text:
        texts = [found.text for found in sets]
        return Text(
            "",
            or_else(dict.fromkeys(text.found for text in texts)),
            question=" ".join(dict.fromkeys(text.question for text in texts if text.question)) or None,
        )

    truth = sets[0].truth
    return Finding(
        truth,
        tell,
        asks=asks_together(sets) if truth is Truth.UNKNOWN else (),
        only_people_decide=truth is Truth.UNKNOWN and all(found.only_people_decide for found in sets),
    )


def judge_when(requirement: When, participants: Sequence[Participant], context: Context, judge: Judge) -> Finding:
    """Whether what follows holds; where it is not known what follows, whether both ways come to the same."""
    pool = in_roles(participants, requirement.roles)
    answer = conjunction(_given(requirement, pool, context))

    def branch(part: AnyRequirement | None) -> Finding | None:
        return None if part is None else all_of([judge(part, participants)], participants, context)

    if answer.truth is Truth.UNKNOWN:
        return _open(requirement, answer, pool, [branch(requirement.then), branch(requirement.otherwise)], context)
    chosen = branch(requirement.then if answer.truth is Truth.TRUE else requirement.otherwise)

    def tell() -> Text:
        text = chosen.text if chosen else None
        return (text or Text("", ""))._replace(
            needed=asked(requirement, context.words), found=when_found(requirement, answer.truth, text, context.words)
        )

    found = chosen or Finding(Truth.TRUE, tell, applies=False)
    if found.for_a_minimum or not has_minimum(requirement):
        return replace(found, tell=tell)
    return replace(found, tell=tell, counted=(), may_count=(), for_a_minimum=True)


def has_minimum(requirement: AnyRequirement) -> bool:
    """Whether a minimum is among all that it is made of."""
    return any(isinstance(leaf, Selection) for leaf in leaves_of(requirement))


def _open(
    requirement: When, answer: Answer, pool: Sequence[Participant], branches: Sequence[Finding | None], context: Context
) -> Finding:
    outcomes = {Truth.TRUE if found is None else found.truth for found in branches}
    truth = outcomes.pop() if len(outcomes) == 1 else Truth.UNKNOWN
    there = [found for found in branches if found is not None]
    for_a_minimum = any(found.for_a_minimum for found in there)
    those = counting(there, for_a_minimum)
    asks = [*_asks(requirement, answer, pool, context), *(asks for found in there for asks in found.asks)]
    lacking = [found for found in there if found.truth is not Truth.TRUE]

    def tell() -> Text:
        return Text(
            needed=asked(requirement, context.words),
            found=when_found(requirement, Truth.UNKNOWN, None, context.words),
            missing=alternatives_missing([found.text for found in lacking]),
        )

    return Finding(
        truth,
        tell,
        counted=ids_together(found.counted for found in those),
        may_count=ids_together(found.may_count for found in those),
        asks=merged(asks) if truth is Truth.UNKNOWN else (),
        for_a_minimum=for_a_minimum,
    )


def _given(requirement: When, pool: Sequence[Participant], context: Context) -> Iterable[Answer]:
    if requirement.where is not None:
        yield disjunction(holds(requirement.where, participant, context) for participant in pool)
    if requirement.participants is not None:
        yield _counted(requirement.participants, pool)
    for name, expected in (requirement.declared or {}).items():
        stated = context.facts.get(name)
        yield unknown(f"fact:{name}") if stated is None else YES if same(stated, expected) else NO


def _counted(span: Span, pool: Sequence[Participant]) -> Answer:
    if len(pool) < (span.min or 0) or (span.max is not None and len(pool) > span.max):
        return NO
    countries = {participant.organisation.country for participant in pool}
    known = len(countries - {None})
    at_most = known + sum(participant.organisation.country is None for participant in pool)
    wanted = span.countries or 0
    return YES if known >= wanted else NO if at_most < wanted else unknown("country")


def _asks(
    requirement: When, answer: Answer, pool: Sequence[Participant], context: Context
) -> Iterable[tuple[str | None, frozenset[str]]]:
    """Of whom which fact is missing to know what follows; facts of the proposal are nobody's."""
    declared = frozenset(f"fact:{name}" for name in requirement.declared or {} if context.facts.get(name) is None)
    if declared:
        yield None, declared
    for participant in pool:
        facts = holds(requirement.where, participant, context).missing if requirement.where else frozenset[str]()
        if "country" in answer.missing and participant.organisation.country is None:
            facts |= {"country"}
        if facts:
            yield participant.id, facts

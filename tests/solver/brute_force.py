"""Every consortium of a small pool, judged by the rule engine alone: the oracle for the solver.

Nothing of the solver is used. What counts as acceptable is written out in the words of `docs/solver.md`. The steps of
`rules.verdict.judge` are taken one by one, because the whole also looks for repairs of each refused consortium.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from rules.assessment import judge_entries
from rules.codes import Role
from rules.conditions import Condition
from rules.context import Context
from rules.entries import Entry
from rules.facts import FactValue, Participant
from rules.groups import World
from rules.identity import canonical_order
from rules.judging import Finding, judge_requirement
from rules.mentions import parts
from rules.requirements import Declared, Judgement, Span, When
from rules.resolution import resolve
from rules.rulebook import Rulebook
from rules.truth import Truth
from rules.verdict import Case, context_of, whole_status
from solver.instance import Candidate, Instance

COMPOSED = ("each", "when", "alternatives")

ANY: list[list[str]] = [[], ["lead_city"]]
"""What the random conditions can tell apart about sub-roles."""

READINGS = ("certain", "asked", "hoped", "open")
Value = tuple[float, ...]


def best(
    instance: Instance, rulebook: Rulebook, earlier: Sequence[set[str]] = (), readings: Sequence[str] = READINGS
) -> tuple[str, Value, int] | None:
    """The surest reading in which there is a consortium, the best value there, and the fewest questions with it."""
    wanted = readings_of(instance, readings)
    everybody = sorted(consortia(instance, rulebook, earlier), key=lambda who: value(instance, who), reverse=True)
    judged: dict[int, Judged] = {}
    for reading in wanted:
        top: tuple[Value, int] | None = None
        for number, who in enumerate(everybody):
            worth = value(instance, who)
            if top is not None and worth < top[0]:
                break
            if number not in judged:
                judged[number] = judge(instance, who, rulebook)
            if acceptable(instance, judged[number], reading):
                questions = judged[number].open_questions
                top = (worth, min(questions, top[1]) if top else questions)
        if top is not None:
            return reading, *top
    return None


def readings_of(instance: Instance, readings: Sequence[str] = READINGS) -> Sequence[str]:
    """Those that are tried: who avoids the unknown gets no open one."""
    return readings if instance.unknown == "ask" else [name for name in readings if name != "open"]


def value(instance: Instance, who: Sequence[Participant]) -> Value:
    """Points of the goals, by the formulas of the documentation; the larger the better."""
    goals = points(instance, who)
    signed = {**goals, "cost": -goals["cost"]}
    order = instance.wishes.goals_order
    if order:
        return tuple(signed.get(goal, 0) for goal in order)
    weights = instance.wishes.weights.model_dump()
    return (round(sum(weights[goal] * number for goal, number in signed.items()), 3),)


def points(instance: Instance, who: Sequence[Participant]) -> dict[str, int]:
    fits = {candidate.organisation.id: candidate.fit for candidate in instance.candidates}
    wishes = instance.wishes
    covered = set()
    for participant in who:
        organisation = participant.organisation
        if wishes.competences or wishes.ecosystems:
            levels = organisation.competences
            covered |= {("skill", n) for n, least in wishes.competences.items() if levels.get(n, 0) >= least}
            covered |= {("ecosystem", name) for name in organisation.ecosystems if name in wishes.ecosystems}
        else:
            covered |= {("skill", name) for name in organisation.competences}
            covered |= {("ecosystem", name) for name in organisation.ecosystems}
    ids = {participant.id for participant in who}
    tied = {frozenset((tie.first, tie.second)) for tie in instance.history.ties}
    places = [participant.organisation for participant in who]
    abroad = [code for one in places for code in one.member_countries or ()]
    return {
        "prior_ties": min(100, 10 * sum(frozenset(pair) in tied for pair in combinations(sorted(ids), 2))),
        "regions": 5 * len({one.nuts[:4] for one in places if one.nuts and len(one.nuts) > 3}),
        "reach": 5 * len({*abroad, *(one.country for one in places)} - {None}),
        "newcomers": 10 * len(ids & set(instance.history.newcomers)),
        "fit": sum(fits.get(participant.id, 0) for participant in who),
        "complementarity": 20 * len(covered),
        "diversity": 10 * len({participant.organisation.country for participant in who} - {None}),
        "cost": 25 * len(who),
    }


@dataclass(frozen=True)
class Judged:
    """The status of the whole and the conditions that decide it."""

    who: Sequence[Participant]
    status: str
    entries: tuple[Entry, ...]
    composed: tuple[Condition, ...]
    signed: Context
    hoped: Context

    @property
    def admissions(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.condition.requirement.kind in ("admit", "coordinator")]

    @property
    def counts(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.condition.requirement.kind in ("selection", "limit", "ratio")]

    def if_hoped(self, entry: Entry, who: Sequence[Participant] | None = None) -> Finding:
        """What is found if the pending agreements apply, of these participants or of those there are."""
        condition = entry.condition
        findings = judge_requirement(condition.requirement, condition.id, who or self.who, self.hoped)
        return next(one for one in findings if one.participant == entry.finding.participant)

    def could_be_met(self, entry: Entry) -> bool:
        """Whether facts that nobody has stated could make it hold, whatever the unknown sub-roles are."""
        return all(self.if_hoped(entry, who).truth is not Truth.FALSE for who in self._with_any_sub_roles())

    def _with_any_sub_roles(self) -> Iterator[list[Participant]]:
        ways = [
            [one] if one.sub_roles is not None else [_in_sub_roles(one, names) for names in ANY] for one in self.who
        ]
        yield from map(list, product(*ways))

    def is_met_if_hoped(self, entry: Entry) -> bool:
        """If they apply, by participants that certainly count."""
        finding = self.if_hoped(entry)
        return finding.truth is Truth.TRUE and _has_witnesses(finding, entry)

    def found(self, condition: Condition, context: Context) -> Truth:
        """What holds of a condition made of others; where there is nothing to judge nothing is wrong."""
        [finding] = judge_requirement(condition.requirement, condition.id, self.who, context)
        return finding.truth if finding.applies else Truth.TRUE

    def could_hold(self, condition: Condition, context: Context) -> bool:
        """Whether it holds for some answers about the proposal itself."""
        return any(
            self.found(condition, context.about({**context.facts, **answers})) is Truth.TRUE
            for answers in _answers(condition, context.facts)
        )

    @property
    def open_questions(self) -> int:
        """How many participants are admitted with a question."""
        open_ones = [entry for entry in self.admissions if entry.status in ("unknown", "needs_human")]
        return len({entry.finding.participant for entry in open_ones} - {None})


def _in_sub_roles(participant: Participant, names: list[str]) -> Participant:
    return participant.model_copy(update={"sub_roles": names})


def _answers(condition: Condition, stated: Mapping[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    """Every way to answer what a condition asks of the proposal and nobody has stated, one of them not at all."""
    asked: dict[str, list[FactValue]] = {}
    for part in parts(condition.requirement):
        match part:
            case Judgement():
                asked[condition.id] = [True, False]
            case Declared(fact=name, expected=expected) if not isinstance(expected, Span):
                asked.setdefault(name, ["something else"]).append(expected)
            case When(declared=declared) if declared:
                for name, expected in declared.items():
                    asked.setdefault(name, ["something else"]).append(expected)
    unstated = [name for name in asked if stated.get(name) is None]
    for values in product(*([None, *asked[name]] for name in unstated)):
        yield {name: value for name, value in zip(unstated, values, strict=True) if value is not None}


def judge(instance: Instance, who: Sequence[Participant], rulebook: Rulebook) -> Judged:
    case = Case(instance.call, list(who), instance.as_of, instance.facts, tuple(instance.conditions))
    resolution = resolve(case.call, rulebook, case.as_of, case.conditions)
    context = context_of(case, resolution, rulebook)
    entries = judge_entries(resolution, canonical_order(who), context)
    deciding = tuple(entry for entry in entries if entry.decides)
    composed = (one.condition for one in resolution.conditions if one.condition.requirement.kind in COMPOSED)
    return Judged(
        who=who,
        status=whole_status(resolution, entries),
        entries=deciding,
        composed=tuple(condition for condition in composed if condition.decides),
        signed=context.in_world(World.AS_SIGNED),
        hoped=context.in_world(World.AS_HOPED),
    )


def acceptable(instance: Instance, judged: Judged, reading: str) -> bool:
    """Whether the consortium may be proposed in this reading."""
    if judged.status == "ineligible" or not all(
        _admits(instance, judged, entry, reading) for entry in judged.admissions
    ):
        return False
    counts, composed = judged.counts, judged.composed
    match reading:
        case "certain":
            both = (judged.found(one, context) for one in composed for context in (judged.signed, judged.hoped))
            return all(map(_is_met, counts)) and all(found is Truth.TRUE for found in both)
        case "asked":
            both_ways = (
                judged.could_hold(one, context) for one in composed for context in (judged.signed, judged.hoped)
            )
            return all(map(_is_met, counts)) and all(both_ways)
        case "hoped":
            return all(map(judged.is_met_if_hoped, counts)) and all(
                judged.could_hold(one, judged.hoped) for one in composed
            )
        case _:
            return all(map(judged.could_be_met, counts)) and all(
                judged.found(one, judged.hoped) is not Truth.FALSE for one in composed
            )


def _is_met(entry: Entry) -> bool:
    """With and without the pending agreements, and by participants that certainly count."""
    return entry.status == "met" and _has_witnesses(entry.finding, entry) and _has_witnesses(entry.hoped, entry)


def _has_witnesses(finding: Finding, entry: Entry) -> bool:
    """An unknown country never helps, not even where it would in every country there is."""
    return bool(finding.witnesses) or entry.condition.requirement.kind != "selection"


def _admits(instance: Instance, judged: Judged, entry: Entry, reading: str) -> bool:
    if _lowers(entry):
        return False
    if entry.finding.participant in {member.id for member in instance.members} | {instance.coordinator}:
        return reading in ("certain", "asked") or judged.if_hoped(entry).truth is not Truth.FALSE
    match entry.status:
        case "needs_human":
            return False
        case "unknown":
            return instance.unknown == "ask"
        case "conditional":
            return reading in ("hoped", "open") and judged.if_hoped(entry).truth is not Truth.FALSE
        case _:
            return True


def _lowers(entry: Entry) -> bool:
    """Somebody would take part in another role than the one proposed."""
    return getattr(entry.condition.requirement, "effect", None) == "downgrade" and entry.status in (
        "conditional",
        "not_met",
    )


def consortia(
    instance: Instance, rulebook: Rulebook, earlier: Sequence[set[str]] = ()
) -> Iterator[tuple[Participant, ...]]:
    """Everybody that the request lets take part together, in every choice of roles."""
    agreed = [_in_its_role(instance, member, rulebook) for member in instance.members if member.id != instance.lead]
    taken = {member.id for member in agreed}
    pool = [candidate for candidate in instance.candidates if candidate.organisation.id not in taken]
    pool = [candidate for candidate in pool if candidate.organisation.id not in instance.exclude]
    for number in range(len(pool) + 1):
        for chosen in combinations(pool, number):
            if _suits(instance, [*agreed, *map(_beneficiary, chosen)], earlier):
                yield from _with_each_coordinator(instance, agreed, chosen)


def _with_each_coordinator(
    instance: Instance, agreed: list[Participant], chosen: Sequence[Candidate]
) -> Iterator[tuple[Participant, ...]]:
    free = [_beneficiary(candidate) for candidate in chosen]
    if instance.coordinator in {member.id for member in agreed}:
        yield (*agreed, *free)
        return
    for participant in free:
        if instance.coordinator in (None, participant.id):
            lead = participant.model_copy(update={"role": Role.COORDINATOR})
            yield (*agreed, *(other if other is not participant else lead for other in free))


def _beneficiary(candidate: Candidate) -> Participant:
    return Participant(
        organisation=candidate.organisation,
        role=Role.BENEFICIARY,
        sub_roles=candidate.sub_roles,
        facts=candidate.facts,
    )


def _in_its_role(instance: Instance, member: Participant, rulebook: Rulebook) -> Participant:
    """The agreed role, or associated partner where that is all it may be."""
    lower = member.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
    if member.role is Role.COORDINATOR or not _is_barred(instance, member, rulebook):
        return member
    return member if _is_barred(instance, lower, rulebook) else lower


def _is_barred(instance: Instance, member: Participant, rulebook: Rulebook) -> bool:
    own = [e for e in judge(instance, [member], rulebook).admissions if e.finding.participant == member.id]
    return any(_lowers(entry) or entry.status == "not_met" for entry in own)


def _suits(instance: Instance, who: Sequence[Participant], earlier: Sequence[set[str]]) -> bool:
    names, wishes = {participant.id for participant in who}, instance.wishes
    organisations = [participant.organisation for participant in who]
    countries = [organisation.country for organisation in organisations]
    nowhere, most = countries.count(None), wishes.max_per_country
    return (
        instance.size.min <= len(who) <= instance.size.max
        and (instance.coordinator is None or instance.coordinator in names)
        and all(len(names - other) >= instance.min_difference for other in earlier)
        and all(country in countries for country in wishes.countries)
        and all(
            any(organisation.competences.get(name, 0) >= least for organisation in organisations)
            for name, least in wishes.competences.items()
        )
        and (most is None or max(countries.count(c) + (nowhere if c else 0) for c in countries) <= most)
    )

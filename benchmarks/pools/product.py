"""The same pools as the product sees them: organisations with facts, a call under the law, wishes, earlier projects.

The law is that of a research and innovation action of Horizon Europe, as the rulebook has it; what the made-up topic
asks beyond it are conditions of the call. Where the product has no words for something (two who bring a competence,
the ask of each for money) it is left out; `product_rows` is the same problem for the bare solver.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from benchmarks.pools.organisations import COUNTRIES, WIDENING, Pool, Sort
from benchmarks.pools.topics import Topic
from rules.calls import Call, CallCondition
from rules.codes import Ecosystem, Flag, Kind, SizeClass
from rules.facts import Organisation
from rules.requirements import Admit, AnyRequirement, Coordinator, Filter, Selection
from solver import Candidate, Instance, Size
from solver.instance import History, Tie, Weights, Wishes
from solver.people.pool import Pool as SolverPool

AS_OF, DEADLINE = date(2026, 11, 22), date(2027, 2, 2)

CODES = (
    "DE FR IT ES NL BE SE AT FI DK IE LU PL PT GR CZ HU RO BG SK SI HR LT LV EE CY MT "
    "GB CH NO IL IS TR UA RS GE TN BA AL MK ME MD KR CA "
    "US BR IN"
).split()
"""The country of each number: Member States, associated countries, others; the widening ones where `WIDENING` says."""

ELSEWHERE = "CN"
"""From where those are controlled who are not controlled from Europe."""

FACTS: Mapping[Sort, tuple[Kind, SizeClass | None]] = {
    Sort.CLUSTER: (Kind.CLUSTER_ORGANISATION, None),
    Sort.CLUSTER_WITHOUT_PERSONALITY: (Kind.CLUSTER_ORGANISATION, None),
    Sort.SME: (Kind.COMPANY, SizeClass.SME),
    Sort.LARGE_COMPANY: (Kind.COMPANY, SizeClass.LARGE),
    Sort.RESEARCH: (Kind.RESEARCH_ORGANISATION, None),
    Sort.UNIVERSITY: (Kind.UNIVERSITY, None),
    Sort.PUBLIC: (Kind.PUBLIC_BODY, None),
    Sort.NGO: (Kind.NGO, None),
}

ECOSYSTEMS = tuple(Ecosystem)

WEIGHTS = Weights(fit=1, complementarity=0.6, diversity=0.6, prior_ties=0.5, newcomers=0, cost=1.4)
"""Near the points of the made-up topic, a tenth of them."""

POINTS_OF_SUBJECT, POINTS_OF_COUNTRY, POINTS_OF_TIE, POINTS_OF_SEAT = 12, 6, 5, -35
"""What `WEIGHTS` make of the goals of `docs/solver.md`: 20, 10 and 10 points, and 25 against."""

STRONGEST_TIES, MOST_TIES = 6, 10
"""So many ties of each organisation count, and so many pairs in a consortium."""


def name_of(number: int) -> str:
    """The id of an organisation; in the order of the numbers."""
    return f"o{number:06}"


def number_of(name: str) -> int:
    """The number of an organisation."""
    return int(name[1:])


def organisations(pool: Pool) -> Iterator[Organisation]:
    """Each organisation of the pool, with all facts stated."""
    shared = {group for group in pool.group.tolist() if group >= pool.number}
    brings, masters = pool.brings.T, pool.masters.T
    for number in range(pool.number):
        kind, size_class = FACTS[Sort(int(pool.sort[number]))]
        country, group = CODES[pool.country[number]], int(pool.group[number])
        skills = {
            competence: 1 + int(masters[number, competence]) for competence in brings[number].nonzero()[0].tolist()
        }
        yield Organisation(
            id=name_of(number),
            country=country,
            kinds=[kind],
            size_class=size_class,
            legal_personality=bool(pool.has_personality[number]),
            non_profit=bool(pool.has_capacity[number]),
            gender_equality_plan=bool(pool.has_equality_plan[number]),
            controlled_from=country if pool.is_controlled_from_europe[number] else ELSEWHERE,
            control_group=f"g{group}" if group in shared else None,
            flags=[Flag.RESTRICTIVE_MEASURES] if pool.is_excluded[number] else [],
            competences={f"c{competence}": level for competence, level in skills.items()},
            ecosystems=sorted({ecosystem_of(competence) for competence in skills}),
        )


def ecosystem_of(competence: int) -> Ecosystem:
    """The ecosystem to which a competence belongs."""
    return ECOSYSTEMS[competence % len(ECOSYSTEMS)]


def fit_of(pool: Pool, topic: Topic) -> list[int]:
    """The fit of each organisation, 0 to 100."""
    fits: list[int] = (topic.suitability(pool) // 10).astype(int).clip(0, 100).tolist()
    return fits


def call_of(topic: Topic) -> Call:
    """A topic of Cluster 4 with the made-up conditions."""
    return Call(
        identifier="HORIZON-CL4-2026-DIGITAL-01-01",
        programme="HORIZON",
        type_of_action="HORIZON-RIA",
        deadline=DEADLINE,
        conditions=list(_conditions(topic)),
    )


def _conditions(topic: Topic) -> Iterator[CallCondition]:
    in_europe = Filter(country_in="horizon_member_or_associated")
    widening = tuple(CODES[country] for country in range(COUNTRIES) if WIDENING[country])
    asked: dict[str, AnyRequirement] = {
        "countries": Selection(min=topic.countries, each_from_different="country", independent=True, where=in_europe),
        "widening": Selection(min=topic.widening, where=Filter(country_in=widening)),
        "coordinator": Coordinator(where=Filter(non_profit=True)),
        "control": Admit(effect="deny", where=Filter(controlled_from_in=(ELSEWHERE,))),
        **{sort.name.lower(): Selection(min=least, where=_of(sort)) for sort, least in topic.sorts.items()},
    }
    for name, requirement in asked.items():
        yield CallCondition(id=f"call.{name}", title=name, requirement=requirement)


def _of(sort: Sort) -> Filter:
    kind, size_class = FACTS[sort]
    return Filter(kind_in=(kind,), size_in=None if size_class is None else (size_class,))


def pool_of(pool: Pool) -> SolverPool:
    """The pool as the product keeps it for many requests: depends on no topic."""
    candidates = [Candidate(organisation=organisation, sub_roles=[]) for organisation in organisations(pool)]
    ties = zip(pool.first.tolist(), pool.second.tolist(), pool.strength.tolist(), strict=True)
    return SolverPool(
        candidates,
        History(
            ties=[
                Tie(first=name_of(first), second=name_of(second), projects=strength) for first, second, strength in ties
            ]
        ),
    )


def instance_of(topic: Topic, *, seconds: float) -> Instance:
    """The question to `solver.propose` about a pool: one proposal."""
    return Instance(
        call=call_of(topic),
        as_of=AS_OF,
        size=Size(min=topic.smallest, max=topic.largest),
        wishes=Wishes(
            competences={f"c{competence}": 1 for competence in topic.required},
            ecosystems=sorted({ecosystem_of(competence) for competence in topic.bonus}),
            weights=WEIGHTS,
        ),
        alternatives=1,
        time_limit_s=seconds,
    )

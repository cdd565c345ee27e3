"""Mass screening: 100,000 organisations against 1,000 calls, by the sieve and by three plainer ways; ratios of one run.

    python -m benchmarks.screening

Organisations and calls are made up here (a fixed seed); the law is the rulebook's. The plainer ways get the law
compiled already, each in the form that suits it best:

- "plain Python": one generated Python expression for each call, over what an organisation states, asked in a loop
  (on a sample of pairs, scaled);
- "numpy per call": whole columns of bool, call by call (on a sample of calls, scaled);
- "rule engine": the verdict's own judgement of each condition of admission (on a sample of pairs, scaled).

All of them have to say the same of the pairs that they are asked about.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import process_time
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table as RichTable

from rules.calls import Call
from rules.codes import Flag, Role, may_carry
from rules.facts import Organisation, Participant
from rules.judging import judge_requirement
from rules.rulebook import load
from rules.truth import Truth
from rules.verdict import Case
from solver.law import Law, concerns, law_of_case
from solver.sieve import Passed, Sieve
from solver.sieve.expressions import Expressions, Joint, Table
from solver.sieve.packing import Pack

Result = TypeVar("Result")

ORGANISATIONS, CALLS = 100_000, 1_000
AS_OF = date(2026, 11, 23)
ROLE = Role.BENEFICIARY
SAMPLED_CALLS, SAMPLED_ORGANISATIONS = 50, 4_000
REPEATS = 3
JUDGED_CALLS, JUDGED_ORGANISATIONS = 20, 60

HOME = "DE FR IT ES NL BE SE AT PL FI DK GR PT CZ IE HU RO SI BG SK HR LT EE LV LU CY MT".split()
ABROAD = "NO CH GB TR IL UA RS IS TN GE AM MD BA AL ME MK MA EG US CN JP KR CA RU BY ZA IN BR".split()
PARTS = "CL1 CL2 CL3 CL4 CL5 CL6 HLTH MISS INFRA WIDERA EIE".split()
TYPES = ["HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA"]
KINDS: list[list[str] | None] = [
    ["company"],
    ["company"],
    ["university"],
    ["research_organisation"],
    ["public_body"],
    ["local_authority"],
    ["ngo"],
    ["cluster_organisation"],
    ["agency", "research_organisation"],
    ["natural_person"],
    None,
]
BARRED_KINDS = ["ngo", "natural_person", "cluster_organisation", "local_authority", "university"]
FLAGS = ["hu_public_interest_trust", "restrictive_measures", "jrc", "european_research_organisation", "oct", "cn_miit"]


def organisations(number: int, chance: random.Random) -> Iterator[Organisation]:
    """Mostly of the EU, one fact in seven unknown, a flag on one in forty."""

    def maybe(fact: Any) -> Any:
        return None if chance.random() < 1 / 7 else fact

    for index in range(number):
        places = HOME if chance.random() < 0.8 else ABROAD
        country = places[int(len(places) * chance.random() ** 2)]
        lies_in = maybe(country)
        flags = [chance.choice([flag for flag in FLAGS if lies_in is None or may_carry(Flag(flag), lies_in)])]
        yield Organisation.model_validate(
            {
                "id": f"o{index}",
                "country": lies_in,
                "kinds": chance.choice(KINDS),
                "legal_personality": maybe(chance.random() < 0.95),
                "non_profit": maybe(chance.random() < 0.5),
                "sme": maybe(chance.random() < 0.5),
                "controlled_from": maybe(country if chance.random() < 0.95 else "CN"),
                "gender_equality_plan": maybe(chance.random() < 0.9),
                "flags": flags if chance.random() < 1 / 40 else [],
                "registrations": maybe(["eccp_profile"]),
            }
        )


def calls(number: int, chance: random.Random, *, own: bool) -> Iterator[Call]:
    """Topics of three types of action in four years, with one of forty deadlines a year.

    With ``own`` each of them bars three countries and a kind of organisation by a condition that no other has.
    """
    for index in range(number):
        year = chance.choice([2024, 2025, 2026, 2027])
        barred = {"any": [{"country_in": chance.sample(HOME, 3)}, {"kind_in": [chance.choice(BARRED_KINDS)]}]}
        admit = {"kind": "admit", "effect": "deny", "where": barred, "roles": [ROLE]}
        yield Call.model_validate(
            {
                "identifier": f"HORIZON-{chance.choice(PARTS)}-{year}-{chance.randrange(1, 4):02}-T{index}",
                "programme": "HORIZON",
                "type_of_action": chance.choice(TYPES),
                "deadline": date(year, 2, 1) + timedelta(days=7 * chance.randrange(40)),
                "conditions": [{"id": "own", "title": "Not these", "requirement": admit}] if own else [],
            }
        )


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds of this process (others on the machine do not count), and the result."""
    began = process_time()
    result = work()
    return process_time() - began, result


class Plain:
    """The same expressions, evaluated without bitmaps and without anything shared between calls."""

    def __init__(self, expressions: Expressions) -> None:
        self.pack, self.all = expressions.pack, expressions.all
        self.facets = sorted({entry.facet for entry in self.all if isinstance(entry, Table)})
        self.stated = list(zip(*(self.pack.column(facet).codes.tolist() for facet in self.facets), strict=True))

    def function(self, number: int) -> Callable[[tuple[int, ...]], bool]:
        """Whether the expression certainly holds, as one Python expression over what an organisation states."""
        names: dict[str, Any] = {}
        source = self._source(number, so=True, names=names)
        bound = ", ".join(f"{name}={name}" for name in names)
        made: Callable[[tuple[int, ...]], bool] = eval(f"lambda stated, {bound}: {source}", names)  # noqa: S307  # ours
        return made

    def _source(self, number: int, *, so: bool, names: dict[str, Any]) -> str:
        match self.all[number]:
            case Table(facet, truths):
                name = f"t{len(names)}"
                names[name] = tuple(truth is (Truth.TRUE if so else Truth.FALSE) for truth in truths)
                return f"{name}[stated[{self.facets.index(facet)}]]"
            case Joint("not", (part,)):
                return self._source(part, so=not so, names=names)
            case Joint("sure", (part,)):
                return f"({'' if so else 'not '}{self._source(part, so=True, names=names)})"
            case Joint(operator, parts):
                join = " and " if (operator == "and") == so else " or "
                return f"({join.join(self._source(part, so=so, names=names) for part in parts)})"

    def column(self, number: int, *, so: bool = True) -> NDArray[np.bool]:
        """Whether the expression certainly holds, for everybody, one byte each."""
        match self.all[number]:
            case Table(facet, truths):
                wanted = np.array([truth is (Truth.TRUE if so else Truth.FALSE) for truth in truths])
                return np.asarray(wanted[self.pack.column(facet).codes])
            case Joint("not", (part,)):
                return self.column(part, so=not so)
            case Joint("sure", (part,)):
                return self.column(part) if so else ~self.column(part)
            case Joint(operator, parts):
                join = np.logical_and if (operator == "and") == so else np.logical_or
                return np.asarray(join.reduce([self.column(part, so=so) for part in parts]))


def engine_lets_in(organisation: Organisation, law: Law) -> bool:
    """Nothing bars it in one world at least, judged condition by condition."""
    participant = Participant(organisation=organisation, role=ROLE)
    for context in (law.signed, law.hoped):
        admissions = (entry.condition for entry in law.admissions if concerns(entry, ROLE) and not entry.hangs_on)
        found = (judge_requirement(one.requirement, one.id, [participant], context) for one in admissions)
        if all(finding.truth is not Truth.FALSE for [finding] in found):
            return True
    return False


@dataclass(frozen=True)
class Measured:
    """Seconds for all pairs by each way (samples scaled), and what came out."""

    different: int
    expressions: int
    reading: float
    packing: float
    compiling: float
    screening: float
    columns: float
    loop: float
    engine: float
    megabytes: float


@dataclass(frozen=True)
class Sieved:
    """What the sieve took, packing and compiling together, and said."""

    sieve: Sieve
    preparing: float
    screening: float
    passed: Passed


def sieved(pool: Sequence[Organisation], laws: Sequence[Law]) -> Sieved:
    """One run on all pairs, from nothing."""
    sieve = Sieve(pool, load().groups)
    preparing, _ = timed(lambda: [sieve.compile(law, ROLE) for law in laws])
    screening, passed = timed(lambda: sieve.screen(laws, ROLE))
    return Sieved(sieve, preparing, screening, passed)


def measure(pool: Sequence[Organisation], asked: Sequence[Call]) -> Measured:
    """The sieve on all pairs, the others on samples; what they say of the same pairs has to agree."""
    rulebook = load()
    reading, laws = timed(lambda: [law_of_case(Case(call, (), AS_OF, {}), rulebook) for call in asked])
    runs = sorted((sieved(pool, laws) for _ in range(REPEATS)), key=lambda run: run.screening)
    run = runs[REPEATS // 2]
    plain, sample = Plain(run.sieve.expressions), range(0, len(laws), len(laws) // SAMPLED_CALLS)
    barred = [run.sieve.compile(law, ROLE).certainly for law in laws]
    packing = min(timed(lambda: [Pack(pool).column(facet) for facet in plain.facets])[0] for _ in range(REPEATS))
    functions, few = [plain.function(barred[row]) for row in sample], plain.stated[:SAMPLED_ORGANISATIONS]
    loop, one_by_one = timed(lambda: [[not bars(stated) for stated in few] for bars in functions])
    columns, whole = timed(lambda: [~plain.column(barred[row]) for row in sample])
    for row, some, everybody in zip(sample, one_by_one, whole, strict=True):
        assert np.array_equal(run.passed.mask(row), everybody)
        assert run.passed.mask(row)[:SAMPLED_ORGANISATIONS].tolist() == some
    share = len(laws) / len(sample)
    return Measured(
        different=len(set(barred)),
        expressions=len(plain.all),
        reading=reading,
        packing=packing,
        compiling=max(0.0, min(run.preparing for run in runs) - packing),
        screening=run.screening,
        columns=columns * share,
        loop=loop * share * len(pool) / len(few),
        engine=engine(pool, laws, run.passed) * len(laws) * len(pool),
        megabytes=run.passed.bits.nbytes / 1e6,
    )


def engine(pool: Sequence[Organisation], laws: Sequence[Law], passed: Passed) -> float:
    """Seconds a pair by the rule engine; what it says has to be what the sieve says."""
    rows = range(0, len(laws), len(laws) // JUDGED_CALLS)
    few = pool[:: len(pool) // JUDGED_ORGANISATIONS]
    seconds, found = timed(lambda: [[one.id for one in few if engine_lets_in(one, laws[row])] for row in rows])
    for row, names in zip(rows, found, strict=True):
        assert set(names) == set(passed.organisations(row)) & {one.id for one in few}
    return seconds / len(rows) / len(few)


def table_of(kinds: Mapping[str, Measured]) -> RichTable:
    """A column for each kind of calls."""
    table = RichTable(title=f"{ORGANISATIONS:,} organisations, {CALLS:,} calls, as {ROLE} (seconds)")
    table.add_column("")
    for kind in kinds:
        table.add_column(kind, justify="right")
    lines: dict[str, Callable[[Measured], str]] = {
        "different laws, expressions": lambda one: f"{one.different}, {one.expressions}",
        "reading the law (the rule engine's part)": lambda one: f"{one.reading:.2f}",
        "packing the organisations, once": lambda one: f"{one.packing:.2f}",
        "compiling the laws, once": lambda one: f"{one.compiling:.2f}",
        "screening": lambda one: f"{one.screening:.3f}",
        "numpy per call": lambda one: f"{one.columns:.2f} ({one.columns / one.screening:.0f} x)",
        "plain Python": lambda one: f"{one.loop:.1f} ({one.loop / one.screening:.0f} x)",
        "rule engine": lambda one: f"{one.engine:.0f} ({one.engine / one.screening:.0f} x)",
        "rule engine, pairs a second": lambda one: f"{ORGANISATIONS * CALLS / one.engine:.0f}",
        "result in MB": lambda one: f"{one.megabytes:.1f}",
    }
    for name, cell in lines.items():
        table.add_row(name, *map(cell, kinds.values()))
    return table


def main() -> None:
    """Measure and print."""
    chance = random.Random(20261123)  # noqa: S311  # a fixed seed for made-up data
    pool = list(organisations(ORGANISATIONS, chance))
    kinds = {
        "the rulebook's law": measure(pool, list(calls(CALLS, chance, own=False))),
        "and a bar of its own each": measure(pool, list(calls(CALLS, chance, own=True))),
    }
    Console(width=120).print(table_of(kinds))


if __name__ == "__main__":
    main()

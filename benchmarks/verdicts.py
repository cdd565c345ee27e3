"""Verdicts of ten-partner consortia a second, on one core; rates and ratios of one run.

    python -m benchmarks.verdicts

The consortia are made up (a fixed sequence): research and innovation actions of 2026, half of them in topics with
conditions of their own, most with the partners that these ask for. "call known": the law of the call was made ready by
an earlier verdict. "call new": every verdict is about a call that nobody asked about before.
"""

import gc
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import process_time

from rich.console import Console
from rich.table import Table

from rules.calls import Call
from rules.codes import Kind, Role
from rules.facts import Organisation, Participant
from rules.rulebook import load
from rules.verdict import Case, judge, status_of

DAY = date(2026, 11, 22)
PARTNERS = 10
CONSORTIA = 240
ROUNDS = 5
"""Each consortium is judged so often, and its best time counts: the machine has other work too."""

MEMBER_STATES = "DE FR IT ES PL NL BE SE FI AT PT GR RO BG CZ HU IE DK SK SI HR LT LV EE LU CY MT".split()
OTHERS = "NO CH IS TR RS UA GB IL KR CA US ZA".split()
KINDS = (Kind.UNIVERSITY, Kind.RESEARCH_ORGANISATION, Kind.COMPANY, Kind.CLUSTER_ORGANISATION, Kind.NGO, Kind.HOSPITAL)


@dataclass(frozen=True)
class Topic:
    """A topic, and the kinds of partners that its own conditions ask for."""

    identifier: str
    type_of_action: str
    asks_for: tuple[Kind, ...] = ()

    def call(self) -> Call:
        """The topic as a call with a deadline."""
        return Call(
            identifier=self.identifier,
            programme="HORIZON",
            type_of_action=self.type_of_action,
            deadline=date(2026, 12, 1),
        )


TOPICS = (
    Topic("HORIZON-CL4-2026-01-MADE-UP-01", "HORIZON-RIA"),
    Topic("HORIZON-CL5-2026-02-MADE-UP-02", "HORIZON-IA"),
    Topic("HORIZON-CL2-2026-01-MADE-UP-03", "HORIZON-RIA"),
    Topic("HORIZON-CL3-2026-01-FCT-03", "HORIZON-IA", (Kind.POLICE_AUTHORITY,) * 3 + (Kind.NGO,) * 2),
    Topic("HORIZON-CL3-2026-01-BM-02", "HORIZON-IA", (Kind.BORDER_GUARD,) * 3),
    Topic("HORIZON-CL4-2026-SPACE-03-31", "HORIZON-RIA"),
)


def consortia() -> list[Case]:
    """Made up, the same in every run."""
    chance = random.Random(2026)  # noqa: S311 - nothing is secret here
    return [_case(TOPICS[number % len(TOPICS)], number, chance) for number in range(CONSORTIA)]


def _case(topic: Topic, number: int, chance: random.Random) -> Case:
    suited = chance.random() < 0.9
    kinds = [*(topic.asks_for if suited else ()), *chance.choices(KINDS, k=PARTNERS)][:PARTNERS]
    countries = [*chance.sample(MEMBER_STATES, k=PARTNERS - 2), *chance.choices([*MEMBER_STATES, *OTHERS], k=2)]
    members = [
        _participant(f"partner-{number}-{index}", country, kind, index == 0, chance)
        for index, (country, kind) in enumerate(zip(countries, kinds, strict=True))
    ]
    return Case(topic.call(), members, DAY, {})


def _participant(name: str, country: str, kind: Kind, leads: bool, chance: random.Random) -> Participant:
    organisation = Organisation(
        id=name,
        name=name.replace("-", " ").title(),
        country=country,
        kinds=[kind],
        legal_personality=True,
        non_profit=kind is not Kind.COMPANY,
        gender_equality_plan=None if chance.random() < 0.05 else True,
        controlled_from=country,
        registrations=[],
    )
    return Participant(organisation=organisation, role=Role.COORDINATOR if leads else Role.BENEFICIARY, sub_roles=[])


def per_second(cases: Sequence[Case], answer: Callable[[Case], object]) -> float:
    """Answers a second of processor time."""
    best = [min(_seconds(case, answer) for _ in range(ROUNDS)) for case in cases]
    return len(best) / sum(best)


def _seconds(case: Case, answer: Callable[[Case], object]) -> float:
    began = process_time()
    answer(case)
    return process_time() - began


class NewCalls:
    """Asks about a call that was never asked about: a destination tells it apart and changes nothing else."""

    def __init__(self, answer: Callable[[Case], object]) -> None:
        self._answer = answer
        self._asked = 0

    def __call__(self, case: Case) -> object:
        """The answer in a new call."""
        self._asked += 1
        call = case.call.model_copy(update={"destination": f"destination {self._asked}"})
        return self._answer(replace(case, call=call))


def main() -> None:
    """Print the table."""
    book, cases = load(), consortia()
    verdicts = [judge(case, book) for case in cases]
    assert [status_of(case, book) for case in cases] == [verdict.status for verdict in verdicts]
    stands = [case for case, verdict in zip(cases, verdicts, strict=True) if verdict.status != "ineligible"]
    fails = [case for case, verdict in zip(cases, verdicts, strict=True) if verdict.status == "ineligible"]
    entries = sum(len(verdict.conditions) for verdict in verdicts) / len(verdicts)
    gc.freeze()  # what was loaded before is not looked through again and again
    table = Table(
        title=f"{len(cases)} consortia of {PARTNERS}, {entries:.0f} conditions each on average, {len(fails)} of them "
        f"not eligible; {len(book.rules)} rules; verdicts a second and core"
    )
    for heading in ("answer", "consortia", "call known", "call new", "known : new"):
        table.add_column(heading, justify="left" if heading in ("answer", "consortia") else "right")
    for answer, whom, chosen, ask in (
        ("status alone", "all", cases, lambda case: status_of(case, book)),
        ("all reasons", "all", cases, lambda case: judge(case, book)),
        ("all reasons", "that stand", stands, lambda case: judge(case, book)),
        ("all reasons and repairs", "that do not", fails, lambda case: judge(case, book)),
    ):
        known, new = per_second(chosen, ask), per_second(chosen, NewCalls(ask))
        table.add_row(answer, whom, f"{known:,.0f}", f"{new:,.0f}", f"{known / new:.1f}")
    Console(width=140).print(table)


if __name__ == "__main__":
    main()

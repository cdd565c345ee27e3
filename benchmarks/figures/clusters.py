"""A row about the pool that comes with the product: the clusters of the bundle."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.figures.bench import Bench, Line
from rules.calls import Call
from rules.facts import Organisation
from solver import Candidate, Instance, Size, propose

CLUSTERS = Path(__file__).parents[2] / "app/bundle/data/clusters.csv"
LARGEST = 8


def candidates() -> Iterator[Candidate]:
    """The clusters of the bundle, each as the organisation that acts for it; the fit is a fixed sequence."""
    with CLUSTERS.open(encoding="utf-8", newline="") as file:
        for index, row in enumerate(csv.DictReader(file)):
            organisation = Organisation.model_validate(
                {
                    "id": row["id"],
                    "name": row["name"],
                    "country": row["country"] or None,
                    "nuts": row["nuts2_2021"] or None,
                    "kinds": ["cluster_organisation"],
                    "legal_personality": {"yes": True, "no": False}.get(row["legal_entity"]),
                    "ecosystems": [name for name in row["ecosystems"].split(";") if name],
                }
            )
            yield Candidate(organisation=organisation, fit=index * 37 % 101)


def request(pool: list[Candidate], seconds: float) -> Instance:
    """Three proposals for a research and innovation action of the 2026 work programme."""
    call = Call(
        identifier="HORIZON-CL4-2026-DIGITAL-01-01",
        programme="HORIZON",
        type_of_action="HORIZON-RIA",
        deadline=date(2027, 2, 2),
    )
    size = Size(min=3, max=LARGEST)
    return Instance(call=call, as_of=date(2026, 11, 22), candidates=pool, size=size, time_limit_s=seconds)


def clusters(bench: Bench) -> Iterator[Line]:
    """Three proven proposals out of the clusters, end to end; many of their facts are unknown."""
    pool = list(candidates())
    question = request(pool, bench.scale.seconds)
    seconds, solution = bench.timed(lambda: propose(question, bench.rulebook))
    proven = sum(proposal.proven for proposal in solution.proposals)
    yield Line(f"three proposals out of {len(pool)} clusters", f"{1000 * seconds:.0f} ms, {proven} proven")

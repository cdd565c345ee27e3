"""A model made ready: its blocks, its ties as a graph, and who may have a seat at all."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.engine.blocks import Blocks, blocks_of
from solver.engine.pricing import Pricing
from solver.engine.restricting import Restricted, restrict
from solver.engine.tying import Graph, graph_of, ties_among
from solver.model import Ints, Mask, Model


@dataclass(frozen=True, eq=False)
class Task:
    """One model for the engine; its ties are merged, one for each pair."""

    model: Model
    blocks: Blocks
    graph: Graph | None

    @cached_property
    def pricing(self) -> Pricing:
        """Prices its candidates."""
        return Pricing(self.model, self.blocks)

    @cached_property
    def seated(self) -> Mask:
        """Who may have a seat."""
        seated = np.zeros(self.model.n, bool)
        for plane in self.blocks.seats:
            seated |= self.model.planes[plane].mask
        return seated

    @property
    def is_possible(self) -> bool:
        """Whether there are enough who may have a seat, and all who must have one."""
        model = self.model
        return model.smallest <= min(model.largest, int(self.seated.sum())) and bool(self.seated[model.forced].all())

    @property
    def most_ties(self) -> int:
        """How many ties a member can have in a consortium."""
        return max(self.model.largest - 1, 0)

    def forced(self, candidates: Ints) -> Mask:
        """Which of these candidates must have a seat."""
        forced = np.zeros(self.model.n, bool)
        forced[self.model.forced] = True
        return forced[candidates]

    def restricted(self, candidates: Ints) -> Restricted:
        """The programme over these candidates (ascending) and the ties among them."""
        return restrict(self.model, self.blocks, candidates, ties_among(self.graph, candidates))


def task_of(model: Model) -> Task:
    """Make a model ready."""
    graph = None if model.ties is None else graph_of(model.ties, model.n)
    return Task(model if graph is None else replace(model, ties=graph.ties), blocks_of(model), graph)

"""Who has worked with whom before: members on a circle, a line for each pair, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from app.services.proposals.backgrounds import Background
from app.web.europe import Point
from app.web.presenters import words
from rules.language import _, ngettext

SMALLEST: Final = 118
APART: Final = 40
"""The radius of the circle, unless so many members want more room; from one to the next."""

MARGIN: Final = 28
WIDEST: Final = 9
"""A line is not drawn wider, however many projects it stands for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A member at its place."""

    number: int
    name: str
    x: float
    y: float
    lead: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """Two members who have worked together."""

    first: Node
    second: Node
    projects: int
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The model of the network macro; without ``edges`` there is a sentence and no picture."""

    prefix: str
    width: int
    height: int
    title: str
    description: str
    sentence: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def present_network(members: Mapping[str, str], background: Background, *, prefix: str) -> NetworkView:
    """The network of members, names by id; the first one leads."""
    radius = max(SMALLEST, round(APART * len(members) / (2 * pi)))
    nodes = dict(zip(members, _placed(list(members.values()), radius), strict=True))
    edges = tuple(
        _edge(nodes[tie.first], nodes[tie.second], tie.projects)
        for tie in background.ties
        if tie.first in nodes and tie.second in nodes
    )
    return NetworkView(
        prefix=prefix,
        width=2 * (radius + MARGIN),
        height=2 * (radius + MARGIN),
        title=_("Members who have worked together before"),
        description=_("The numbers are those of the list of members; a line joins two who were in a funded project "
                      "together, wider with more projects."),
        sentence=_sentence(len(edges), len(nodes), background),
        nodes=tuple(nodes.values()),
        edges=edges,
    )  # fmt: skip


def _placed(names: Sequence[str], radius: int) -> list[Node]:
    """The first at the top, the others clockwise."""
    turn, middle = 2 * pi / max(1, len(names)), radius + MARGIN
    spots = [
        Point(round(middle + radius * sin(turn * index), 1), round(middle - radius * cos(turn * index), 1))
        for index in range(len(names))
    ]
    return [
        Node(number, name, spot.x, spot.y, lead=number == 1)
        for number, (name, spot) in enumerate(zip(names, spots, strict=True), start=1)
    ]


def _edge(one: Node, other: Node, projects: int) -> Edge:
    first, second = sorted((one, other), key=lambda node: node.number)
    said = ngettext("{first} and {second}: {number} project", "{first} and {second}: {number} projects", projects,
                    first=first.name, second=second.name)  # fmt: skip
    return Edge(first, second, projects, min(WIDEST, 1 + projects), said)


def _sentence(edges: int, members: int, background: Background) -> str:
    if not background.knows_projects:
        return _("Nothing is known of earlier projects: no package of CORDIS has been loaded here.")
    if not edges:
        return _("No two of them were in a funded project together, as far as CORDIS and the catalogue know.")
    pairs = members * (members - 1) // 2
    return ngettext(
        "{number} pair of {pairs} has worked together in a funded project.",
        "{number} pairs of {pairs} have worked together in a funded project.",
        edges,
        pairs=words.number(pairs),
    )

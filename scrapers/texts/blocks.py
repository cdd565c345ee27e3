"""A tree as a flat row of paragraphs, lists, tables and headings, in the order a reader meets them."""

from collections.abc import Iterator
from typing import NamedTuple

from bs4.element import NavigableString, PageElement, Tag

from scrapers.texts.conditions import Piece
from scrapers.texts.markup import HEADINGS, LINES, sanitised_part
from scrapers.texts.plain import text_of

_WHOLE = HEADINGS | frozenset("dl li ol p pre table ul".split())
"""Elements that are one part, whatever is in them."""


class Part(NamedTuple):
    """One of them. ``name`` is the element's; None for text and inline elements that stand in no paragraph."""

    name: str | None
    nodes: tuple[PageElement, ...]
    text: str


def parts(root: Tag) -> Iterator[Part]:
    """The parts of a tree that have text. Elements that only hold others are left out, their text is not."""
    loose: list[PageElement] = []
    for node in root.children:
        if not (isinstance(node, Tag) and _stands_alone(node)):
            loose.append(node)
            continue
        yield from _part(None, loose)
        loose = []
        yield from _part(node.name, [node]) if node.name in _WHOLE else parts(node)
    yield from _part(None, loose)


def piece_of(part: Part) -> Piece:
    """The part with its HTML."""
    return Piece(html=sanitised_part("".join(map(_written, part.nodes))), text=part.text)


def _stands_alone(node: Tag) -> bool:
    return node.name in LINES or node.find(LINES) is not None


def _part(name: str | None, nodes: list[PageElement]) -> Iterator[Part]:
    text = text_of(nodes)
    if text:
        yield Part(name, tuple(nodes), text)


def _written(node: PageElement) -> str:
    """As HTML: text has to be escaped again."""
    if isinstance(node, Tag):
        return node.decode()
    return node.output_ready("minimal") if isinstance(node, NavigableString) else ""

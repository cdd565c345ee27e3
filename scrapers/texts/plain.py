"""HTML as plain text: blocks become lines, lists keep their bullets or numbers, cells of a row stand side by side."""

import re
from collections.abc import Iterable, Iterator

from bs4.element import NavigableString, PageElement, Tag

from scrapers.texts.markup import LINES, tree
from scrapers.texts.separators import BULLET, CELL

_WITHOUT_WIDTH = re.compile("[\ufeff\u200b\u2060\u00ad]")


def plain_text(html: str) -> str:
    """What a reader of the page sees, one line a block. Blanks are single, the no-break ones too.

    Raises:
        ParseError: too large or too deeply nested.
    """
    return text_of(tree(html).children)


def text_of(nodes: Iterable[PageElement]) -> str:
    """The text of parts of a tree."""
    lines = _Lines()
    for node in nodes:
        _write(node, lines)
    return "\n".join(lines.finished())


def single_spaced(text: str) -> str:
    """The text in one line: no byte-order marks and soft hyphens, every run of blanks one blank."""
    return " ".join(_WITHOUT_WIDTH.sub("", text).split())


class _Lines:
    """Lines as they are written. A list's marker waits for the text it belongs to."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._marker = ""

    def add(self, text: str) -> None:
        self._pieces.append(text)

    def mark(self, marker: str) -> None:
        self.end()
        self._marker = marker

    def unmark(self) -> None:
        """An item without text takes its marker with it."""
        self.end()
        self._marker = ""

    def end(self) -> None:
        line = single_spaced("".join(self._pieces))
        self._pieces.clear()
        if line:
            self._lines.append(self._marker + line)
            self._marker = ""

    def finished(self) -> list[str]:
        self.end()
        return self._lines


def _write(node: PageElement, lines: _Lines) -> None:
    if isinstance(node, NavigableString):
        lines.add(node)
    elif isinstance(node, Tag):
        _write_element(node, lines)


def _write_element(element: Tag, lines: _Lines) -> None:
    stands_alone = element.name in LINES or element.name == "br"
    if stands_alone:
        lines.end()
    if element.name in {"ul", "ol"}:
        _write_list(element, lines)
    elif element.name == "tr":
        cells = tuple(_cells(element))
        lines.add(CELL.join(cells) if any(cells) else "")
    else:
        for child in element.children:
            _write(child, lines)
    if stands_alone:
        lines.end()


def _write_list(element: Tag, lines: _Lines) -> None:
    number = _first_number(element)
    for child in element.children:
        if isinstance(child, Tag) and child.name == "li":
            bulleted = element.name == "ul" or child.get("data-list") == "bullet"
            lines.mark(BULLET if bulleted else f"{number}. ")
            number += 1
        _write(child, lines)
        lines.unmark()


def _first_number(element: Tag) -> int:
    start = str(element.get("start", "1"))
    return int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1


def _cells(row: Tag) -> Iterator[str]:
    return (single_spaced(text_of((cell,))) for cell in row.children if isinstance(cell, Tag) or str(cell).strip())

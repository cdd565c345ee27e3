"""HTML of the portal: what of it is kept, and as a tree.

Nothing that came from outside is shown or read before it went through the sanitiser.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING

import nh3

from scrapers.texts.limits import MAX_CHARACTERS, MAX_NESTING, MAX_WORK, ParseError, refuse_long

if TYPE_CHECKING:
    from bs4 import Tag

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CONTAINERS = frozenset(
    "address article aside blockquote center details div fieldset figure footer form header hgroup main nav "
    "section summary".split()
)
BLOCKS = frozenset("caption dd dl dt figcaption hr li ol p pre table tbody tfoot thead tr ul".split())
INLINE = frozenset("a abbr b br cite code del em i ins mark q s small span strong sub sup td th u var".split())
LINES = HEADINGS | CONTAINERS | BLOCKS
"""Elements that stand on lines of their own."""
SHOWN = HEADINGS | BLOCKS | INLINE | {"blockquote", "div"}
"""Elements that may be shown on a page."""

ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "li": {"data-list"}, "td": {"colspan", "rowspan"}, "th": {"colspan"}}
"""The editor of the portal writes every list as ``ol`` and says in ``data-list`` what it is."""
CLASSES = {"span": {"topicdescriptionkind"}, "p": {"topicdescriptionkind"}}
"""The portal's mark for the headings of a description."""
SCHEMES = frozenset({"http", "https", "mailto"})

_OPENING_OR_CLOSING = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>\s*</br\s*>", re.IGNORECASE)
# These end where the next begins, so that a document without their closing tags is not deep.
_NOT_NESTING = frozenset(
    "area base br col dd dt embed hr img input li link meta p param source tbody td th tr track wbr".split()
)


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="noopener",
    )


_TO_SHOW = _cleaner(SHOWN)
# To be read, the elements stay that keep two texts apart.
_TO_READ = _cleaner(LINES | INLINE)


def sanitised(html: str) -> str:
    """The HTML with the listed elements and attributes only; the text of others stays, that of scripts does not.

    Links lead to absolute addresses of the listed schemes and do not hand over the window (``rel="noopener"``).

    Raises:
        ParseError: too large or too deeply nested.
    """
    return sanitised_part(_readable(html))


def tree(html: str) -> "Tag":
    """The HTML without anything that runs, as a tree; its root is the ``body``.

    Raises:
        ParseError: too large or too deeply nested.
    """
    from bs4 import BeautifulSoup

    body = BeautifulSoup(f"<html><body>{_TO_READ.clean(_readable(html))}</body></html>", "lxml").body
    if body is None:
        raise ParseError("the HTML has no body")
    return body


def sanitised_part(html: str) -> str:
    """A part of a tree as HTML to show. Parsing and writing may change what was clean: the sanitiser comes last."""
    clean = _TO_SHOW.clean(html)
    if not SHOWN.issuperset(name for _, name in _OPENING_OR_CLOSING.findall(html.lower())):
        # Inside some elements other rules of nesting hold; without them paragraphs may stand in one another.
        clean = _TO_SHOW.clean(clean)
    return clean.replace("\ufeff", "").strip()


def _readable(html: str) -> str:
    text = encodable(html)
    _refuse_hard_work(text)
    return _BREAK.sub("<br>", text)


def encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which no parser takes, put together or marked as unreadable."""
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refuse_hard_work(html: str) -> None:
    """Nesting costs parsers the square of its depth, so it is estimated before one runs, rather too high than low."""
    refuse_long(html, MAX_CHARACTERS)
    unclosed: Counter[str] = Counter()
    elements = depth = deepest = 0
    for closing, name in _OPENING_OR_CLOSING.findall(html.lower()):
        elements += 1
        if name in _NOT_NESTING:
            continue
        if not closing:
            unclosed[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif unclosed[name]:
            unclosed[name] -= 1
            depth -= 1
    if deepest > MAX_NESTING or elements * (1 + deepest) > MAX_WORK:
        raise ParseError(f"the HTML has {elements} tags, nested up to {deepest} deep: more than is read")

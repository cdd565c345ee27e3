"""Atom feeds (RFC 4287), written by the XML writer of the standard library: what goes in cannot break it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # nosec (it only writes)

from app.exports.cells import legible

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that has happened. ``id`` never changes; ``page`` is where people read of it."""

    id: str
    title: str
    updated: datetime
    text: str
    kind: str | None = None
    page: str | None = None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed; ``address`` is its own, ``page`` that of the same for people."""

    id: str
    title: str
    address: str
    updated: datetime
    entries: Sequence[Entry]
    page: str | None = None


def atom_of(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed")
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated.isoformat())
    _link(root, feed.address, rel="self", type=MEDIA_TYPE)
    _link(root, feed.page, rel="alternate", type="text/html")
    _text(SubElement(root, f"{{{ATOM}}}author"), "name", "Quorum")
    for entry in feed.entries:
        _entry(root, entry)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, entry: Entry) -> None:
    node = SubElement(root, f"{{{ATOM}}}entry")
    _text(node, "id", entry.id)
    _text(node, "title", entry.title)
    _text(node, "updated", entry.updated.isoformat())
    _text(node, "published", entry.updated.isoformat())
    _link(node, entry.page)
    if entry.kind is not None:
        SubElement(node, f"{{{ATOM}}}category", term=entry.kind)
    _text(node, "content", entry.text).set("type", "text")


def _link(parent: Element, address: str | None, **more: str) -> None:
    if address is not None:
        SubElement(parent, f"{{{ATOM}}}link", more, href=address)


def _text(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = legible(text)
    return node

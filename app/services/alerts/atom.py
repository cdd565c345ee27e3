"""Atom feeds (RFC 4287), written by the XML writer of the standard library: what goes in cannot break it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # nosec (it only writes)

ATOM = "http://www.w3.org/2005/Atom"
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold, whichever way they are written."""


@dataclass(frozen=True)
class Entry:
    """One thing that has happened. ``id`` never changes."""

    id: str
    title: str
    kind: str
    updated: datetime
    text: str


@dataclass(frozen=True)
class Feed:
    """A feed; ``address`` is its own."""

    id: str
    title: str
    address: str
    updated: datetime
    entries: Sequence[Entry]


def atom_of(feed: Feed) -> bytes:
    """The feed as XML in UTF-8."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed")
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated.isoformat())
    SubElement(root, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=feed.address)
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
    SubElement(node, f"{{{ATOM}}}category", term=entry.kind)
    _text(node, "content", entry.text).set("type", "text")


def _text(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = NO_XML.sub("\ufffd", text)
    return node

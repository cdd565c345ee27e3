"""Topics as answers show them, kept from one request to the next as long as their rows do not change.

A list asks the database which topics it has, in which order and in which version; only those that are new or have
changed since are read whole. An unchanged topic is presented as the same object, so that others can keep what they
have worked out about it.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from app.repositories import topics
from app.repositories.topics import Listed
from app.services.catalogue.presenting import topic_public
from app.services.catalogue.schemas import TopicPublic

KEPT = 4096
"""Topics in memory, some 10 kB each: more than are ever open at once."""


class Shelf:
    """The topics of one database, the last that were seen."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, TopicPublic] = OrderedDict()
        self._lock = Lock()

    def present(self, session: Session, listed: Sequence[Listed]) -> list[TopicPublic]:
        """The topics of a listing, in its order."""
        with self._lock:
            found = {place: self._kept[place] for place in listed if place in self._kept}
        rows = topics.by_id(session, [place.id for place in listed if place not in found])
        found |= {place: topic_public(rows[place.id], place.status) for place in listed if place not in found}
        self._keep(found.items())
        return [found[place] for place in listed]

    def _keep(self, found: Iterable[tuple[Hashable, TopicPublic]]) -> None:
        with self._lock:
            for place, topic in found:
                self._kept.setdefault(place, topic)
                self._kept.move_to_end(place)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_SHELVES: WeakKeyDictionary[Engine, Shelf] = WeakKeyDictionary()


def shelf_of(session: Session) -> Shelf:
    """The shelf of the session's database; it lives as long as the engine does."""
    engine = session.get_bind().engine
    return _SHELVES.setdefault(engine, Shelf())

"""Which organisation of the catalogue a participant of a project is: by its PIC, else by its name and country.

Nothing is guessed. Where several could be meant, or the name is that of somebody elsewhere, nobody is, and the reason
is kept with the participation.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlmodel import Session

from app.db.tables import Cluster, Organisation
from app.db.words import NOT_DECOMPOSED, fold
from app.repositories import organisations, projects
from app.repositories.organisations import PlaceFilters
from app.repositories.projects import MatchRow


@lru_cache(maxsize=8192)  # the same names come again and again
def name_key(name: str) -> str:
    """A name as it is compared: case, accents and what stands between the words do not tell two apart.

    >>> name_key("Łódź-Cluster  S.A.")
    'lodz cluster s a'
    """
    return " ".join(re.findall(r"\w+", fold(name).translate(NOT_DECOMPOSED)))


@dataclass(frozen=True, kw_only=True)
class Match:
    """Who it is and what shows it, or why it is nobody although somebody looks like it."""

    organisation_id: str | None = None
    by: Literal["pic", "name"] | None = None
    because: str | None = None


NOBODY = Match()


@dataclass(frozen=True)
class _Known:
    id: str
    pic: str | None
    country: str | None


class Known:
    """The organisations of the catalogue by PIC and by all their names."""

    def __init__(self, rows: Iterable[Organisation], clusters: Iterable[Cluster]) -> None:
        self._all: dict[str, _Known] = {}
        self.by_pic: dict[str, set[str]] = defaultdict(set)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._all[row.id] = _Known(row.id, row.pic, row.country)
            if row.pic is not None:
                self.by_pic[row.pic].add(row.id)
            self._call(row.id, [row.name])
        for cluster in clusters:
            # the names of a cluster are those of its own body, never of a host that acts for several
            if cluster.managing_organisation_id == cluster.id and cluster.formalisation != "hosted":
                self._call(cluster.id, [cluster.name, *cluster.aliases])

    def _call(self, organisation_id: str, names: Iterable[str | None]) -> None:
        for name in names:
            if name is not None and (key := name_key(name)):
                self.by_name[key].add(organisation_id)

    def match(self, pic: str | None, name: str, country: str | None) -> Match:
        """Who a participant is. ``name`` is compared as ``name_key`` gives it, ``country`` is in ISO 3166-1."""
        if pic is not None and (same := self.by_pic.get(pic)):
            return self._only(same, "pic", f"the PIC {pic}")
        named = [self._all[one] for one in sorted(self.by_name.get(name, ()))]
        if not named:
            return NOBODY
        called = ", ".join(one.id for one in named)
        if country is None:
            return Match(because=f"the name is that of {called}, but the country is not stated")
        here = [one for one in named if one.country == country]
        if not here:
            return Match(because=f"the name is that of {called}, not known to be established in {country}")
        same = {one.id for one in here if pic is None or one.pic in (None, pic)}
        if not same:
            return Match(because=f"the name is that of {called}, which has another PIC than {pic}")
        return self._only(same, "name", "this name in this country")

    def _only(self, found: set[str], by: Literal["pic", "name"], what: str) -> Match:
        if len(found) > 1:
            return Match(because=f"several organisations have {what}: {', '.join(sorted(found))}")
        return Match(organisation_id=next(iter(found)), by=by)


def catalogue_known(session: Session) -> Known:
    """Everybody in the catalogue."""
    everywhere = PlaceFilters()
    return Known(
        organisations.every_organisation(session, everywhere), organisations.every_cluster(session, everywhere)
    )


def match_all(session: Session) -> None:
    """Find out anew for every participation who it is: the catalogue or the projects have changed."""
    if not projects.any_participation(session):
        return
    known = catalogue_known(session)
    changed = []
    for row in projects.to_be_matched(session, known.by_pic.keys(), known.by_name.keys()):
        match = known.match(row.pic, row.name_key, row.country)
        after = MatchRow(
            **{
                **row._asdict(),
                "organisation_id": match.organisation_id,
                "matched_by": match.by,
                "unmatched_because": match.because,
            }
        )
        if after != row:
            changed.append(after)
    projects.store_matches(session, changed)

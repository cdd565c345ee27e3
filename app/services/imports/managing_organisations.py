"""Which organisation a list of clusters means when it names the one that acts for a cluster.

Several clusters may be brands of one organisation, and then they are one participant. So a name is looked for among
all organisations before anybody new is made of it.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.db.tables import Cluster, Organisation
from app.db.words import NOT_DECOMPOSED, fold

PIC = re.compile(r"[0-9]{9}")
ID = re.compile(r"[a-z]{2}(-[a-z0-9]+)+")


def same_name(name: str) -> str:
    """A name as it is compared: letter case and blanks do not tell two apart, accents do."""
    return " ".join(name.split()).casefold()


def id_of(name: str, country: str) -> str:
    """The id of an organisation of which only the name is known: its country and the words of its name.

    >>> id_of("Agencja Rozwoju Łódź S.A.", "PL")
    'pl-agencja-rozwoju-lodz-s-a'
    """
    words = re.findall("[a-z0-9]+", fold(name).translate(NOT_DECOMPOSED))
    # a name in another alphabet has no words that an address could hold
    return "-".join([country.lower(), *(words or [hashlib.sha256(same_name(name).encode()).hexdigest()[:12]])])[:120]


@dataclass
class NewOrganisation:
    """One that only the list knows: named as acting for clusters, under a name that the catalogue does not have."""

    id: str
    name: str
    countries: set[str] = field(default_factory=set)

    @property
    def country(self) -> str | None:
        """Where its clusters are; unknown when they are in several countries."""
        return next(iter(self.countries)) if len(self.countries) == 1 else None


class Directory:
    """All organisations by id, PIC and names: those of the catalogue, and those the list itself brings."""

    def __init__(self, organisations: Iterable[Organisation], clusters: Iterable[Cluster]) -> None:
        self._ids: set[str] = set()
        self._countries: dict[str, str | None] = {}
        self._by_pic: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_other_name: dict[str, set[str]] = defaultdict(set)
        self.new: dict[str, NewOrganisation] = {}
        for organisation in organisations:
            self.add(organisation.id, organisation.name, organisation.pic, organisation.country)
        for cluster in clusters:
            if cluster.managing_organisation_id == cluster.id:
                self.add_other_names(cluster.id, [cluster.name, *cluster.aliases])

    def add(self, organisation_id: str, name: str | None, pic: str | None, country: str | None) -> None:
        """Make an organisation known by its id, its PIC and its name."""
        self._ids.add(organisation_id)
        self._countries[organisation_id] = country
        if pic is not None:
            self._by_pic[pic].add(organisation_id)
        if name is not None:
            self._by_name[same_name(name)].add(organisation_id)

    def add_other_names(self, organisation_id: str, names: Iterable[str]) -> None:
        """Make an organisation known by names that are looked at when nobody has such a name as the one he goes by."""
        for name in names:
            self._by_other_name[same_name(name)].add(organisation_id)

    def with_pic(self, pic: str) -> set[str]:
        """The organisations that have the PIC."""
        return self._by_pic.get(pic, set())

    def holds(self, organisation_id: str) -> bool:
        """Whether there is such an id."""
        return organisation_id in self._ids

    def find(self, stated: str, country: str) -> str:
        """The id of the organisation that is meant: by id, by PIC, by name, else a new one of that name.

        Raises:
            ValueError: nobody has this id or PIC, or several are called so.
        """
        if stated in self._ids:
            return stated
        if PIC.fullmatch(stated):
            return self._only(self.with_pic(stated), f"the PIC {stated}")
        if ID.fullmatch(stated):
            raise ValueError(f"no organisation has the id {stated!r}; write its name to have it made")
        for names in (self._by_name, self._by_other_name):
            if found := names.get(same_name(stated)):
                here = {one for one in found if self._countries.get(one) == country}
                return self._only(here if len(here) == 1 else found, f"the name {stated!r}")
        return self._made(stated, country)

    def _only(self, found: set[str], by: str) -> str:
        if not found:
            raise ValueError(f"no organisation has {by}; write its name to have it made")
        if len(found) > 1:
            raise ValueError(f"several organisations have {by}: {', '.join(sorted(found))}; write the id")
        return next(iter(found))

    def _made(self, name: str, country: str) -> str:
        known = next((one for one in self.new.values() if same_name(one.name) == same_name(name)), None)
        if known is None:
            known = NewOrganisation(id_of(name, country), name)
            if known.id in self._ids or known.id in self.new:
                raise ValueError(
                    f"{name!r} would get the id {known.id}, which is another's; write the id of whom you mean"
                )
            self.new[known.id] = known
        known.countries.add(country)
        return known.id

"""Writes what a package of CORDIS says, in portions: memory does not grow with the texts of the package."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b, sha256
from itertools import islice
from typing import Any, TypeVar

from sqlmodel import Session

from app.db.tables import Participation, Project
from app.repositories import projects
from app.services.catalogue.project_matching import name_key
from rules.codes import OUTERMOST_REGIONS, iso_country
from scrapers.cordis import Fault, Faults
from scrapers.cordis import Participation as StatedParticipation
from scrapers.cordis import Project as StatedProject
from scrapers.records import Record

SOURCE = "cordis"
PORTION = 1000
Item = TypeVar("Item")


@dataclass
class Counts:
    """What became of the rows of one file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    repeated: int = 0
    quarantined: int = 0

    @property
    def read(self) -> int:
        """The rows that could be read."""
        return self.added + self.changed + self.unchanged + self.repeated


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while portion := list(islice(rest, PORTION)):
        yield portion


def _state(record: Record) -> str:
    return sha256(record.model_dump_json().encode()).hexdigest()


def _short(*parts: str) -> int:
    """A number for a text of which only is asked whether it was there before: it takes less memory than the text."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest())


def iso_or_none(code: str | None) -> str | None:
    """The country in ISO 3166-1; none where the source has a code that is no country, such as one that is gone."""
    if code is None:
        return None
    try:
        country = iso_country(code)
    except ValueError:
        return None
    return OUTERMOST_REGIONS.get(country, country)


@dataclass
class Writer:
    """Writes in the caller's transaction. ``today`` dates the projects that are new or have changed."""

    session: Session
    today: date
    faults: Faults
    projects: Counts = field(default_factory=Counts)
    participations: Counts = field(default_factory=Counts)
    _listed: dict[str, int] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _repeats: dict[int, int] = field(default_factory=dict)
    _states: set[int] = field(default_factory=set)
    _keys: set[int] = field(default_factory=set)

    def write_projects(self, read: Iterable[tuple[int, StatedProject]], file: str) -> None:
        """Write the projects of a file."""
        for portion in _portions(read):
            rows: dict[str, dict[str, Any]] = {}
            for line, project in portion:
                state = _state(project)
                if project.id not in self._listed:
                    self._listed[project.id] = _short(state)
                    rows[project.id] = project.model_dump() | {"source": SOURCE, "state_sha256": state}
                elif self._listed[project.id] == _short(state):
                    self.projects.repeated += 1
                else:
                    self._wrong(file, line, project.id, f"{project.id} stands in the file already, and differs")
            self._store_projects(rows)

    def _store_projects(self, rows: dict[str, dict[str, Any]]) -> None:
        before = projects.project_states(self.session, rows.keys())
        new = [row | {"as_of": self.today} for row in rows.values() if row["id"] not in before]
        changed = [
            row | {"as_of": self.today}
            for row in rows.values()
            if before.get(row["id"], row["state_sha256"]) != row["state_sha256"]
        ]
        projects.add_rows(self.session, Project, new)
        projects.change_rows(self.session, Project, changed)
        _count(self.projects, len(rows), len(new), len(changed))

    def write_participations(self, read: Iterable[tuple[int, StatedParticipation]], file: str) -> None:
        """Write who took part; the projects are written before. Who is no longer in a project is taken away."""
        for portion in _portions(read):
            known = projects.project_states(self.session, {one.project_id for _, one in portion})
            rows: dict[tuple[str, str], dict[str, Any]] = {}
            for line, one in portion:
                if one.project_id not in known:
                    reason = f"the project {one.project_id} is not in the package, or could not be read"
                    self._wrong(file, line, one.project_id, reason)
                elif (row := self._row(one)) is not None:
                    rows[row["project_id"], row["key"]] = row
            self._store_participations(rows)
        self._take_away()

    def _row(self, one: StatedParticipation) -> dict[str, Any] | None:
        """The row of a participation, unless exactly the same was read before."""
        self._told.add(one.project_id)
        state, who = _state(one), one.pic or one.source_key or f"{name_key(one.name)}/{one.country}"
        if (exact := _short(one.project_id, state)) in self._states:
            self.participations.repeated += 1
            return None
        self._states.add(exact)
        # one organisation may stand in a project twice in the same role, with other amounts
        place = _short(one.project_id, who, one.role or "")
        self._repeats[place] = times = self._repeats.get(place, 0) + 1
        key = sha256("\0".join((who, one.role or "", str(times))).encode()).hexdigest()[:24]
        self._keys.add(_short(one.project_id, key))
        return one.model_dump(exclude={"source_key", "country"}) | {
            "key": key,
            "name_key": name_key(one.name),
            "country": iso_or_none(one.country),
            "stated_country": one.country,
            "state_sha256": state,
        }

    def _store_participations(self, rows: dict[tuple[str, str], dict[str, Any]]) -> None:
        before = projects.participation_states(self.session, {project_id for project_id, _ in rows})
        new = [row for place, row in rows.items() if place not in before]
        changed = [row for place, row in rows.items() if before.get(place, row["state_sha256"]) != row["state_sha256"]]
        projects.add_rows(self.session, Participation, new)
        projects.change_rows(self.session, Participation, changed)
        _count(self.participations, len(rows), len(new), len(changed))

    def _take_away(self) -> None:
        """Only from projects of which every row could be read: who stands in a row that could not be has not left."""
        whole = self._told - {fault.project_id for fault in self.faults.kept}
        if self.faults.count > len(self.faults.kept):
            return
        gone = [
            place
            for place in projects.participation_keys(self.session)
            if place[0] in whole and _short(*place) not in self._keys
        ]
        projects.remove_participations(self.session, gone)
        self.participations.gone = len(gone)

    def _wrong(self, file: str, line: int, project_id: str, reason: str) -> None:
        self.faults.add(Fault(file=file, line=line, project_id=project_id, reason=reason))


def _count(counts: Counts, rows: int, new: int, changed: int) -> None:
    counts.added += new
    counts.changed += changed
    counts.unchanged += rows - new - changed

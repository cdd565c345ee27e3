"""Brings a package of CORDIS into the catalogue: all that can be read of it in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine

from app import clock
from app.db import writing
from app.db.turns import alone
from app.repositories import projects, revisions
from app.services.catalogue import project_matching
from app.services.imports.project_writing import Counts, Writer
from app.settings import Settings
from scrapers import cordis
from scrapers.cordis import Fault, Faults
from scrapers.errors import SourceError
from scrapers.inflate import TooLargeError

MOST_QUARANTINED = 0.05
"""A package of which more cannot be read is not what it should be: the catalogue stays as it is."""


class RowCounts(BaseModel):
    """Rows of one file: ``gone`` is no longer in it, ``repeated`` stands there twice, ``quarantined`` is unreadable."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    repeated: int = 0
    quarantined: int = 0


class ProjectImportReport(BaseModel):
    """What an import did.

    ``matched``: participations in the catalogue of which is known which organisation they are, those of earlier
    packages included; ``not_told_apart``: those that may be somebody, with the reason kept. ``quarantine`` has the
    first rows that could not be read. ``reason``: why nothing was stored, if nothing was.
    """

    model_config = ConfigDict(frozen=True)

    accepted: bool
    reason: str | None = None
    projects: RowCounts = RowCounts()
    participations: RowCounts = RowCounts()
    matched: int = 0
    not_told_apart: int = 0
    unknown_columns: Sequence[str] = ()
    quarantine: Sequence[Fault] = ()


class _Refused(Exception):
    """The package is too poor to be believed. Leaving the transaction with it takes everything back."""


def import_projects(settings: Settings, engine: Engine, path: Path) -> ProjectImportReport:
    """Import a package: the zip, a folder with its two files, or one of the two, beside which the other lies.

    A project that the package does not name stays; who is no longer named in a project it does name is taken away.
    The second import of the same package changes nothing.

    Raises:
        Conflict: another import of projects is under way.
    """
    faults, unknown = Faults(), list[str]()
    try:
        with (
            alone(engine, "import of projects"),
            cordis.opened(path) as package,
            writing(engine) as session,
        ):
            writer = Writer(session, clock.today(settings), faults)
            read = cordis.read_projects(package.projects, package.projects_file, faults, unknown.append)
            writer.write_projects(read, package.projects_file)
            writer.projects.quarantined = faults.count
            told = cordis.read_participations(package.organisations, package.organisations_file, faults, unknown.append)
            writer.write_participations(told, package.organisations_file)
            writer.participations.quarantined = faults.count - writer.projects.quarantined
            _refuse_what_is_poor("projects", writer.projects)
            _refuse_what_is_poor("participations", writer.participations)
            project_matching.match_all(session)
            revisions.bump(session)
            matched, open_ones = projects.matches_count(session)
    except (SourceError, TooLargeError, _Refused) as error:
        return ProjectImportReport(accepted=False, reason=str(error), unknown_columns=unknown, quarantine=faults.kept)
    return ProjectImportReport(
        accepted=True,
        projects=RowCounts(**asdict(writer.projects)),
        participations=RowCounts(**asdict(writer.participations)),
        matched=matched,
        not_told_apart=open_ones,
        unknown_columns=unknown,
        quarantine=faults.kept,
    )


def _refuse_what_is_poor(what: str, counts: Counts) -> None:
    rows = counts.read + counts.quarantined
    if not counts.read:
        raise _Refused(f"no {what} could be read ({rows} rows came)")
    if counts.quarantined > rows * MOST_QUARANTINED:
        raise _Refused(f"{counts.quarantined} of {rows} {what} could not be read")

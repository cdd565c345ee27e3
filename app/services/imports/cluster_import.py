"""Brings a list of clusters into the catalogue: all of it in one transaction, or nothing.

A cluster that the list does not name stays as it is, and so does what the list leaves blank. The second import of the
same list changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db import reading, writing
from app.repositories import organisations, revisions
from app.repositories.organisations import PlaceFilters
from app.services.alerts.evaluating import evaluate_all
from app.services.catalogue import project_matching
from app.services.consortia.rejudging import rejudge_all
from app.services.imports.cluster_plan import Plan, PlannedCluster
from app.services.imports.cluster_writing import Writer
from app.settings import Settings
from scrapers import clusters
from scrapers.clusters import ClusterFile, LineError


class Change(BaseModel):
    """What a list changes in one cluster: each fact, before and after."""

    model_config = ConfigDict(frozen=True)

    id: str
    change: Literal["added", "changed"]
    fields: Mapping[str, tuple[Any, Any]]


class ImportReport(BaseModel):
    """What an import did, or in a dry run would do: counts of clusters. ``accepted``: nothing stands against it."""

    model_config = ConfigDict(frozen=True)

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: Sequence[LineError] = ()
    changes: Sequence[Change] = ()
    accepted: bool


def import_clusters(
    settings: Settings, engine: Engine, content: bytes, *, dry_run: bool = False, skip_errors: bool = False
) -> ImportReport:
    """Import a CSV file of clusters.

    Args:
        settings: whose clock dates what changes.
        engine: the catalogue.
        content: the file.
        dry_run: say what would change, and change nothing.
        skip_errors: import the lines that are right; without it one error keeps everything out.
    """
    file = clusters.read(content)
    with reading(engine) if dry_run else writing(engine) as session:
        plan = _planned(session, file)
        report = _report(plan, file, skip_errors=skip_errors)
        if report.accepted and not dry_run:
            Writer(session, plan, clock.today(settings)).write()
            project_matching.match_all(session)
            revisions.bump(session)
    if report.accepted and not dry_run:
        rejudge_all(engine, settings)
        evaluate_all(engine, settings)
    return report


def _planned(session: Session, file: ClusterFile) -> Plan:
    everywhere = PlaceFilters()
    plan = Plan(
        clusters={row.id: row for row in organisations.every_cluster(session, everywhere)},
        organisations={row.id: row for row in organisations.every_organisation(session, everywhere)},
    )
    plan.make(file.lines)
    return plan


def _report(plan: Plan, file: ClusterFile, *, skip_errors: bool) -> ImportReport:
    errors = sorted([*file.errors, *plan.errors], key=lambda error: error.line)
    changes = [_change(one) for one in plan.planned if one.is_new or one.fields]
    added = sum(one.is_new for one in plan.planned)
    return ImportReport(
        added=added,
        changed=len(changes) - added,
        unchanged=len(plan.planned) - len(changes),
        errors=errors,
        changes=changes,
        accepted=not errors or (skip_errors and bool(plan.planned)),
    )


def _change(one: PlannedCluster) -> Change:
    return Change(id=one.id, change="added" if one.is_new else "changed", fields=one.fields)

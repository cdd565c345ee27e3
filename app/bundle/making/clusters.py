"""Compiles ``clusters.csv`` out of the list of clusters."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from app.bundle.read import data, read_hosts
from app.bundle.records import ClusterRow

SHIPPED = {"verified", "high"}
"""Names and seats of medium confidence may be outdated and are left out."""


class BundleError(Exception):
    """The recordings do not hold what the bundle asks of them."""


def clusters_csv(shared: Path) -> str:
    """The bundled rows of the list, in its order.

    Raises:
        BundleError: a host or an alias names a cluster that is not bundled.
    """
    hosted = {cluster: host for host, facts in read_hosts().items() for cluster in facts.clusters}
    aliases: Mapping[str, list[str]] = yaml.safe_load((data() / "aliases.yaml").read_bytes())
    with (shared / "clusters" / "clusters.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["confidence"] in SHIPPED]
    missing = {*hosted, *aliases} - {row["id"] for row in rows}
    if missing:
        raise BundleError(f"hosts.yaml or aliases.yaml name clusters that are not bundled: {sorted(missing)}")
    return _write(_row(row, hosted.get(row["id"]), aliases.get(row["id"], [])) for row in rows)


def _row(row: Mapping[str, str], host: str | None, aliases: list[str]) -> ClusterRow:
    taken_part_as = row["cordis_name"]
    if taken_part_as and taken_part_as.casefold() != row["name"].casefold():
        aliases = [*aliases, taken_part_as]
    kept = {name: row[name] or None for name in ClusterRow.model_fields if name in row}
    return ClusterRow.model_validate(
        kept
        | {
            "country": row["country_iso2"],
            "aliases": tuple(aliases),
            "ecosystems": tuple(row["ecosystems"].split(";")),
            "managing_organisation": host,
        }
    )


def _write(rows: Iterator[ClusterRow]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(ClusterRow.model_fields), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = row.model_dump()
        writer.writerow(cells | {name: ";".join(cells[name]) for name in ("aliases", "ecosystems")})
    return text.getvalue()

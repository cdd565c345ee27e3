"""Rebuilds the bundled files from the recordings: ``python -m app.bundle.make --shared PATH``."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import yaml

from app.bundle.making.closed import from_calls_table, from_topic_document
from app.bundle.making.clusters import clusters_csv
from app.bundle.making.manifest import manifest
from app.bundle.making.portal import PortalRecordings
from app.bundle.read import cluster_rows, data, dump
from app.bundle.records import BundledTopic


def make(shared: Path) -> Mapping[str, str]:
    """The text of each made file, by name. The same recordings give the same bytes.

    Raises:
        BundleError: the recordings do not hold what the bundle asks of them.
    """
    topics, clusters = bundled_topics(shared), clusters_csv(shared)
    summary = manifest(topics, list(cluster_rows(clusters)))
    return {
        "topics.json": dump([topic.model_dump(mode="json", exclude_defaults=True) for topic in topics]),
        "clusters.csv": clusters,
        "manifest.json": dump(summary.model_dump(mode="json")),
    }


def bundled_topics(shared: Path) -> list[BundledTopic]:
    """The chosen topics, by identifier."""
    chosen = yaml.safe_load((data() / "selection.yaml").read_bytes())
    recordings = PortalRecordings(shared)
    topics = [recordings.topic(identifier) for identifier in chosen["portal"]]
    topics += [from_topic_document(shared, identifier) for identifier in chosen["topic_details"]]
    topics += from_calls_table(shared, chosen["calls"])
    return sorted(topics, key=lambda topic: topic.identifier.lower())


def main() -> None:
    """Write the files over the bundled ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with the recordings")
    for name, text in make(parser.parse_args().shared).items():
        path = Path(str(data() / name))
        path.write_text(text, encoding="utf-8")
        print(f"{path}: {len(text)} characters")  # noqa: T201 - a script says what it did


if __name__ == "__main__":
    main()

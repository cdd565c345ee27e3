"""Reads the bundled files."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml
from pydantic import TypeAdapter

from app.bundle.records import BundledTopic, ClusterRow, Host, Manifest

LISTS = ("aliases", "ecosystems")
LOADED_FILES = ("topics.json", "clusters.csv", "hosts.yaml", "manifest.json")


@dataclass(frozen=True)
class Bundle:
    """Everything that is bundled. ``sha256`` is over the files: another release has another one."""

    manifest: Manifest
    topics: tuple[BundledTopic, ...]
    clusters: tuple[ClusterRow, ...]
    hosts: Mapping[str, Host]
    sha256: str


def data() -> Traversable:
    """The folder of the files, wherever the package is installed."""
    return files("app.bundle") / "data"


@cache
def manifest() -> Manifest:
    """What the bundle is, without reading the rest of it."""
    return Manifest.model_validate_json((data() / "manifest.json").read_bytes())


def read() -> Bundle:
    """The whole bundle.

    Raises:
        pydantic.ValidationError: a bundled file is not what it should be.
    """
    return Bundle(
        manifest=manifest(),
        topics=TypeAdapter(tuple[BundledTopic, ...]).validate_json((data() / "topics.json").read_bytes()),
        clusters=tuple(cluster_rows((data() / "clusters.csv").read_text("utf-8"))),
        hosts=read_hosts(),
        sha256=digest(),
    )


def digest() -> str:
    """Hash over the files that are loaded."""
    total = hashlib.sha256()
    for name in LOADED_FILES:
        total.update(hashlib.sha256((data() / name).read_bytes()).digest())
    return total.hexdigest()


def cluster_rows(text: str) -> Iterator[ClusterRow]:
    """The lines of a clusters file in our columns."""
    for row in csv.DictReader(io.StringIO(text)):
        cells: dict[str, object] = {name: value or None for name, value in row.items()}
        cells |= {name: tuple(filter(None, row[name].split(";"))) for name in LISTS}
        yield ClusterRow.model_validate(cells)


def read_hosts() -> Mapping[str, Host]:
    """The organisations that run several clusters, by id."""
    content = yaml.safe_load((data() / "hosts.yaml").read_bytes())
    return TypeAdapter(dict[str, Host]).validate_python(content)


def dump(value: object) -> str:
    """JSON as the bundled files are written: one fact a line, so that a change can be read in a diff."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

"""The YAML files of the rulebook: found, read strictly, put into their shape; every fault is noted, none stops."""

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    Loader = yaml.SafeLoader
else:  # the C reader is ten times faster, and absent where libyaml is
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

T = TypeVar("T", bound=BaseModel)

Place = tuple[int | str, ...]
"""The way to a value: keys, and positions in lists."""

NORWAY = 'an unquoted NO is read as false: write "NO"'


class _Strict(Loader):
    """YAML in which a key that stands twice is a fault; the format itself keeps the last one in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        """What looks like a day, and is one."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            problem = f"{node.value} is no day: {error}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error


_Strict.add_constructor("tag:yaml.org,2002:timestamp", _Strict.construct_day)


def documents(folder: Traversable, problems: list[str], within: str) -> dict[str, Any]:
    """What the files below ``folder`` say, by path; files of the folder itself have no folder in their name.

    ``within`` is the first part of the path: ``rules/``, ``groups/``, … or empty for the files of the folder itself.
    """
    return {name: _document(file, name, problems) for name, file in _files(folder, within)}


def _files(folder: Traversable, within: str) -> Iterator[tuple[str, Traversable]]:
    start = folder.joinpath(within) if within else folder
    for entry in sorted(start.iterdir(), key=lambda entry: entry.name) if start.is_dir() else ():
        if entry.is_dir() and within:
            yield from _files(folder, f"{within}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{within}{entry.name}", entry


def _document(file: Traversable, name: str, problems: list[str]) -> Any:
    try:
        return yaml.load(file.read_text("utf-8"), _Strict)  # noqa: S506 (a safe loader that refuses more)
    except (yaml.YAMLError, ValueError) as error:
        problems.append(f"{name}: no YAML: {error}")
        return None


def claimed_id(folder: Traversable, name: str) -> str | None:
    """The id that a file gives itself, read from its text, so that one can tell it where the rest cannot be read."""
    text = folder.joinpath(name).read_bytes().decode("utf-8", "replace")
    found = re.search(r"""^id:\s*["']?([^\s"']+)""", text, re.MULTILINE)
    return found[1] if found else None


def parse(model: type[T], document: Any, name: str, problems: list[str]) -> T | None:
    """The document in its shape, or ``None`` and a line for each fault."""
    if document is None:
        if not any(problem.startswith(f"{name}: ") for problem in problems):
            problems.append(f"{name}: missing or empty")
        return None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems += [f"{name}: {fault}" for fault in faults(error, document)]
        return None


def faults(error: ValidationError, document: Any = None) -> list[str]:
    """A line for each wrong place: where it is, in the document if there is one, and what is wrong.

    Where one of several shapes would do, each of them complains; their complaints stand in one line.
    """
    told: dict[Place, dict[str, None]] = {}
    for fault in error.errors(include_url=False):
        hint = f" ({NORWAY})" if fault["input"] is False and "string" in fault["msg"] else ""
        place = fault["loc"] if document is None else _place(fault["loc"], document, fault["type"])
        told.setdefault(place, {})[f"{fault['msg']}{hint}"] = None
    inner = {place[:length] for place in told for length in range(len(place))}
    return [
        f"{'/'.join(map(str, at))}: {'; or: '.join(said)}" for at, said in told.items() if not at or at not in inner
    ]


def _place(steps: Place, document: Any, kind: str) -> Place:
    """The steps that lead through the document, without the names of the shapes that were tried."""
    place: Place = ()
    for step in steps:
        entries = dict(enumerate(document)) if isinstance(document, list) else document
        if isinstance(entries, dict) and step in entries:
            document, place = entries[step], (*place, step)
    return (*place, steps[-1]) if kind == "missing" else place

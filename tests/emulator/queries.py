"""The query language of the search interface, as far as it accepts one."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.emulator.shapes import Raw

Test = Callable[[Raw], bool]
INDEX_TIME = "2026-09-21T00:00:00.000+0000"
COMPARE: Mapping[str, Callable[[str, str], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


class InvalidQueryError(Exception):
    """Answered with 400 businessError."""


def compile_query(query: Any) -> Test:
    """A test on one row."""
    match query:
        case {"bool": dict(parts)} if parts and parts.keys() <= {"must", "should", "must_not"}:
            return _bool(parts)
        case {"terms": dict(leaf)} if len(leaf) == 1:
            ((name, wanted),) = leaf.items()
            return lambda row: bool(set(values(row, name)) & set(map(str, wanted)))
        case {"term": dict(leaf)} if len(leaf) == 1:
            ((name, wanted),) = leaf.items()
            return lambda row: str(wanted) in values(row, name)
        case {"range": dict(leaf)} if len(leaf) == 1:
            ((name, bounds),) = leaf.items()
            return lambda row: any(_within(value, bounds) for value in values(row, name))
        case _:
            raise InvalidQueryError


def compile_text(text: str) -> Test:
    """``***`` is everything, quotes make a phrase, other words are alternatives."""
    if text == "***":
        return lambda _: True
    if text.startswith('"') and text.endswith('"'):
        phrase = text.strip('"').casefold()
        return lambda row: phrase in _words(row)
    words = text.casefold().split()
    return lambda row: any(word in _words(row) for word in words)


def values(row: Raw, name: str) -> list[str]:
    """The values of a field of a row."""
    found = row["metadata"].get(name, [])
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]


def _bool(parts: Mapping[str, Any]) -> Test:
    must = [compile_query(each) for each in _listed(parts.get("must", []))]
    should = [compile_query(each) for each in _listed(parts.get("should", []))]
    must_not = [compile_query(each) for each in _listed(parts.get("must_not", []))]

    def holds(row: Raw) -> bool:
        return (
            all(test(row) for test in must)
            and (not should or any(test(row) for test in should))
            and not any(test(row) for test in must_not)
        )

    return holds


def _within(value: str, bounds: Mapping[str, str]) -> bool:
    """A bound that is not written as the index writes times is not compared: the row has the field, so it is in."""
    return all(len(bound) != len(INDEX_TIME) or COMPARE[name](value, bound) for name, bound in bounds.items())


def _words(row: Raw) -> str:
    return " ".join((*values(row, "identifier"), *values(row, "title"), *values(row, "keywords"))).casefold()


def _listed(part: Any) -> list[Any]:
    return part if isinstance(part, list) else [part]

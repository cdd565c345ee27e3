"""What of a released description of the API no longer holds.

Programs that do this were tried: ``openapi-diff`` reads OpenAPI 3.0 only, ``optic`` is no longer kept and does not
start, ``openapi-changes`` fetches a binary when it is installed, and ``oasdiff`` is written in Go.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.contracts.schemas import Break, Comparison, Document, Schema

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def breaking_changes(released: Document, today: Document) -> list[Break]:
    """Everything that a caller who goes by the released description would stumble over, each once."""
    return sorted(set(_breaks(released, today)))


def _breaks(released: Document, today: Document) -> Iterator[Break]:
    requests = Comparison("request", narrow=released, wide=today)
    answers = Comparison("answer", narrow=today, wide=released)
    for path, methods in released["paths"].items():
        for method, old in _operations(methods):
            new = today["paths"].get(path, {}).get(method)
            where = f"{method.upper()} {path}"
            if new is None:
                yield Break(where, "is gone")
                continue
            yield from _operation(old, new, where)
            yield from _parameters(old, new, where, requests)
            yield from _body(old, new, where, requests)
            yield from _answers(old, new, where, answers)


def _operations(methods: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((method, methods[method]) for method in METHODS if method in methods)


def _operation(old: Mapping[str, Any], new: Mapping[str, Any], where: str) -> Iterator[Break]:
    if old.get("operationId") != new.get("operationId"):
        yield Break(where, f"operationId was {old.get('operationId')}, and is {new.get('operationId')}")
    if _is_for_all(old) and not _is_for_all(new):
        yield Break(where, "needs a key now")


def _is_for_all(operation: Mapping[str, Any]) -> bool:
    return {} in operation.get("security", [{}])


def _parameters(old: Mapping[str, Any], new: Mapping[str, Any], where: str, requests: Comparison) -> Iterator[Break]:
    before, after = _by_name(old), _by_name(new)
    for key, parameter in before.items():
        place = f"{where} {key[0]} parameter {key[1]}"
        if key not in after:
            yield Break(place, "is gone")  # and is refused, as every parameter that nobody declared
            continue
        yield from requests.breaks(parameter["schema"], after[key]["schema"], place)
        if "default" in parameter["schema"] and parameter["schema"]["default"] != after[key]["schema"].get("default"):
            yield Break(place, "left out it means something else now")
    for key, parameter in after.items():
        if parameter.get("required") and not before.get(key, {}).get("required"):
            yield Break(f"{where} {key[0]} parameter {key[1]}", "is required now")


def _by_name(operation: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(one["in"], _name(one)): one for one in operation.get("parameters", ())}


def _name(parameter: Mapping[str, Any]) -> str:
    """By what a parameter is found. Letter case does not tell headers apart (RFC 9110, section 5.1)."""
    name: str = parameter["name"]
    return name.lower() if parameter["in"] == "header" else name


def _body(old: Mapping[str, Any], new: Mapping[str, Any], where: str, requests: Comparison) -> Iterator[Break]:
    before, after = old.get("requestBody", {}), new.get("requestBody", {})
    if after.get("required") and not before.get("required"):
        yield Break(where, "needs a body now")
    yield from _contents(before, after, f"{where} body", requests)


def _answers(old: Mapping[str, Any], new: Mapping[str, Any], where: str, answers: Comparison) -> Iterator[Break]:
    """Those that say that it went well, and the shape of every problem; which problems there are may change."""
    for status, before in old["responses"].items():
        after = new["responses"].get(status)
        if after is None and status.startswith("2"):
            yield Break(where, f"never answers {status} any more")
        elif after is not None:
            yield from _contents(before, after, f"{where} {status}", answers)


def _contents(
    before: Mapping[str, Any], after: Mapping[str, Any], where: str, comparison: Comparison
) -> Iterator[Break]:
    for kind, content in before.get("content", {}).items():
        if kind not in after.get("content", {}):
            yield Break(where, f"{kind} is gone")
            continue
        old, new = _schema(content), _schema(after["content"][kind])
        narrow, wide = (old, new) if comparison.direction == "request" else (new, old)
        yield from comparison.breaks(narrow, wide, where)


def _schema(content: Mapping[str, Any]) -> Schema:
    schema: Schema = content.get("schema", {})
    return schema

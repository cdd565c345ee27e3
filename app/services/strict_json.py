"""JSON as it is taken from callers: read strictly, and every fault named with the place where it is (RFC 6901)."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import Fault, Invalid, Malformed

MAX_DEPTH = 40
"""Deeper than any request somebody means: a condition nests a filter or two."""

Model = TypeVar("Model", bound=BaseModel)


def read_json(raw: bytes | str) -> Any:
    """Read JSON text, refusing what readers of JSON disagree about.

    Raises:
        Malformed: no JSON: not UTF-8, not well-formed, a number such as NaN, a key that stands twice in one object.
        Invalid: nested too deep, or text that no database keeps (NUL, half a character).
    """
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError as error:
        raise Malformed(f"The JSON is nested deeper than {MAX_DEPTH} levels.") from error
    except ValueError as error:
        raise Malformed(f"This is no JSON: {error}.") from error
    _refuse_depths(data)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"{next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _refuse_depths(data: Any) -> None:
    """Walk level by level, so that a hostile depth cannot exhaust the stack here either."""
    level: list[tuple[str, Any]] = [("", data)]
    for _ in range(MAX_DEPTH):
        level = [child for pointer, node in level for child in _children(pointer, node)]
        if not level:
            return
    fault = Fault(pointer=level[0][0], detail="nested too deep")
    raise Invalid(f"The JSON is nested deeper than {MAX_DEPTH} levels.", errors=[fault])


def _children(pointer: str, node: Any) -> Iterable[tuple[str, Any]]:
    match node:
        case str():
            _refuse_unstorable(pointer, node)
        case dict():
            for key, value in node.items():
                _refuse_unstorable(pointer, key)
                yield f"{pointer}/{escaped(key)}", value
        case list():
            for index, value in enumerate(node):
                yield f"{pointer}/{index}", value


def _refuse_unstorable(pointer: str, text: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        detail = "a text holds no NUL and no half of a character"
        raise Invalid("The request holds text that cannot be kept.", errors=[Fault(pointer=pointer, detail=detail)])


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def validated(model: type[Model], data: Any) -> Model:
    """The request as its model.

    Raises:
        Invalid: with a pointer for each fault.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise refused(error.errors(include_url=False, include_context=False), data) from error


def refused(errors: Sequence[ErrorDetails] | Sequence[Mapping[str, Any]], data: Any) -> Invalid:
    """The faults that pydantic found in ``data``, as one error with a pointer for each place."""
    details: dict[str, list[str]] = {}
    for error in errors:
        at = pointer_of(error["loc"], data, is_missing=error["type"] == "missing")
        details.setdefault(at, []).append(_SAID.get(error["type"]) or str(error["msg"]).removeprefix("Value error, "))
    faults = [Fault(pointer=at, detail="; or ".join(dict.fromkeys(said))) for at, said in details.items()]
    first = f"{faults[0].pointer or 'The request'}: {faults[0].detail}"
    return Invalid(first if len(faults) == 1 else f"{first} (and {len(faults) - 1} more)", errors=faults)


_SAID = {
    "missing": "this field is required",
    "extra_forbidden": "there is no such field",
    "model_type": "this should be an object",
    "model_attributes_type": "this should be an object",
}
"""Plainer words for what pydantic says in terms of Python."""


def pointer_of(location: Sequence[int | str], data: Any, *, is_missing: bool = False) -> str:
    """Where in ``data`` an error of pydantic lies.

    Its locations also name the branches of unions, which are nowhere in the data: steps that lead nowhere are left
    out, but for the last one of a field that is missing.
    """
    pointer, node = "", data
    for step in location:
        if isinstance(node, Mapping) and step in node:
            pointer, node = f"{pointer}/{escaped(str(step))}", node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            pointer, node = f"{pointer}/{step}", node[step]
    return f"{pointer}/{escaped(str(location[-1]))}" if is_missing and location else pointer

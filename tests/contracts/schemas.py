"""Whether every value of one schema (JSON Schema, as OpenAPI 3.1 has it) is a value of another.

It reads what our description is written in and nothing else: a keyword that it does not know is an error, so that no
change passes only because nobody looked. It errs on the side of a break: a union is held to be wider than another only
where one of its variants is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Document = Mapping[str, Any]
Schema = Mapping[str, Any]

TOLD = {"title", "description", "examples", "example", "default", "deprecated", "discriminator"}
READ = {
    *("$ref", "type", "enum", "const", "anyOf", "oneOf", "properties", "required", "additionalProperties"),
    *("items", "propertyNames", "pattern", "format"),
}
LOWER = ("minimum", "exclusiveMinimum", "gt", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "lt", "maxLength", "maxItems", "maxProperties")
UNION = ("anyOf", "oneOf")


class NotUnderstood(Exception):
    """The description uses a keyword about which this program knows nothing."""


@dataclass(frozen=True, order=True)
class Break:
    """Something that callers relied on: where it was, and what has become of it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Comparison:
    """What of two descriptions differs to the harm of callers.

    In a request, whatever was accepted must still be (``narrow`` is the released description, ``wide`` today's). In an
    answer it is the other way round, save that an answer may have more fields, values of an enumeration and kinds of a
    union with a discriminator than were released: clients are told to expect that.
    """

    direction: Literal["request", "answer"]
    narrow: Document
    wide: Document
    found: dict[tuple[str, str], tuple[Break, ...]] = field(default_factory=dict)

    def breaks(self, narrow: Schema, wide: Schema, where: str) -> tuple[Break, ...]:
        """What is a value of the one and none of the other."""
        name_of_narrow, one = _resolved(narrow, self.narrow)
        name_of_wide, other = _resolved(wide, self.wide)
        if name_of_narrow is None or name_of_wide is None:
            return tuple(self._of_both(one, other, where))
        pair = (name_of_narrow, name_of_wide)
        if pair not in self.found:
            self.found[pair] = ()  # schemas may hold themselves
            self.found[pair] = tuple(self._of_both(one, other, name_of_narrow))
        return self.found[pair]

    def _of_both(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        _understand(narrow, where)
        _understand(wide, where)
        if self.direction == "answer" and "discriminator" in narrow and "discriminator" in wide:
            yield from self._kinds(narrow, wide, where)
            return
        variants = list(_variants(wide, self.wide))
        for variant in _variants(narrow, self.narrow):
            attempts = [list(self._one(variant, other, where)) for other in variants]
            if [] in attempts:
                continue
            nearest = min(attempts, key=len)
            yield from nearest if len(variants) == 1 else [Break(where, self._odd(variant, nearest))]

    def _odd(self, variant: Schema, nearest: Sequence[Break]) -> str:
        said = variant.get("$ref", "").rpartition("/")[2] or variant.get("const") or variant.get("type") or "something"
        whose = "is no longer taken" if self.direction == "request" else "may come, which was never promised"
        return f"{said} {whose} ({'; '.join(map(str, nearest[:3]))})"

    def _kinds(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        today, released = narrow["discriminator"]["mapping"], wide["discriminator"]["mapping"]
        for kind, reference in released.items():
            if kind in today:
                yield from self.breaks({"$ref": today[kind]}, {"$ref": reference}, f"{where}[{kind}]")
            else:
                yield Break(where, f"the kind {kind} is gone")

    def _one(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        if "$ref" in narrow or "$ref" in wide or _is_union(narrow) or _is_union(wide):
            yield from self.breaks(narrow, wide, where)
            return
        if "type" in wide and not _is_type(narrow.get("type"), wide["type"]):
            yield Break(where, f"{self._of_old('type', narrow, wide)} has become {self._of_new('type', narrow, wide)}")
            return
        yield from self._values(narrow, wide, where)
        yield from self._bounds(narrow, wide, where)
        yield from self._fields(narrow, wide, where)
        if "items" in wide:
            yield from self.breaks(narrow.get("items", {}), wide["items"], f"{where}[]")

    def _of_old(self, key: str, narrow: Schema, wide: Schema) -> Any:
        return (narrow if self.direction == "request" else wide).get(key, "anything")

    def _of_new(self, key: str, narrow: Schema, wide: Schema) -> Any:
        return (wide if self.direction == "request" else narrow).get(key, "anything")

    def _values(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        """An enumeration loses no value: in a request somebody sends it, in an answer somebody waits for it."""
        ones, others = _enumerated(narrow), _enumerated(wide)
        if others is None:
            return
        if ones is None:
            yield Break(where, "was free, and is an enumeration" if self.direction == "request" else "any value now")
            return
        lost = [value for value in ones if value not in others]
        if self.direction == "answer":
            lost = [value for value in others if value not in ones]
        yield from (Break(where, f"the value {value!r} is gone") for value in lost)

    def _bounds(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        for key in (*LOWER, *UPPER):
            one, other = narrow.get(key), wide.get(key)
            if other is not None and (one is None or (one < other if key in LOWER else one > other)):
                old, new = (one, other) if self.direction == "request" else (other, one)
                yield Break(where, f"{key} was {old}, and is {new}")
        for key in ("pattern", "format"):
            if key in wide and narrow.get(key) != wide[key]:
                old, new = self._of_old(key, narrow, wide), self._of_new(key, narrow, wide)
                yield Break(where, f"{key} was {old}, and is {new}")

    def _fields(self, narrow: Schema, wide: Schema, where: str) -> Iterator[Break]:
        ones, others = narrow.get("properties", {}), wide.get("properties", {})
        for name in set(wide.get("required", ())) - set(narrow.get("required", ())):
            yield Break(f"{where}/{name}", "is required now" if self.direction == "request" else "may be absent now")
        for name in ones.keys() & others.keys():
            yield from self.breaks(ones[name], others[name], f"{where}/{name}")
            if self.direction == "request" and "default" in ones[name]:
                yield from _defaults(ones[name], others[name], f"{where}/{name}")
        gone = ones.keys() - others.keys() if self.direction == "request" else others.keys() - ones.keys()
        rest_of_narrow, rest = narrow.get("additionalProperties", True), wide.get("additionalProperties", True)
        for name in gone:
            if self.direction == "answer" or rest is False:
                yield Break(f"{where}/{name}", "is gone")
            elif isinstance(rest, Mapping):
                yield from self.breaks(ones[name], rest, f"{where}/{name}")
        if isinstance(rest, Mapping) and rest_of_narrow is not False:
            given = rest_of_narrow if isinstance(rest_of_narrow, Mapping) else {}
            yield from self.breaks(given, rest, f"{where}/*")
        if rest is False and rest_of_narrow is not False and self.direction == "request":
            yield Break(where, "takes no other fields now")
        if "propertyNames" in wide:
            yield from self.breaks(narrow.get("propertyNames", {}), wide["propertyNames"], f"{where} (names)")


def _defaults(old: Schema, new: Schema, where: str) -> Iterator[Break]:
    if new.get("default") != old["default"]:
        yield Break(where, f"left out it meant {old['default']!r}, and means {new.get('default')!r}")


def _resolved(schema: Schema, document: Document) -> tuple[str | None, Schema]:
    reference = schema.get("$ref")
    if reference is None:
        return None, schema
    name = reference.removeprefix("#/components/schemas/")
    return name, document["components"]["schemas"][name]


def _understand(schema: Schema, where: str) -> None:
    unknown = schema.keys() - TOLD - READ - set(LOWER) - set(UPPER)
    if unknown:
        raise NotUnderstood(f"{where}: nobody has taught this check what {', '.join(sorted(unknown))} means")


def _is_union(schema: Schema) -> bool:
    return any(key in schema for key in UNION)


def _variants(schema: Schema, document: Document) -> Iterator[Schema]:
    """The schemas of a union, however deep; one that is none is its only variant.

    A union with a discriminator inside another is one variant: its kinds are compared by name.
    """
    if isinstance(schema.get("type"), list):
        yield from ({**schema, "type": one} for one in schema["type"])
    elif not _is_union(schema):
        yield schema
    for variant in (variant for key in UNION for variant in schema.get(key, ())):
        _, resolved = _resolved(variant, document)
        yield from (
            [variant]
            if "discriminator" in resolved
            else _variants(resolved if _is_union(resolved) else variant, document)
        )


def _is_type(narrow: Any, wide: Any) -> bool:
    return narrow == wide or (narrow, wide) == ("integer", "number")


def _enumerated(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values

"""Several filters as one that says no more than has to be said: of a place inside another, the inner one."""

from collections.abc import Iterable, Iterator
from typing import Any

from rules.groups import Groups
from rules.requirements import Filter
from rules.where import Place

_PLACES = ("country_in", "headquarters_in", "controlled_from_in")
_LISTS = ("kind_in", "size_in", "role_in")


def narrowed(filters: Iterable[Filter], groups: Groups) -> Filter:
    """What satisfies all of the filters; what two of them say that cannot be said as one stands in ``all``.

    A choice is left out where the rest has made it already.
    """
    plain, choices = _gathered(filters, groups)
    settled = [one for one in choices if not implies(plain, one, groups)]
    kept = [
        one
        for index, one in enumerate(settled)
        if not any(
            implies(other, one, groups) and (position < index or not implies(one, other, groups))
            for position, other in enumerate(settled)
            if position != index
        )
    ]
    if len(kept) == 1:
        return plain.model_copy(update={"any_of": kept[0].any_of})
    return plain.model_copy(update={"all_of": (*(plain.all_of or ()), *kept)}) if kept else plain


def _gathered(filters: Iterable[Filter], groups: Groups) -> tuple[Filter, list[Filter]]:
    """All that is plainly said, as one filter, and the choices."""
    fields: dict[str, Any] = {}
    others: list[Filter] = []
    choices: list[Filter] = []
    for name, value in (field for where in filters for part in _taken_apart(where) for field in _fields_of(part)):
        merged = _merged(name, fields.get(name, value), value, groups)
        if name == "any":
            choices.append(Filter(**{name: value}))
        elif merged is None:
            others.append(Filter(**{name: value}))
        else:
            fields[name] = merged
    fields |= {"all": tuple(others)} if others else {}
    return Filter(**fields), choices


def implies(one: Filter, other: Filter, groups: Groups) -> bool:
    """Whether whoever satisfies the one can be seen to satisfy the other, too."""
    if one == other or any(implies(part, other, groups) for part in one.all_of or ()):
        return True
    if one.any_of is not None and all(implies(part, other, groups) for part in one.any_of):
        return True
    alone = [Filter(**{name: value}) for name, value in _fields_of(other)]
    if len(alone) + len(other.all_of or ()) > 1:
        return all(implies(one, part, groups) for part in (*alone, *(other.all_of or ())))
    if other.any_of is not None:
        return any(implies(one, part, groups) for part in other.any_of)
    return any(_says_so(name, value, one, groups) for name, value in _fields_of(other))


def _says_so(name: str, value: Any, one: Filter, groups: Groups) -> bool:
    own = dict(_fields_of(one)).get(name)
    if own is None or name in ("any", "not"):
        return bool(own == value)
    if name in _PLACES:
        return _is_inside(own, value, groups)
    if name in _LISTS:
        return set(own) <= set(value)
    return all(name in own and own[name] == held for name, held in value.items()) if name == "fact" else own == value


def _taken_apart(where: Filter) -> Iterator[Filter]:
    """The filter without what it has under ``all``, and the parts of that."""
    yield where
    for part in where.all_of or ():
        yield from _taken_apart(part)


def _fields_of(where: Filter) -> Iterator[tuple[str, Any]]:
    aliases = {"any_of": "any", "none_of": "not"}
    for name in Filter.model_fields:
        value = getattr(where, name)
        if value is not None and name != "all_of":
            yield aliases.get(name, name), value


def _merged(name: str, one: Any, other: Any, groups: Groups) -> Any | None:
    """Both as one; ``None`` where that cannot be."""
    if one == other:
        return one
    if name in _PLACES:
        return other if _is_inside(other, one, groups) else one if _is_inside(one, other, groups) else None
    if name in _LISTS:
        return tuple(value for value in one if value in other) or None
    if name == "fact" and all(one.get(key, value) == value for key, value in other.items()):
        return {**one, **other}
    return None


def _is_inside(inner: Place, outer: Place, groups: Groups) -> bool:
    return countries_of(inner, groups) <= countries_of(outer, groups)


def countries_of(place: Place, groups: Groups) -> set[str]:
    """The countries of a list, or all that a dated group ever named; none of a place that is no such thing."""
    if isinstance(place, str):
        return groups.named(place) if place in groups else set()
    return set(place)

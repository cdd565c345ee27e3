"""Who brings what: a matrix of ecosystems and competences, as a picture and as a table of the same facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.services.proposals.backgrounds import Background, Brought
from app.web.presenters import words
from rules.language import _, ngettext

LETTER: Final = 8
STEP: Final = 36
LINE: Final = 30
TOP: Final = 36
"""Units of the picture: what a letter of a name needs, a column, a row, the head."""

NOTHING: Final = Brought((), {})


@dataclass(frozen=True, slots=True)
class Column:
    """A member, or a whole proposal: its number and its name."""

    label: str
    name: str
    x: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """Something is brought; ``text`` is how often, or how well, where that differs."""

    x: int
    y: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An ecosystem or a competence, with what each column has of it in words."""

    name: str
    y: int
    is_wanted: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The model of the coverage macro; ``prefix`` begins its ids."""

    prefix: str
    width: int
    height: int
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[CoverageRow, ...]
    dots: tuple[Dot, ...]
    missing: str


def present_coverage(
    groups: Mapping[str, Sequence[str]], names: Sequence[Column], background: Background, *, prefix: str, title: str
) -> CoverageView:
    """The matrix of columns, each with its label and the ids of those it stands for (one member, or a proposal)."""
    brought = {label: _of(ids, background) for label, ids in groups.items()}
    things = _things(brought.values(), background)
    labels = LETTER * (3 + max((len(_name(thing)) for thing in things), default=0))
    counted = any(count > 1 for one in brought.values() for count in one.values())
    rows, dots = [], []
    for line, thing in enumerate(things):
        y = TOP + line * LINE + LINE // 2
        counts = [brought[column.label].get(thing, 0) for column in names]
        rows.append(CoverageRow(_name(thing), y, _is_wanted(thing, background), tuple(map(_said, counts))))
        dots += [
            Dot(labels + index * STEP + STEP // 2, y, words.number(count) if counted else "",
                _("{name} brings {thing}", name=names[index].name, thing=_name(thing)))
            for index, count in enumerate(counts)
            if count
        ]  # fmt: skip
    covered = {thing for one in brought.values() for thing in one}
    return CoverageView(
        prefix=prefix,
        width=labels + STEP * len(names) + 8,
        height=TOP + LINE * len(things) + 6,
        title=title,
        description=_("A row for each ecosystem or competence, a column for each number; a dot where it is brought."),
        columns=tuple(
            Column(one.label, one.name, labels + index * STEP + STEP // 2) for index, one in enumerate(names)
        ),
        rows=tuple(rows),
        dots=tuple(dots),
        missing=_missing([thing for thing in _asked(background) if thing not in covered], background),
    )


def _name(thing: str) -> str:
    """An ecosystem in the language spoken; a competence as it was stated."""
    return str(words.ECOSYSTEMS.get(thing, thing))


def _of(ids: Sequence[str], background: Background) -> dict[str, int]:
    """How many of these bring each thing; one alone brings a competence at its level."""
    found: dict[str, int] = {}
    for one in ids:
        brought = background.brought.get(one, NOTHING)
        for thing in (*brought.ecosystems, *brought.competences):
            found[thing] = found.get(thing, 0) + 1
    return found


def _asked(background: Background) -> list[str]:
    return list(dict.fromkeys([*background.wanted, *background.competences]))


def _things(brought: Iterable[Mapping[str, int]], background: Background) -> list[str]:
    """What is wanted first, then what most bring."""
    totals: dict[str, int] = {}
    for one in brought:
        for thing, count in one.items():
            totals[thing] = totals.get(thing, 0) + count
    asked = _asked(background)
    return [*asked, *sorted(set(totals) - set(asked), key=lambda thing: (-totals[thing], thing))]


def _is_wanted(thing: str, background: Background) -> bool:
    return thing in background.wanted or thing in background.competences


def _said(count: int) -> str:
    return "" if not count else _("yes") if count == 1 else words.number(count)


def _missing(things: Sequence[str], background: Background) -> str:
    if not things:
        return ""
    if background.is_wished or background.competences:
        return ngettext("Nobody brings {things}, which was wished for.",
                        "Nobody brings {things}, which were wished for.", len(things),
                        things=words.listed(map(_name, things)))  # fmt: skip
    return ngettext("Nobody brings {things}, of which the call speaks.",
                    "Nobody brings {things}, of which the call speaks.", len(things),
                    things=words.listed(map(_name, things)))  # fmt: skip

"""A tenant's own clusters: the list, one of them to be corrected, and what an import would do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.services.imports.own_import import COLUMNS, LineError, OwnImport, OwnLine
from app.services.own_clusters import OwnClusterPublic
from app.web.presenters import words
from app.web.presenters.answers import TEXTS
from app.web.presenters.blocks import Link, Option, Page, Problem, Row, Section
from app.web.presenters.check_words import kind_name
from app.web.presenters.cluster_facts import SIZES, STATED
from app.web.presenters.keeping import Visitor
from app.web.presenters.own_form import OwnForm, errors_by_field
from app.web.presenters.signs import Badge, Tone
from rules.codes import ISO_COUNTRIES, Ecosystem, Kind
from rules.language import N_, _, ngettext

OWN: Final = "/own/clusters"
IMPORT: Final = "/own/import"

CHANGES: Final = {
    "added": Badge("+", N_("Added"), Tone.GOOD, N_("There is none of this name yet.")),
    "changed": Badge("◐", N_("Changed"), Tone.MAYBE, N_("There is one of this name, and the line says more of it.")),
    "unchanged": Badge("–", N_("Unchanged"), Tone.OFF, N_("There is one of this name, and the line says nothing new.")),
    "refused": Badge("✕", N_("Refused"), Tone.BAD, N_("The line is wrong and is left out.")),
}

FIELDS: Final = words.Texts(
    {
        "city": N_("Town"),
        "country": N_("Country"),
        "nuts": N_("Region (NUTS 2021)"),
        "pic": N_("Participant code (PIC)"),
        "website": N_("Website"),
        "ecosystems": N_("Industrial ecosystems"),
        "legal_personality": N_("Legal personality"),
        "note": N_("Evidence"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage(Page):
    """What a tenant's clusters are for, how to make them, and those there are."""

    visitor: Visitor
    done: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPage(Page):
    """The form for one cluster; without ``token`` it says how to do it otherwise."""

    name: str
    action: str
    visitor: Visitor
    cluster_id: str
    form: OwnForm
    problems: tuple[Problem, ...]
    errors: Mapping[str, str]
    selects: tuple[tuple[str, str, tuple[Option, ...]], ...]
    countries: tuple[Option, ...]
    controlled: tuple[Option, ...]
    ecosystems: tuple[Option, ...]
    kinds: tuple[Option, ...]
    sizes: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the file: what becomes of it, and why."""

    line: str
    name: str
    badge: Badge
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage(Page):
    """The form for a file and, once there is one, what would become of each of its lines."""

    visitor: Visitor
    text: str
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    summary: str
    rows: tuple[PreviewRow, ...]
    can_import: bool


def present_own(found: Sequence[OwnClusterPublic], visitor: Visitor, done: str = "") -> OwnPage:
    """The list."""
    return OwnPage(
        title=_("Own clusters"),
        section=Section.CLUSTERS,
        address=OWN,
        crumbs=(Link(_("My cluster"), "/clusters"),),
        visitor=visitor,
        done=done,
        rows=tuple(
            Row(one.name, ", ".join(filter(None, (one.city, _place(one)))), href=f"{OWN}/{one.id}") for one in found
        ),
    )


def _place(own: OwnClusterPublic) -> str:
    return words.country_name(own.organisation.country)


def present_correct(
    form: OwnForm, visitor: Visitor, *, name: str, action: str, problems: tuple[Problem, ...] = ()
) -> CorrectPage:
    """The form of one cluster."""
    return CorrectPage(
        title=_("Correct {name}", name=name) if name else _("New own cluster"),
        section=Section.CLUSTERS,
        address=action,
        crumbs=(Link(_("My cluster"), "/clusters"), Link(_("Own clusters"), OWN)),
        name=name,
        action=action,
        visitor=visitor,
        cluster_id=form.of,
        form=form,
        problems=problems,
        errors=errors_by_field(problems),
        selects=tuple((fact, _(label), _answers(getattr(form, fact))) for fact, label in STATED.items()),
        countries=_countries(form.country),
        controlled=_countries(form.controlled_from),
        ecosystems=tuple(Option(one, words.ECOSYSTEMS[one], one in form.ecosystems) for one in Ecosystem),
        kinds=tuple(Option(one, kind_name(one), one in form.kinds) for one in Kind),
        sizes=(
            Option("", words.not_stated(), not form.size_class),
            *(Option(code, SIZES[code], code == form.size_class) for code in SIZES),
        ),
    )


def _answers(chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, _(text), value == chosen) for value, text in TEXTS.items())


def _countries(chosen: str) -> tuple[Option, ...]:
    names = {code: words.country_name(code) for code in ISO_COUNTRIES}
    ordered = sorted(names, key=lambda code: words.sorting(names[code]))
    return (
        Option("", words.not_stated(), not chosen),
        *(Option(code, names[code], code == chosen) for code in ordered),
    )


def present_import(
    visitor: Visitor, *, text: str = "", found: OwnImport | None = None, problems: tuple[Problem, ...] = ()
) -> ImportPage:
    """The form and, where a file was looked at, what would become of it."""
    return ImportPage(
        title=_("Import own clusters") if found is None else _("Import own clusters: preview"),
        section=Section.CLUSTERS,
        address=IMPORT,
        crumbs=(Link(_("My cluster"), "/clusters"), Link(_("Own clusters"), OWN)),
        visitor=visitor,
        text=text,
        problems=problems,
        columns=("id", "name", "city", "evidence", *COLUMNS.values()),
        summary="" if found is None else _summary(found),
        rows=() if found is None else tuple(_rows(found)),
        can_import=found is not None and bool(found.count("added") + found.count("changed")),
    )


def _summary(found: OwnImport) -> str:
    told = [
        ngettext("{number} would be added", "{number} would be added", found.count("added")),
        ngettext("{number} would be changed", "{number} would be changed", found.count("changed")),
        ngettext("{number} stays as it is", "{number} stay as they are", found.count("unchanged")),
        ngettext("{number} error", "{number} errors", len(found.errors)),
    ]
    return "; ".join(told)


def _rows(found: OwnImport) -> Iterator[PreviewRow]:
    """In the order of the file."""
    lines = [
        (one.line, PreviewRow(str(one.line), one.name, CHANGES[one.change], tuple(_told(one)))) for one in found.lines
    ]
    wrong = [
        (error.line, PreviewRow(str(error.line), "", CHANGES["refused"], (_reason(error),))) for error in found.errors
    ]
    return (row for _line, row in sorted([*lines, *wrong], key=lambda item: item[0]))


def _told(line: OwnLine) -> Iterable[str]:
    for name, (before, after) in line.fields.items():
        field, said = FIELDS[name], _said(name, after)
        if before is None:
            yield _("{field}: {after}", field=field, after=said)
        else:
            yield _("{field}: {after} (was {before})", field=field, after=said, before=_said(name, before))


def _reason(error: LineError) -> str:
    if error.column is None:
        return error.reason
    return _("{column}: {reason}", column=error.column, reason=error.reason)


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "country":
        return words.country_name(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

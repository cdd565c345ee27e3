"""The form for one participant of a check: to type one in, or to change one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.web.checking.typed import PREFIX, TEXTS, YES_OR_NO, TypedPartner
from app.web.presenters import words
from app.web.presenters.blocks import Option, Problem
from app.web.presenters.check_partners import PartnerRow
from app.web.presenters.check_words import kind_name
from rules.codes import Kind, Role
from rules.language import N_, _

LABELS: Final = words.Texts(
    {
        "name": N_("Name"),
        "country": N_("Country of establishment"),
        "pic": N_("PIC"),
        "controlled_from": N_("Country of ultimate control"),
        "legal_personality": N_("Legal personality"),
        "public_body": N_("Public body"),
        "non_profit": N_("Non-profit"),
        "sme": N_("SME"),
        "gender_equality_plan": N_("Gender equality plan"),
    }
)
HINTS: Final = {
    "country": N_("Code or name"),
    "controlled_from": N_("Code or name, if it is another one"),
    "pic": N_("Nine digits, if you know it"),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form for one participant."""

    id: str
    label: str
    value: str
    hint: str
    error: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PartnerForm:
    """The form for one participant; ``number`` is whom it changes, empty where it adds somebody."""

    number: str
    name: str
    note: str
    fields: tuple[FormField, ...]
    roles: tuple[Option, ...]
    kinds: tuple[Option, ...]
    kinds_chosen: str
    kinds_error: str


def present_form(
    typed: TypedPartner, edit: int | None, rows: Sequence[PartnerRow], problems: Sequence[Problem]
) -> PartnerForm:
    """The form with what stands in it; ``edit`` is the number of whom it changes."""
    errors = {problem.field: problem.text for problem in problems}
    edited = rows[edit] if edit is not None and edit < len(rows) else None
    note = _("What is stated here stands beside the catalogue, for this check only.") if edited and edited.href else ""
    return PartnerForm(
        number=str(edit) if edited else "",
        name=edited.name if edited else "",
        note=note,
        fields=tuple(_field(name, typed, errors) for name in TEXTS if not (name == "name" and edited and edited.href)),
        roles=role_options(typed.role),
        kinds=tuple(Option(kind.value, kind_name(kind), kind.value in typed.kinds) for kind in Kind),
        kinds_chosen=", ".join(kind_name(Kind(kind)) for kind in typed.kinds if kind in set(Kind)),
        kinds_error=errors.get(f"{PREFIX}kinds", ""),
    )


def _field(name: str, typed: TypedPartner, errors: Mapping[str, str]) -> FormField:
    answers = {"": _("Not stated"), "yes": _("Yes"), "no": _("No")} if name in YES_OR_NO else {}
    value = typed.text(name)
    return FormField(
        id=PREFIX + name,
        label=LABELS[name],
        value=value,
        hint=_(HINTS.get(name, "")),
        error=errors.get(PREFIX + name, ""),
        options=tuple(Option(one, text, one == value) for one, text in answers.items()),
    )


def role_options(chosen: str) -> tuple[Option, ...]:
    """Every role as a choice."""
    return tuple(Option(role.value, words.ROLES[role.value], role.value == chosen) for role in Role)

"""One participant as a form holds it: typed in, or changed. Everything is a text until it is taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.errors import QuorumError
from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.changing import in_role, stating
from app.web.checking.understanding import NotUnderstood, country_of
from app.web.presenters.blocks import Problem
from rules.codes import Kind, Role
from rules.facts import Organisation
from rules.language import _

YES_OR_NO: Final = ("legal_personality", "public_body", "non_profit", "sme", "gender_equality_plan")
TEXTS: Final = ("name", "country", "pic", "controlled_from", *YES_OR_NO)
PREFIX: Final = "one-"
"""How the ids and names of its fields begin."""


@dataclass(frozen=True)
class TypedPartner:
    """The fields of the form; ``kinds`` can be several."""

    texts: Mapping[str, str] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    role: str = Role.BENEFICIARY.value

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.texts.get(name, "")


def typed_of(given: Mapping[str, Sequence[str]]) -> TypedPartner:
    """The form that was sent."""

    def first(name: str) -> str:
        return next(iter(given.get(PREFIX + name, ())), "").strip()

    return TypedPartner(
        texts={name: first(name) for name in TEXTS},
        kinds=tuple(given.get(PREFIX + "kinds", ())),
        role=first("role") or Role.BENEFICIARY.value,
    )


def shown_of(organisation: Organisation, role: Role) -> TypedPartner:
    """The form that shows what is known of a participant."""
    known = organisation.model_dump(mode="json", include=set(TEXTS))
    texts = {name: _shown(value) for name, value in known.items()}
    return TypedPartner(texts=texts, kinds=tuple(organisation.kinds or ()), role=role.value)


def _shown(value: Any) -> str:
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)


def faults_of(typed: TypedPartner, *, needs_name: bool) -> list[Problem]:
    """What cannot be taken as it stands."""
    return [Problem(PREFIX + name, said) for name, said in _faults(typed, needs_name)]


def _faults(typed: TypedPartner, needs_name: bool) -> Iterator[tuple[str, str]]:
    if needs_name and not typed.text("name"):
        yield "name", _("Write the name of the organisation.")
    for name in ("country", "controlled_from"):
        if typed.text(name) and not _is_country(typed.text(name)):
            yield name, _("This is no country: write its code (FR) or its name.")
    pic = typed.text("pic").replace(" ", "")
    if pic and not (len(pic) == 9 and pic.isdecimal()):
        yield "pic", _("A participant identification code (PIC) has nine digits.")
    if typed.role not in set(Role):
        yield "role", _("Choose a role of the list.")
    if any(kind not in set(Kind) for kind in typed.kinds):
        yield "kinds", _("Choose kinds of the list.")
    for name in YES_OR_NO:
        if typed.text(name) not in ("", "yes", "no"):
            yield name, _("Answer with yes or no.")


def _is_country(text: str) -> bool:
    try:
        country_of(text)
    except NotUnderstood:
        return False
    return True


def _country(text: str) -> str | None:
    return country_of(text) if text else None


def partner_of(typed: TypedPartner) -> ParticipantRequest:
    """A new participant that is written out, of a form without faults.

    Raises:
        Invalid: what is stated contradicts itself.
    """
    name = typed.text("name")
    stated = {field: value for field, value in _stated(typed).items() if value is not None}
    return validated(
        ParticipantRequest, {"organisation": {"id": name, **stated, "name": name}, "role": Role(typed.role)}
    )


def changed(partner: ParticipantRequest, typed: TypedPartner, known: Organisation) -> ParticipantRequest:
    """The participant as the form has it. ``known`` are the facts of the catalogue, or those that are written out.

    Of the catalogue's facts only what differs is stated beside it; what is emptied is as in the catalogue.

    Raises:
        Invalid: what is stated contradicts itself.
    """
    fields = _stated(typed)
    if isinstance(partner.organisation, str):
        of_catalogue = known.model_dump(mode="json", include=set(fields))
        fields = {name: None if value == of_catalogue[name] else value for name, value in fields.items()}
    elif partner.organisation.id == partner.organisation.name:
        fields["id"] = fields["name"]
    return in_role(stating(partner, fields), Role(typed.role))


def _stated(typed: TypedPartner) -> dict[str, Any]:
    """The facts of an organisation; an empty field is none."""
    answers = {name: {"yes": True, "no": False}.get(typed.text(name)) for name in YES_OR_NO}
    return {
        "name": typed.text("name") or None,
        "country": _country(typed.text("country")),
        "pic": typed.text("pic").replace(" ", "") or None,
        "controlled_from": _country(typed.text("controlled_from")),
        "kinds": sorted(set(typed.kinds)) or None,
        **answers,
    }


def problem_of_refusal(error: QuorumError) -> Problem:
    """Facts that contradict each other, told at the name."""
    return Problem(PREFIX + "name", error.errors[0].detail if error.errors else error.detail)

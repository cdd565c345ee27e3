"""A participant as one parameter of an address, and back. This is form 1; an address says which form it has.

``coord*fr-techtera`` is an organisation of the catalogue in a role, ``benef*~Politecnico di Torino*c.IT*k.university``
one that is written out. What follows are fields with a star between them, each with a short name and a point before its
value; a field that holds a list stands there once for each entry. Of an organisation of the catalogue they are what is
stated beside the catalogue. A star or a per cent sign inside of a value is written as in an address (``%2A``, ``%25``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import unquote

from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.values import read_value, write_value
from rules.codes import Role
from rules.language import _

Sort = Literal["text", "yes_or_no", "list", "number", "facts"]


class UnreadablePartner(ValueError):
    """The text is no participant; the message says why."""


@dataclass(frozen=True)
class Field:
    """A field of a participant by its short name; ``of_seat``: it is about the part, not about the organisation."""

    key: str
    name: str
    sort: Sort = "text"
    of_seat: bool = False


FIELDS: Final = (
    Field("i", "id"),
    Field("c", "country"),
    Field("k", "kinds", "list"),
    Field("pic", "pic"),
    Field("web", "website"),
    Field("nuts", "nuts"),
    Field("lp", "legal_personality", "yes_or_no"),
    Field("np", "non_profit", "yes_or_no"),
    Field("pb", "public_body", "yes_or_no"),
    Field("sme", "sme", "yes_or_no"),
    Field("size", "size_class"),
    Field("gep", "gender_equality_plan", "yes_or_no"),
    Field("cf", "controlled_from"),
    Field("cg", "control_group"),
    Field("mk", "member_kinds", "list"),
    Field("mc", "member_countries", "list"),
    Field("fl", "flags", "list"),
    Field("reg", "registrations", "list"),
    Field("eco", "ecosystems", "list"),
    Field("comp", "competences", "facts"),
    Field("n", "name"),
    Field("sr", "sub_roles", "list", of_seat=True),
    Field("af", "affiliated_to", of_seat=True),
    Field("eu", "eu_contribution", "number", of_seat=True),
    Field("tc", "total_cost", "number", of_seat=True),
    Field("f", "facts", "facts", of_seat=True),
)
_BY_KEY: Final = {field.key: field for field in FIELDS}

ROLES: Final[Mapping[str, Role]] = {
    "coord": Role.COORDINATOR,
    "benef": Role.BENEFICIARY,
    "affil": Role.AFFILIATED_ENTITY,
    "assoc": Role.ASSOCIATED_PARTNER,
    "subco": Role.SUBCONTRACTOR,
    "third": Role.THIRD_PARTY_RECIPIENT,
}
_ROLE_KEYS: Final = {role: key for key, role in ROLES.items()}

WRITTEN_OUT: Final = "~"
BETWEEN: Final = "*"


def write_partner(partner: ParticipantRequest) -> str:
    """The participant as a text."""
    return BETWEEN.join([_ROLE_KEYS[partner.role], *_fields(partner.model_dump(mode="json", exclude_unset=True))])


def _fields(entry: dict[str, Any]) -> Iterator[str]:
    organisation = entry["organisation"]
    if isinstance(organisation, str):
        stated = entry.get("overrides") or {}
        escaped = _escaped(organisation)
        yield f"%7E{escaped[1:]}" if escaped.startswith(WRITTEN_OUT) else escaped
    else:
        stated = organisation | {"id": None if organisation["id"] == organisation.get("name") else organisation["id"]}
        yield WRITTEN_OUT + _escaped(stated.pop("name", None) or "")
    for field in FIELDS:
        value = (entry if field.of_seat else stated).get(field.name)
        if value is not None:
            yield from (f"{field.key}.{_escaped(text)}" for text in _texts(field.sort, value))


def _texts(sort: Sort, value: Any) -> Sequence[str]:
    match sort:
        case "text":
            return [value]
        case "yes_or_no" | "number":
            return [write_value(value)]
        case "list":
            return value or [""]
        case "facts":
            return [f"{name}:{write_value(one)}" for name, one in value.items() if one is not None]


def read_partner(text: str) -> ParticipantRequest:
    """The participant of a text.

    Raises:
        UnreadablePartner: it has another form.
        Invalid: it states what no participant can.
    """
    role, *rest = text.split(BETWEEN)
    if role not in ROLES or not rest:
        keys = ", ".join(ROLES)
        raise UnreadablePartner(_("A participant is written as role*who, and the role is one of: {roles}.", roles=keys))
    who, *fields = rest
    stated, seat = _read_fields(fields)
    entry: dict[str, Any] = {"role": ROLES[role], **seat}
    if who.startswith(WRITTEN_OUT):
        name = unquote(who.removeprefix(WRITTEN_OUT))
        entry["organisation"] = ({"id": name, "name": name} if name else {}) | stated
    else:
        entry |= {"organisation": unquote(who)} | ({"overrides": stated} if stated else {})
    return validated(ParticipantRequest, entry)


def _read_fields(texts: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    stated: dict[str, Any] = {}
    seat: dict[str, Any] = {}
    for text in texts:
        key, point, value = text.partition(".")
        field = _BY_KEY.get(key)
        if field is None or not point:
            raise UnreadablePartner(_("There is no field “{text}” of a participant.", text=text))
        _put(seat if field.of_seat else stated, field, unquote(value))
    return stated, seat


def _put(into: dict[str, Any], field: Field, text: str) -> None:
    match field.sort:
        case "list":
            into.setdefault(field.name, []).extend([text] if text else [])
            return
        case "facts":
            name, sign, value = text.partition(":")
            if not sign:
                raise UnreadablePartner(_("“{text}” is no fact with a value.", text=text))
            into.setdefault(field.name, {})[name] = read_value(value)
            return
        case _ if field.name in into:
            raise UnreadablePartner(_("The field “{name}” of a participant stands there twice.", name=field.key))
        case "text":
            into[field.name] = text
        case _:
            into[field.name] = read_value(text)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace(BETWEEN, "%2A")

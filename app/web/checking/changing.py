"""Changes to the participants of a check: each gives a new participant, and leaves alone what it is not about."""

from collections.abc import Mapping
from typing import Any

from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.partners import FIELDS
from rules.codes import Role
from rules.facts import FactValue

OF_SEAT = frozenset(field.name for field in FIELDS if field.of_seat)


def in_role(partner: ParticipantRequest, role: Role) -> ParticipantRequest:
    """The participant in another role; only an affiliated entity keeps to whom it is affiliated."""
    entry = _entry(partner) | {"role": role}
    if role is not Role.AFFILIATED_ENTITY:
        entry.pop("affiliated_to", None)
    return validated(ParticipantRequest, entry)


def stating(
    partner: ParticipantRequest, fields: Mapping[str, Any], facts: Mapping[str, FactValue] | None = None
) -> ParticipantRequest:
    """The participant of whom this is stated as well; ``None`` takes back what was stated.

    Of an organisation of the catalogue it is stated beside the catalogue.

    Raises:
        Invalid: no participant can be so.
    """
    entry = _entry(partner)
    written_out = isinstance(entry["organisation"], dict)
    beside = entry["organisation"] if written_out else dict(entry.get("overrides") or {})
    for name, value in fields.items():
        _state(entry if name in OF_SEAT else beside, name, value)
    stated = dict(entry.get("facts") or {})
    for name, value in (facts or {}).items():
        _state(stated, name, value)
    if not written_out:
        _state(entry, "overrides", beside or None)
    _state(entry, "facts", stated or None)
    return validated(ParticipantRequest, entry)


def name_of(partner: ParticipantRequest) -> str:
    """What a participant goes by in the request: the id in the catalogue, or the name."""
    return partner.organisation if isinstance(partner.organisation, str) else partner.organisation.label


def _state(into: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        into.pop(name, None)
    else:
        into[name] = value


def _entry(partner: ParticipantRequest) -> dict[str, Any]:
    return partner.model_dump(mode="json", exclude_unset=True)

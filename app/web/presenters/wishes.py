"""Wishes of a request and changes of it by their ids, in the language spoken and with names in place of codes."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.services.catalogue.overview import Placed
from app.services.proposals.requests import ProposalRequest
from app.web.presenters import words
from app.web.presenters.asked import name_of
from rules.codes import Role
from rules.facts import Organisation
from rules.language import N_, ngettext
from rules.mending.changes import Change

Known = Mapping[str, Placed]

WISHES: Final = words.Texts(
    {
        "budget": N_("The contribution can be split within the shares that are allowed."),
        "survive_dropout": N_("It stays valid whoever but the coordinator drops out."),
        "unknown": N_("Nobody takes part about whose admission a question is open."),
        "wishes.countries": N_("Somebody is established in {name}."),
        "wishes.competences": N_("Somebody brings {name}."),
        "lead": N_("{name} coordinates."),
        "members": N_("{name} takes part."),
        "exclude": N_("These are left out: {name}."),
    }
)
GIVEN_UP: Final = words.Texts(
    {
        "budget": N_("Ask for no contribution to be split."),
        "survive_dropout": N_("Do not ask that it survives a drop-out."),
        "unknown": N_("Let in organisations about which a question is open."),
        "wishes.countries": N_("Do without somebody from {name}."),
        "wishes.competences": N_("Do without {name}."),
        "wishes.max_per_country": N_("Allow any number from one country."),
        "size.min": N_("Set no lower limit to the size."),
        "size.max": N_("Set no upper limit to the size."),
        "lead": N_("Let somebody else coordinate."),
        "members": N_("Go without {name}."),
        "exclude": N_("Leave nobody out."),
    }
)
STEPS: Final = words.Texts(
    {
        "remove": N_("Go without {name}."),
        "add": N_("Let {name} in again."),
        "set_role": N_("{name} takes part as {role}."),
    }
)


def wish_said(wish: str, request: ProposalRequest, known: Known) -> str | None:
    """What a wish of a conflict asks; ``None`` for what is no wish of the request."""
    match wish:
        case "size.min":
            return _at_least(request.size.min)
        case "size.max":
            return _at_most(request.size.max)
        case "wishes.max_per_country" if request.wishes.max_per_country is not None:
            number = request.wishes.max_per_country
            return ngettext("At most {number} from one country.", "At most {number} from one country.", number)
    kind, about = _parts(wish)
    names = {"lead": name_of(request.lead or "", known), "members": _written(about, request, known)}
    names["exclude"] = words.listed(name_of(one, known) for one in request.exclude)
    name = names.get(kind, _named(kind, about, known))
    return WISHES[kind].format(name=name) if kind in WISHES else None


def _written(one: str, request: ProposalRequest, known: Known) -> str:
    written = {row.organisation.id: row.organisation for row in request.members
               if isinstance(row.organisation, Organisation)}  # fmt: skip
    return name_of(written.get(one, one), known)


def repair_said(changes: Sequence[Change], known: Known) -> str | None:
    """What a repair changes; ``None`` where one of its changes has no words here."""
    said = [text for text in (_step(one, known) for one in changes) if text]
    return " ".join(said) if said and len(said) == len(changes) else None


def _step(change: Change, known: Known) -> str | None:
    if change.op == "relax" and change.condition:
        return _relaxed(change.condition, change.value, known)
    if change.op not in STEPS or change.participant is None:
        return None
    role = words.ROLES[change.role] if isinstance(change.role, Role) else ""
    return STEPS[change.op].format(name=name_of(change.participant, known), role=role)


def _relaxed(wish: str, value: object, known: Known) -> str | None:
    match wish, value:
        case "size.min", int(number):
            return _at_least(number)
        case "size.max", int(number):
            return _at_most(number)
        case "wishes.max_per_country", int(number):
            return ngettext("Allow {number} from one country.", "Allow {number} from one country.", number)
    kind, about = _parts(wish)
    return GIVEN_UP[kind].format(name=_named(kind, about, known)) if kind in GIVEN_UP else None


def _parts(wish: str) -> tuple[str, str]:
    """What kind of wish it is, and about whom or what."""
    for kind in ("wishes.countries", "wishes.competences", "members"):
        if wish.startswith(f"{kind}."):
            return kind, wish.removeprefix(f"{kind}.")
    return wish, ""


def _named(kind: str, about: str, known: Known) -> str:
    match kind:
        case "wishes.countries":
            return words.country_name(about)
        case "members":
            return name_of(about, known)
        case _other:
            return about


def _at_least(number: int) -> str:
    return ngettext("At least {number} participant.", "At least {number} participants.", number)


def _at_most(number: int) -> str:
    return ngettext("At most {number} participant.", "At most {number} participants.", number)

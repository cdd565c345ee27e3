"""How a choice of calls is kept: by its own address, in a calendar, and as a question that is asked again and again."""

from dataclasses import dataclass
from typing import Final

from app.services.catalogue.schemas import ClusterPublic
from app.services.eligibility.eligible_calls import EligibleCall
from app.web.presenters.call_choice import CallChoice
from app.web.presenters.call_groups import GROUPS, worth_a_deadline
from app.web.presenters.clusters import calls_href
from rules.language import _, ngettext


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks: the token that a form of theirs has to bring along, if they have signed in."""

    token: str | None = None
    is_sign_in_offered: bool = False


ANYBODY: Final = Visitor()


@dataclass(frozen=True, slots=True)
class Keeping:
    """The address of a choice, its calendar and, for somebody who has signed in, the form that saves it."""

    address: str
    calendar_href: str | None
    calendar_text: str
    action: str
    name: str
    fields: tuple[tuple[str, str], ...]
    left_out: str
    visitor: Visitor


def present_keeping(
    cluster: ClusterPublic, choice: CallChoice, groups: dict[str, list[EligibleCall]], visitor: Visitor
) -> Keeping:
    """What can be done to see these calls again."""
    count = sum(call.deadline is not None for calls in worth_a_deadline(groups).values() for call in calls)
    group = choice.group if choice.group in GROUPS else ""
    return Keeping(
        address=choice.address(cluster.id, group=group),
        calendar_href=choice.address(cluster.id, group=group, form=".ics") if count else None,
        calendar_text=ngettext(
            "Add {number} deadline to your calendar", "Add {number} deadlines to your calendar", count
        ),
        action=f"{calls_href(cluster.id)}/questions",
        name=_("Calls for {name}", name=cluster.name),
        fields=tuple(choice.fields(group=group).items()),
        left_out=_left_out(choice, group),
        visitor=visitor,
    )


def _left_out(choice: CallChoice, group: str) -> str:
    """A saved question cannot say everything that the page can."""
    if not (choice.deadline_from or choice.funded or group not in {"", "could-coordinate"}):
        return ""
    return _(
        "A saved question leaves out the first deadline, the funding and the group: it asks for all calls that "
        "the other filters keep."
    )

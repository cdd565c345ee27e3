"""A drop-out drill as people read it: for each seat whether the rest still stands, and who could best take it."""

from dataclasses import dataclass
from typing import Final

from app.services.proposals.answers import Proposal
from app.services.proposals.drills import DrillAnswer, Loss, Substitution
from app.services.proposals.rewording import reason, reworded
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Section
from app.web.presenters.clusters import cluster_href
from app.web.presenters.members import Known, field_of, ordered, placed
from app.web.presenters.propose_state import LARGEST, Field, ProposeState
from app.web.presenters.signs import VERDICTS, Badge, Tone
from rules.language import N_, _, ngettext

HOLDS: Final = Badge("✓", N_("Stands without it"), Tone.GOOD, N_("Those left may still apply, as far as is known."))
CRITICAL: Final = Badge("✕", N_("Critical"), Tone.BAD, N_("Without this member the others may not apply."))
NOBODY: Final = words.Texts(
    {
        "infeasible": N_("Nobody among the candidates can take this seat: proven."),
        "gave_up": N_("Nobody was found in the time allowed."),
    }
)
ROOM: Final = 3
"""So many may join for the rest to survive a drop-out."""


@dataclass(frozen=True, slots=True)
class Backup:
    """Who could take a seat, and the request that asks for the consortium with them."""

    name: str
    href: str | None
    place: str
    because: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SeatLost:
    """What happens when the member of one seat drops out."""

    number: int
    anchor: str
    name: str
    country: str
    role: str
    lead: bool
    badge: Badge
    left: Badge | None
    broken: tuple[str, ...]
    backups: tuple[Backup, ...]
    nobody: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillPage(Page):
    """The result of a drill."""

    topic_identifier: str
    heading: str
    sentence: str
    explained: str
    back_href: str
    strengthen: tuple[Field, ...]
    seats: tuple[SeatLost, ...]


def present_drill(answer: DrillAnswer, known: Known, state: ProposeState, *, address: str, back_href: str) -> DrillPage:
    """The page; ``state`` is the form that has the members of the drill as those who are in."""
    losses = sorted(answer.losses, key=lambda loss: loss.role != "coordinator")
    critical = [loss for loss in losses if loss.critical]
    return DrillPage(
        title=_("What if one drops out? {topic}", topic=state.topic),
        section=Section.TOPICS,
        address=address,
        crumbs=(Link(_("Calls"), "/topics"), Link(state.topic, topic_href(state.topic))),
        topic_identifier=state.topic,
        heading=_("What if one drops out?"),
        sentence=_sentence(answer, len(critical)),
        explained=_("Each member was taken out in turn and the rest judged by the law. For each seat the best "
                    "replacement keeps all others and brings the consortium back to its size."),
        back_href=back_href,
        strengthen=() if answer.survives else tuple(_strengthened(state).fields()),
        seats=tuple(_seat(number, loss, known, state) for number, loss in enumerate(losses, start=1)),
    )  # fmt: skip


def _sentence(answer: DrillAnswer, critical: int) -> str:
    if answer.survives:
        return _("It stays valid whoever but the coordinator drops out.")
    if not critical:
        return _("No single loss makes the rest ineligible, but it does not stand as it is.")
    return ngettext(
        "{number} seat must not be lost: without its member the others may not apply.",
        "{number} seats must not be lost: without one of their members the others may not apply.",
        critical,
    )


def _strengthened(state: ProposeState) -> ProposeState:
    """All of them stay, and others join so that it survives."""
    size = len(state.settled)
    most = min(LARGEST, size + ROOM)
    return state.model_copy(
        update={"survive": "yes", "size_min": str(size), "size_max": str(most), "alternatives": "3"}
    )


def _seat(number: int, loss: Loss, known: Known, state: ProposeState) -> SeatLost:
    one = placed(known, loss.organisation)
    return SeatLost(
        number=number,
        anchor=f"seat-{number}",
        name=one.name,
        country=words.country_name(one.country),
        role=words.ROLES[loss.role],
        lead=loss.role == "coordinator",
        badge=CRITICAL if loss.critical else HOLDS,
        left=VERDICTS[loss.left] if loss.left is not None else None,
        broken=tuple(reworded(one.message) for one in loss.broken),
        backups=_backups(loss, known, state),
        nobody="" if loss.replacement.proposal else NOBODY.get(loss.replacement.status, ""),
    )


def _backups(loss: Loss, known: Known, state: ProposeState) -> tuple[Backup, ...]:
    proposal = loss.replacement.proposal
    if proposal is None:
        return ()
    fields = tuple(_with_newcomers(state, proposal, loss.organisation).fields())
    return tuple(
        _backup(one, loss.replacement, known, fields if number == 0 else ())
        for number, one in enumerate(loss.replacement.newcomers)
    )


def _backup(one: str, found: Substitution, known: Known, fields: tuple[Field, ...]) -> Backup:
    who = placed(known, one)
    members = found.proposal.participants if found.proposal else ()
    return Backup(
        name=who.name,
        href=cluster_href(who.clusters[0].id) if who.clusters else None,
        place=", ".join(filter(None, (who.city, words.country_name(who.country)))),
        because=next((reason(member.because) for member in members if member.organisation == one), ""),
        fields=fields,
    )


def _with_newcomers(state: ProposeState, proposal: Proposal, lost: str) -> ProposeState:
    """The request for exactly the consortium after the replacement."""
    seats: dict[str, list[str]] = {"lead": [], "member": [], "partner": []}
    for member in ordered(proposal):
        seats[field_of(member)].append(member.organisation)
    size = str(len(proposal.participants))
    return state.model_copy(
        update={
            "lead": next(iter(seats["lead"]), ""),
            "member": seats["member"],
            "partner": seats["partner"],
            "exclude": list(dict.fromkeys([*state.exclude, lost])),
            "size_min": size,
            "size_max": size,
            "alternatives": "1",
        }
    )

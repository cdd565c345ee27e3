"""What the members of proposals bring, and who of them has worked with whom: what pictures of a proposal show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.repositories import organisations, projects
from app.repositories.projects import Tie
from app.services.catalogue.presenting import organisation_public
from app.services.fit import spoken_of
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts.judging import asked_about
from app.services.verdicts.own_organisations import own_organisations
from app.settings import Settings
from rules.facts import Organisation

__all__ = ["Background", "Brought", "Tie", "background_of"]


@dataclass(frozen=True)
class Brought:
    """What an organisation brings."""

    ecosystems: Sequence[str]
    competences: Mapping[str, int]


@dataclass(frozen=True)
class Background:
    """What is known of organisations besides what the law asks.

    ``wanted`` are the ecosystems that count: those of the request (``is_wished``), else those the call speaks of.
    ``knows_projects``: the catalogue holds funded projects at all; without them nothing is known of ties.
    """

    brought: Mapping[str, Brought]
    wanted: Sequence[str]
    is_wished: bool
    competences: Sequence[str]
    ties: Sequence[Tie]
    knows_projects: bool


def background_of(session: Session, settings: Settings, request: ProposalRequest, ids: Collection[str]) -> Background:
    """Look up what these organisations bring; who is not found, or not any more, brings nothing that is known.

    Raises:
        NotFound: the topic of the request is not in the catalogue any more.
    """
    found = {
        one: organisation_public(row).facts() for one, row in organisations.find_organisations(session, [*ids]).items()
    }
    everybody = found | own_organisations(session, [*ids]) | _written_out(request)
    wished = [one.value for one in request.wishes.ecosystems]
    knows_projects = projects.any_participation(session)
    return Background(
        brought={one: _brought(everybody[one]) for one in ids if one in everybody},
        wanted=wished or sorted(spoken_of(asked_about(session, request, settings).subject).ecosystems),
        is_wished=bool(wished),
        competences=list(request.wishes.competences),
        ties=projects.prior_ties(session, ids) if knows_projects else (),
        knows_projects=knows_projects,
    )  # fmt: skip


def _brought(organisation: Organisation) -> Brought:
    return Brought([one.value for one in organisation.ecosystems], organisation.competences)


def _written_out(request: ProposalRequest) -> dict[str, Organisation]:
    listed = request.candidates if isinstance(request.candidates, list) else []
    named = [*(member.organisation for member in request.members), *listed]
    return {one.id: one for one in named if isinstance(one, Organisation)}

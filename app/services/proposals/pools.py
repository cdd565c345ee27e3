"""Who may be proposed: the candidates of a request, and those of its clusters that nobody can sign for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from app.errors import invalid
from app.repositories import organisations
from app.repositories.organisations import PlaceFilters
from app.repositories.searching import finds
from app.services.catalogue import listing
from app.services.catalogue.presenting import cluster_public
from app.services.catalogue.schemas import ClusterPublic, Public
from app.services.proposals.requests import CandidateFilter, FilteredCandidates, ProposalRequest
from app.services.verdicts import acting
from app.services.verdicts.acting import NoLegalEntity, who_could_act
from app.services.verdicts.own_organisations import own_organisations
from app.services.verdicts.requests import OrganisationOrId
from rules import rulebook
from rules.facts import Organisation


class LeftOut(Public):
    """Who was not considered, and why."""

    id: str
    because: str


@dataclass
class Pool:
    """The candidates by id, and who could not become one."""

    candidates: dict[str, Organisation] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def pool_of(session: Session, request: ProposalRequest) -> Pool:
    """The candidates that a request names: all of the catalogue, those that pass a filter, or a list.

    Raises:
        Invalid: an id that the catalogue does not have, or two different organisations under one id.
    """
    match request.candidates:
        case None:
            return _filtered(session, CandidateFilter())
        case FilteredCandidates(filter=filters):
            return _filtered(session, filters)
        case listed:
            return _listed(session, listed)


def _filtered(session: Session, filters: CandidateFilter) -> Pool:
    narrowed = PlaceFilters(q=filters.q or None)
    found = [one.facts() for one in listing.all_organisations(session, narrowed)]
    found += _own(session, filters)
    clusters = [cluster_public(one, None) for one in organisations.every_cluster(session, narrowed)
                if one.managing_organisation_id is None]  # fmt: skip
    return Pool(
        candidates={one.id: one for one in found if _passes(filters, one)},
        left_out=[_nobody_signs(one) for one in clusters if _is_there(filters, one.country, one.ecosystems)],
    )


def _own(session: Session, filters: CandidateFilter) -> Iterable[Organisation]:
    """The tenant's own clusters that a search means, by its words in their names."""
    for one in own_organisations(session).values() if filters.own else ():
        if finds(filters.q or "", one.name):
            yield one


def _passes(filters: CandidateFilter, organisation: Organisation) -> bool:
    kinds = organisation.all_kinds or frozenset()
    is_kind = not filters.kinds or bool(kinds & set(filters.kinds))
    return is_kind and _is_there(filters, organisation.country, organisation.ecosystems)


def _is_there(filters: CandidateFilter, country: str | None, ecosystems: Iterable[str]) -> bool:
    in_country = not filters.countries or country in filters.countries
    return in_country and (not filters.ecosystems or bool(set(filters.ecosystems) & set(ecosystems)))


def _nobody_signs(cluster: ClusterPublic) -> LeftOut:
    return LeftOut(id=cluster.id, because=who_could_act(cluster))


def _listed(session: Session, listed: Iterable[OrganisationOrId]) -> Pool:
    """Two clusters of one host are one candidate; a cluster that nobody can sign for is left out with the reason."""
    pool = Pool()
    for index, one in enumerate(listed):
        pointer = f"/candidates/{index}"
        try:
            organisation = acting.actor(session, one, pointer).organisation if isinstance(one, str) else one
        except NoLegalEntity as error:
            pool.left_out.append(LeftOut(id=str(one), because=error.detail))
            continue
        if isinstance(one, Organisation):
            _refuse_unknown_registrations(one, pointer)
        if pool.candidates.setdefault(organisation.id, organisation) != organisation:
            raise invalid(f"{pointer}/id", f"{organisation.id!r} is another candidate already")
    return pool


def _refuse_unknown_registrations(organisation: Organisation, pointer: str) -> None:
    known = rulebook.load().vocabulary.registrations
    for index, registration in enumerate(organisation.registrations or ()):
        if registration not in known:
            raise invalid(f"{pointer}/registrations/{index}", f"there is no registration {registration!r}")

"""Those who take part in a check, as rows of its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services.catalogue.overview import Placed
from app.services.verdicts.open_facts import OpenFacts
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.changing import name_of
from app.web.checking.state import CheckState
from app.web.presenters import words
from app.web.presenters.blocks import Option
from app.web.presenters.clusters import cluster_href
from rules.codes import Role
from rules.language import _
from rules.standing import Standing
from rules.verdict import Verdict

Known = Mapping[str, Placed]
"""Those of the participants whom the catalogue knows, by the id that names them."""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One participant; ``href`` leads to its cluster, ``role_field`` is the field that changes its role."""

    number: int
    index: str
    role_field: str
    name: str
    href: str | None
    country: str
    note: str
    role: str
    roles: tuple[Option, ...]
    counts: str
    funded: str


def present_partners(
    state: CheckState, known: Known, verdict: Verdict | None, found: OpenFacts | None
) -> tuple[PartnerRow, ...]:
    """The rows, in the order in which they were put in."""
    standings = {one.id: one for one in verdict.participants} if verdict else {}
    judged = list(found.participants.values()) if found else []
    return tuple(
        _row(
            index,
            partner,
            known.get(name_of(partner)),
            standings.get(judged[index].id) if judged else None,
            judged[index].organisation.country if judged else None,
        )
        for index, partner in enumerate(state.partners)
    )


def _row(
    index: int, partner: ParticipantRequest, placed: Placed | None, standing: Standing | None, country: str | None
) -> PartnerRow:
    in_catalogue = isinstance(partner.organisation, str)
    stated = partner.overrides if in_catalogue else partner.organisation
    own = getattr(stated, "country", None)
    where = country or own or (placed.country if in_catalogue and placed else None)
    clusters = placed.clusters if in_catalogue and placed else ()
    return PartnerRow(
        number=index + 1,
        index=str(index),
        role_field=f"role-{index}",
        name=placed.name if in_catalogue and placed else name_of(partner),
        href=cluster_href(clusters[0].id) if clusters else None,
        country=words.country_name(where),
        note=_note(partner, placed),
        role=words.ROLES[partner.role.value],
        roles=tuple(Option(role.value, words.ROLES[role.value], role is partner.role) for role in Role),
        counts=_yes_no(standing.counts) if standing else "",
        funded=_funded(standing) if standing else "",
    )


def _note(partner: ParticipantRequest, placed: Placed | None) -> str:
    if not isinstance(partner.organisation, str):
        return ""
    if placed is None:
        return _("not in the catalogue")
    acts_for = [cluster.name for cluster in placed.clusters if cluster.name != placed.name]
    return _("acts for {names}", names=words.listed(acts_for[:3])) if acts_for and placed.can_act else ""


def _yes_no(value: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: _("not known")}[value]


def _funded(standing: Standing) -> str:
    if standing.funded is not True or standing.rate is None:
        return _yes_no(standing.funded)
    return _("yes, {share}", share=f"{standing.rate:.0%}")

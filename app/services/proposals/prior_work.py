"""What the catalogue knows of earlier funded projects, for the solver's goals of prior ties and newcomers."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from app.repositories import organisations, projects
from app.services.catalogue.project_matching import catalogue_known
from app.services.proposals.requests import WishesRequest

NOTHING: dict[str, Any] = {"ties": [], "newcomers": []}


def history_of(session: Session, ids: Collection[str], wishes: WishesRequest) -> dict[str, Any]:
    """Who among these organisations has worked with whom, and who is in no project; looked up only where it is wished.

    Nobody is new as long as the catalogue holds no project. Who is not of the catalogue, or may be a participant that
    could not be told apart, is not known to be new.
    """
    order = set(wishes.goals_order or ())
    wants_ties = "prior_ties" in order or (not order and wishes.weights.prior_ties > 0)
    wants_new = "newcomers" in order or (not order and wishes.weights.newcomers > 0)
    if not (wants_ties or wants_new) or not projects.any_participation(session):
        return NOTHING
    ties = [tie._asdict() for tie in projects.prior_ties(session, ids)] if wants_ties else []
    return {"ties": ties, "newcomers": _newcomers(session, ids) if wants_new else []}


def _newcomers(session: Session, ids: Collection[str]) -> list[str]:
    known = set(organisations.find_organisations(session, list(ids)))
    return sorted(known - projects.took_part(session) - _might_have(session))


def _might_have(session: Session) -> set[str]:
    """Those who might be a participant that could not be told apart."""
    open_ones = projects.not_told_apart(session)
    if not open_ones:
        return set()
    known = catalogue_known(session)
    found: set[str] = set()
    for pic, name in open_ones:
        found |= known.by_name.get(name, set()) | known.by_pic.get(pic or "", set())
    return found

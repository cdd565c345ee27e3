"""The rulebook and the countries."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.access import WithSettings
from app.api.strict import StrictRoute
from app.services import law
from app.services.days import AskedDay
from app.services.law import CountryPublic, RulesPublic
from rules.rule import Rule

router = APIRouter(prefix="/v1", tags=["law"], route_class=StrictRoute)

Programme = Annotated[str | None, Query(description="By any of its names; without it: all.")]


@router.get("/rules")
def list_rules(programme: Programme = None) -> RulesPublic:
    """The rulebook: every rule with its source, the day it was checked, and how sure we are."""
    return law.list_rules(programme)


@router.get("/rules/{rule_id}")
def get_rule(rule_id: str) -> Rule:
    """One rule, by the id that conditions have."""
    return law.get_rule(rule_id)


@router.get("/countries")
def list_countries(
    settings: WithSettings,
    programme: Programme = None,
    as_of: Annotated[AskedDay | None, Query(description="As it stood on that day; without it: today.")] = None,
) -> Sequence[CountryPublic]:
    """Every country with its place in the groups that the rules of a programme ask about."""
    return law.list_countries(settings, programme, as_of)

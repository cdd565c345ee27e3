"""The rulebook and the countries."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.access import WithSettings
from app.api.strict import StrictRoute
from app.services.catalogue.days import AskedDay
from app.services.law import countries, rule_lists
from app.services.law.countries import CountryPublic
from app.services.law.rule_details import RulePublic, get_rule_details
from app.services.law.rule_lists import RuleQuery, RulesPublic

router = APIRouter(prefix="/v1", tags=["law"], route_class=StrictRoute)


@router.get("/rules")
def list_rules(query: Annotated[RuleQuery, Query()]) -> RulesPublic:
    """The rulebook: every rule with its source, the day it was checked, and how sure we are."""
    return rule_lists.list_rules(query)


@router.get("/rules/{rule_id}")
def get_rule(rule_id: str) -> RulePublic:
    """One rule, by the id that conditions have, with the cases that test it."""
    return get_rule_details(rule_id)


@router.get("/countries")
def list_countries(
    settings: WithSettings,
    programme: Annotated[str | None, Query(description="By any of its names; without it: all.")] = None,
    as_of: Annotated[AskedDay | None, Query(description="As it stood on that day; without it: today.")] = None,
    everything: Annotated[
        bool, Query(alias="all", description="Also the groups of single topics and special cases.")
    ] = False,
) -> Sequence[CountryPublic]:
    """Every country: first how it stands in the programme, then in the groups that its general rules ask about."""
    return countries.list_countries(settings, programme, as_of, everything=everything)

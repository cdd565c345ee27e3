"""The law: the list of rules, one rule, and the countries."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from app.errors import invalid
from app.services.catalogue import listing
from app.services.catalogue.days import AskedDay
from app.services.law import rule_lists
from app.services.law.country_standings import barred_from, standings, years_of
from app.services.law.memberships import groups_of, places, programmes_with_groups
from app.services.law.rule_details import get_rule_details
from app.services.law.rule_lists import RuleQuery
from app.services.strict_json import validated
from app.web.access import Today, View
from app.web.errors import PageRoute
from app.web.presenters.countries import CountryChoice, present_countries
from app.web.presenters.country_years import YearChoice, present_years
from app.web.presenters.rule import present_rule
from app.web.presenters.rules import present_rules
from app.web.rendering import render
from rules import rulebook

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)


@router.get("/rules")
def rules(
    *,
    today: Today,
    q: str = "",
    programme: str = "",
    type_of_action: str = "",
    layer: str = "",
    force: str = "",
    confidence: str = "",
    budget_year: str = "",
) -> HTMLResponse:
    """The list of rules with its filters."""
    given = {
        "q": q.strip(),
        "programme": programme,
        "type_of_action": type_of_action,
        "layer": layer,
        "force": force,
        "confidence": confidence,
        "budget_year": budget_year,
    }
    query = validated(RuleQuery, {name: value for name, value in given.items() if value})
    book = rulebook.load()
    page = present_rules(rule_lists.list_rules(query), query, book=book.rules, types=rule_lists.types_of_action(book))
    return render("rules.html", page, today=today)


@router.get("/rules/{rule_id}")
def rule(view: View, today: Today, rule_id: str) -> HTMLResponse:
    """One rule: what it asks, of which calls, when, its source, and the cases that test it."""
    found = get_rule_details(rule_id)
    named = (*(found.applies_to.identifiers or ()), *(found.applies_to.except_identifiers or ()))
    page = present_rule(found, book=rulebook.load(), in_catalogue=listing.known_topics(view, named))
    return render("rule.html", page, today=today)


class YearsQuery(BaseModel):
    """What the page of years is asked for; without a year, that of today."""

    programme: str = "HORIZON"
    year: Annotated[int, Field(ge=1984, le=2100)] | None = None
    show: Literal["changing", "all"] = "changing"


@router.get("/countries/years")
def country_years(*, today: Today, programme: str = "HORIZON", year: str = "", show: str = "changing") -> HTMLResponse:
    """How countries stood in a programme at the end of each of its years, and what one of them brought.

    Raises:
        Invalid: it is no year, or no such programme asks about countries.
    """
    given = {"programme": programme, "year": int(year) if year.isascii() and year.isdigit() else year or None}
    query = validated(YearsQuery, given | {"show": show})
    names = programmes_with_groups()
    if query.programme not in names:
        raise invalid("/programme", f"no programme {query.programme!r} asks about countries")
    years = years_of(query.programme)
    found = {one: standings(query.programme, date(one, 12, 31)) for one in years}
    chosen = min(max(query.year or today.year, years[0]), years[-1])
    page = present_years(found, YearChoice(query.programme, chosen, query.show), names=names)
    return render("country_years.html", page, today=today)


class CountryQuery(BaseModel):
    """What the page of countries is asked for; empty is all programmes, today, and all groups."""

    programme: str = ""
    as_of: AskedDay | None = None
    group: str = ""


@router.get("/countries")
def countries_of_programme(
    *, today: Today, programme: str = "HORIZON", as_of: str = "", group: str = ""
) -> HTMLResponse:
    """How countries stand and where they belong: a matrix of the groups, or one group with everything that is known.

    A group that the programme does not ask about is left aside, so that the programme can be changed in the form.

    Raises:
        Invalid: the day is none, or no programme or group goes by that name.
    """
    query = validated(CountryQuery, {"programme": programme, "as_of": as_of or None, "group": group})
    found = groups_of(query.programme or None)
    day = query.as_of or today
    book = rulebook.load()
    if query.group and query.group not in book.groups:
        raise invalid("/group", f"there is no country group {query.group!r}")
    chosen = book.programmes[query.programme] if query.programme else None
    barred = barred_from(chosen.id, day) if chosen else frozenset()
    page = present_countries(
        found,
        {one.id: places(one, day, barred) for one in found.all},
        standings(chosen.id, day) if chosen else {},
        CountryChoice(query.programme, day, query.group),
        names=programmes_with_groups(),
        programme=chosen,
    )
    return render("countries.html", page, today=today)

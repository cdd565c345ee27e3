"""What a person types into the search for clusters: the name of a country among the words narrows by that country."""

from collections.abc import Iterable

from app.services.catalogue.listing import PlaceQuery
from app.services.strict_json import validated
from app.web.presenters import words
from app.web.presenters.clusters import ClusterChoice


def place_query(
    choice: ClusterChoice, *, countries: Iterable[str], cursor: str | None = None, limit: int = 50
) -> PlaceQuery:
    """The query for a choice.

    Raises:
        Invalid: there is no such country or ecosystem.
    """
    q, country = _without_country(choice.q, countries) if not choice.country else (choice.q.strip(), choice.country)
    given = {"q": q, "country": country, "ecosystem": choice.ecosystem, "cursor": cursor or ""}
    return validated(PlaceQuery, {name: value for name, value in given.items() if value} | {"limit": limit})


def _without_country(q: str, countries: Iterable[str]) -> tuple[str, str]:
    """The words without the longest name of a country among them, and the code of that country."""
    typed = words.sorting(q).split()
    names = {tuple(words.sorting(words.country_name(code)).split()): code for code in countries}
    for name in sorted(names, key=len, reverse=True):
        for start in range(len(typed) - len(name) + 1):
            if tuple(typed[start : start + len(name)]) == name:
                return " ".join(typed[:start] + typed[start + len(name) :]), names[name]
    return q.strip(), ""

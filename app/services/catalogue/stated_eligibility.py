"""Who may apply, where a source states it in lists. Shown as stated: whether it binds, the call's own text says."""

from collections.abc import Sequence

from app.db.tables import Topic
from app.services.catalogue.schemas import Public
from rules.codes import COMMISSION_CODES
from scrapers.records import StatedEligibility


class StatedEligibilityPublic(Public):
    """The lists of the source; an empty one is not stated.

    ``countries`` are in ISO 3166-1, ``regions`` NUTS codes of mixed levels. Codes and names are not aligned: the second
    name need not be that of the second code. ``audiences`` are sorts of organisations in the words of the source.
    """

    countries: Sequence[str]
    country_names: Sequence[str]
    regions: Sequence[str]
    region_names: Sequence[str]
    audiences: Sequence[str]


def stated_eligibility_of(row: Topic) -> StatedEligibilityPublic | None:
    """What the topic's source states, ``None`` where it states no list."""
    if row.stated_eligibility is None:
        return None
    stated = StatedEligibility.model_validate(row.stated_eligibility)
    countries = list(dict.fromkeys(COMMISSION_CODES.get(code, code) for code in stated.countries))
    return StatedEligibilityPublic.model_validate(stated.model_dump() | {"countries": countries})

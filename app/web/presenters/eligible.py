"""Who may apply, where a source states it in lists, as rows of a page. Whether a list binds, the call's text says."""

from collections.abc import Sequence

from app.services.catalogue.stated_eligibility import StatedEligibilityPublic
from app.web.presenters import words
from app.web.presenters.blocks import Row
from rules.language import N_, _

NOTE = N_("as the source lists it; the call's own text decides")


def eligible_rows(stated: StatedEligibilityPublic | None) -> list[Row]:
    """The lists that are stated: countries by name, regions by their names and codes, sorts of organisations."""
    if stated is None:
        return []
    countries = sorted((words.country_name(code) for code in stated.countries), key=words.sorting)
    lists: dict[str, Sequence[str]] = {
        _("Eligible countries"): countries or stated.country_names,
        _("Eligible regions"): stated.region_names,
        _("Eligible regions, NUTS"): stated.regions,
        _("Who is addressed"): stated.audiences,
    }
    return [Row(name, ", ".join(texts), note=_(NOTE)) for name, texts in lists.items() if texts]

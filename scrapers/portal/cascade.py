"""Read one result of the search into a cascade call: a funded project's call for third parties (type 8)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from scrapers.errors import ReadingError
from scrapers.portal.budgets import euro
from scrapers.portal.deadlines import brussels_day, deadline, in_order
from scrapers.portal.fields import Fields
from scrapers.portal.tables import source
from scrapers.records import CascadeCall

ID_IN_URL = re.compile(r"/competitive-calls-cs/(\d+)$")


@dataclass(frozen=True, slots=True)
class CascadeCallRead:
    """A cascade call, what somebody should look at, and the fields of the result that nobody knows."""

    call: CascadeCall
    remarks: tuple[str, ...]
    unknown_fields: frozenset[str]


def read_cascade_call(reference: str, fields: Fields) -> CascadeCallRead:
    """The cascade call in one English result of the main datasource.

    Raises:
        ReadingError: a field is missing, contradicts itself, or holds what the tables do not know.
    """
    remarks: list[str] = []
    try:
        call = _read(reference, fields, remarks.append)
    except ValidationError as error:
        raise ReadingError.of(error, "cascade call") from error
    return CascadeCallRead(call, tuple(remarks), fields.unknown(source().out_of_scope.cascade_calls))


def _read(reference: str, fields: Fields, remark: Callable[[str], None]) -> CascadeCall:
    identifier, url = fields.maybe("identifier"), fields.url()
    model = fields.maybe("deadlineModel")
    opens = fields.maybe("startDate")
    in_url = ID_IN_URL.search(url)
    deadline_model = None if model is None else source().deadline_model(model)
    deadlines = [deadline(written, states_hours=True) for written in fields.many("deadlineDate")]
    return CascadeCall(
        reference=reference,
        name=fields.one("callTitle"),
        topic_identifier=identifier,
        topic_ccm2_id=None if in_url is None else int(in_url[1]),
        topic_title=fields.maybe("title"),
        project_acronym=fields.maybe("projectAcronym"),
        project_name=fields.maybe("projectName"),
        programme=_programme(fields, identifier),
        portal_status=source().status(fields.one("status")),
        opens_on=None if opens is None else brussels_day(opens, "startDate"),
        deadline_model=deadline_model,
        deadlines=in_order(deadlines, deadline_model),
        budget=euro(fields.maybe("budget"), "budget"),
        duration=fields.maybe("duration"),
        url=url,
        description_html=fields.maybe("description"),
        eligibility_html=_eligibility(fields, remark),
        further_information_html=fields.maybe("furtherInformation"),
    )


def _programme(fields: Fields, identifier: str | None) -> str | None:
    code = fields.maybe("frameworkProgramme")
    if code is None:
        return None
    return source().programme(code, divisions=fields.many("programmeDivision"), identifier=identifier or "")


def _eligibility(fields: Fields, remark: Callable[[str], None]) -> str | None:
    """Who may apply stands twice, word for word; told when it does not."""
    stated, repeated = fields.maybe("beneficiaryAdministration"), fields.maybe("destinationDetails")
    if stated is not None and repeated is not None and stated != repeated:
        remark("beneficiaryAdministration is used, but destinationDetails says something else")
    return stated if stated is not None else repeated

"""Read one result of the search into a notice about a topic (type 6)."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from scrapers.errors import ReadingError
from scrapers.portal.deadlines import BRUSSELS, instant
from scrapers.portal.fields import Fields
from scrapers.portal.tables import source
from scrapers.records import News


@dataclass(frozen=True, slots=True)
class NewsRead:
    """A notice, and the fields of the result that nobody knows."""

    news: News
    unknown_fields: frozenset[str]


def read_news(reference: str, fields: Fields) -> NewsRead:
    """The notice in one English result of the main datasource.

    Its address is no page, and its programme is now a code, now an abbreviation: neither is read. The instant is that
    of publication, not a day.

    Raises:
        ReadingError: a field is missing, or contradicts itself.
    """
    try:
        news = News(
            reference=reference,
            topic_identifier=fields.maybe("identifier"),
            call_identifier=fields.maybe("callIdentifier"),
            title=fields.maybe("title"),
            published_at=_published_at(fields),
            content_html=fields.one("description"),
        )
    except ValidationError as error:
        raise ReadingError.of(error, "news") from error
    return NewsRead(news, fields.unknown(source().out_of_scope.news))


def _published_at(fields: Fields) -> datetime | None:
    written = fields.maybe("startDate")
    return None if written is None else instant(written, "startDate").astimezone(BRUSSELS)

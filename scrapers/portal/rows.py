"""What each row is a record of.

One topic is many rows: one a language, news about it, and a stale copy from a second datasource whose status is frozen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scrapers.captures import Capture
from scrapers.errors import ReadingError
from scrapers.portal.envelope import Result
from scrapers.portal.fields import Fields
from scrapers.portal.tables import source
from scrapers.reading import Asked, Ignored

MAIN_DATASOURCE = "SEDIA"


class RowType(StrEnum):
    """The portal's types of record."""

    TENDER = "0"
    GRANT = "1"
    EXTERNAL_ACTION = "2"
    NEWS = "6"
    CASCADE_CALL = "8"


READ_AS: Mapping[RowType, Asked] = {
    RowType.GRANT: Asked.TOPICS,
    RowType.EXTERNAL_ACTION: Asked.TOPICS,
    RowType.NEWS: Asked.NEWS,
    RowType.CASCADE_CALL: Asked.CASCADE_CALLS,
}


@dataclass(frozen=True)
class Row:
    """One result of the search and the capture it came in."""

    capture: Capture
    position: int
    result: Result

    @property
    def reference(self) -> str:
        """The index's own name of the row; its place where it has none."""
        reference = self.result.get("reference")
        place = f"row {self.position} of capture {self.capture.sha256}"
        return reference if isinstance(reference, str) and reference else place

    @cached_property
    def fields(self) -> Fields:
        """The fields of the row; what has been taken out of them is remembered. The address stands in two places."""
        metadata, url = self.result.get("metadata"), self.result.get("url")
        if not isinstance(metadata, dict):
            raise ReadingError("metadata is missing")
        return Fields({"url": [url], **metadata} if isinstance(url, str) else metadata)


def kind_of(row: Row) -> Ignored | Asked:
    """What a row is a record of, or why it is none of ours.

    Raises:
        ReadingError: the row has a type that nobody knows, or does not say what it is.
    """
    fields = row.fields
    if fields.many("DATASOURCE") not in ((), (MAIN_DATASOURCE,)):
        return Ignored.STALE_COPY
    written = fields.one("type")
    if written not in set(RowType):
        raise ReadingError(f"the type {written!r} is not known")
    if (asked := READ_AS.get(RowType(written))) is None:
        return Ignored.TENDER
    return asked if _language(row) == source().search.language else Ignored.LANGUAGE_COPY


def newest(rows: Iterable[Row]) -> Row:
    """Of several rows of one topic the one that is named as topics are named now, and was ingested last."""
    return max(rows, key=_standing)


def _standing(row: Row) -> tuple[bool, str, str]:
    ingested = row.fields.many("esDA_IngestDate")
    return row.reference.endswith(("TOPICSen", "PROSPECTSEN")), max(ingested, default=""), row.reference


def _language(row: Row) -> str:
    """Cascade calls do not say theirs; who says none is in the language that was asked for."""
    stated = row.fields.maybe("language") or row.result.get("language") or source().search.language
    if not isinstance(stated, str):
        raise ReadingError(f"language is no text: {stated!r}")
    return stated.casefold()

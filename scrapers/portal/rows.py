"""Which of the rows are topics.

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
from scrapers.reading import Ignored

MAIN_DATASOURCE = "SEDIA"


class RowType(StrEnum):
    """The portal's types of record."""

    TENDER = "0"
    GRANT = "1"
    EXTERNAL_ACTION = "2"
    NEWS = "6"
    CASCADE_CALL = "8"


LEFT_OUT: Mapping[RowType, Ignored] = {
    RowType.TENDER: Ignored.TENDER,
    RowType.NEWS: Ignored.NEWS,
    RowType.CASCADE_CALL: Ignored.CASCADE_CALL,
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
        """The fields of the row; what has been taken out of them is remembered."""
        metadata = self.result.get("metadata")
        if not isinstance(metadata, dict):
            raise ReadingError("metadata is missing")
        return Fields(metadata)


def why_ignored(row: Row) -> Ignored | None:
    """Why a row is none of our topics; None when it is one.

    Raises:
        ReadingError: the row has a type that nobody knows, or does not say what it is.
    """
    fields = row.fields
    if fields.many("DATASOURCE") not in ((), (MAIN_DATASOURCE,)):
        return Ignored.STALE_COPY
    written = fields.one("type")
    if written not in set(RowType):
        raise ReadingError(f"the type {written!r} is not known")
    if (reason := LEFT_OUT.get(RowType(written))) is not None:
        return reason
    return None if _language(row) == source().search.language else Ignored.LANGUAGE_COPY


def newest(rows: Iterable[Row]) -> Row:
    """Of several rows of one topic the one that is named as topics are named now, and was ingested last."""
    return max(rows, key=_standing)


def _standing(row: Row) -> tuple[bool, str, str]:
    ingested = row.fields.many("esDA_IngestDate")
    return row.reference.endswith(("TOPICSen", "PROSPECTSEN")), max(ingested, default=""), row.reference


def _language(row: Row) -> str:
    stated = row.fields.maybe("language") or row.result.get("language")
    if not isinstance(stated, str):
        raise ReadingError(f"language is no text: {stated!r}")
    return stated.casefold()

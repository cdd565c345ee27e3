"""How to reach the portal: the few things an operator may change."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import Field, StringConstraints

from scrapers.http import Limits
from scrapers.portal.tables import source
from scrapers.records import Record, Text


class Config(Record):
    """Settings of one run.

    ``base_url`` stands in for both hosts of the Commission, paths unchanged. ``timeout_seconds`` is for one answer,
    all retries included; the first of them comes after ``pause_seconds``, the next after twice as long. ``contact``
    is told to the server beside our name. With ``resume`` a run that was interrupted is carried on: pages it has are
    not asked for again.
    """

    base_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+(/[^?#]*)?$")] | None = None
    requests_per_second: Annotated[float, Field(gt=0)] = 2.0
    timeout_seconds: Annotated[float, Field(gt=0)] = 90.0
    max_raw_bytes: Annotated[int, Field(gt=0)] = 20_000_000
    max_body_bytes: Annotated[int, Field(gt=0)] = 40_000_000
    pause_seconds: Annotated[float, Field(ge=0)] = 0.5
    contact: Text | None = None
    resume: bool = False

    @property
    def search_url(self) -> str:
        """Where to search."""
        return self._address(source().addresses.search)

    @property
    def facet_url(self) -> str:
        """Where to have rows counted."""
        return self._address(source().addresses.facet)

    @property
    def reference_data_url(self) -> str:
        """Where the file of all topics is."""
        return self._address(source().addresses.reference_data)

    def details_url(self, identifier: str) -> str:
        """Where the file of a topic is: by its identifier in lower case, no other spelling is found."""
        return self._address(source().addresses.topic_details) + quote(f"{identifier.lower()}.json", safe="")

    @property
    def origins(self) -> tuple[str, ...]:
        """Where answers may come from."""
        return tuple(self._address(url) for url in (source().addresses.search, source().addresses.pages))

    @property
    def limits(self) -> Limits:
        """What one answer may cost."""
        return Limits(
            timeout_seconds=self.timeout_seconds,
            max_raw_bytes=self.max_raw_bytes,
            max_body_bytes=self.max_body_bytes,
            pause_seconds=self.pause_seconds,
        )

    @property
    def file_limits(self) -> Limits:
        """What the file of all topics may cost: more than a page."""
        file = source().reference_data
        return replace(
            self.limits,
            timeout_seconds=max(self.timeout_seconds, file.timeout_seconds),
            max_raw_bytes=file.max_bytes,
            max_body_bytes=file.max_bytes,
        )

    def _address(self, url: str) -> str:
        return url if self.base_url is None else self.base_url.rstrip("/") + urlsplit(url).path

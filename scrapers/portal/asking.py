"""Ask the portal, and keep each answer before it is read; what an interrupted run has is not asked for again."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from scrapers.captures import Capture, Run
from scrapers.errors import ReadingError
from scrapers.http import Answer, Client, Request
from scrapers.portal.config import Config
from scrapers.portal.documents import open_details
from scrapers.portal.envelope import Envelope, open_envelope
from scrapers.portal.facets import Counts, open_facets
from scrapers.portal.listings import Listing, Pass, Step
from scrapers.portal.tables import source

Check = Callable[[bytes], object]


class Asker:
    """Speaks the portal's interfaces for one run."""

    def __init__(self, config: Config, run: Run, client: Client) -> None:
        self._config = config
        self._run = run
        self._client = client

    async def index_size(self) -> int:
        """How many rows there are without any filter."""
        body = await self._post(self._config.search_url, _paged(1, 1), {}, {"step": Step.COUNT.value}, open_envelope)
        return open_envelope(body).total

    async def page(self, listing: Listing, turn: Pass, number: int) -> Envelope:
        """One page of a list."""
        params = _paged(number, source().search.page_size)
        about = {"asked": listing.asked.value, "step": listing.step.value, **turn.note}
        parts = listing.parts(turn.order)
        return open_envelope(await self._post(self._config.search_url, params, parts, about, open_envelope))

    async def counts(self, listing: Listing) -> Counts:
        """How many rows of a list have which value."""
        about = {"asked": listing.asked.value, "step": Step.FACET.value}
        params = _in_index()
        return open_facets(await self._post(self._config.facet_url, params, listing.parts(None), about, open_facets))

    async def details(self, identifier: str) -> None:
        """The file of a topic; it is kept, nothing more."""
        asked = {"method": "GET", "url": self._config.details_url(identifier), "step": Step.DETAILS}
        await self._answer(asked, Request("GET", asked["url"]), open_details)

    async def _post(
        self,
        url: str,
        params: Mapping[str, str],
        parts: Mapping[str, Any],
        about: Mapping[str, str | int],
        check: Check,
    ) -> bytes:
        files = {name: orjson.dumps(part) for name, part in parts.items()}
        asked = {"method": "POST", "url": url, "params": params, "parts": parts, **about}
        return (await self._answer(asked, Request("POST", url, params, files), check)).body

    async def _answer(self, asked: Mapping[str, Any], request: Request, check: Check) -> Capture:
        if (kept := self._run.find(asked)) is not None:
            return kept
        answer = await self._client.send(request, lambda answer: _fault(answer, check))
        return self._run.keep(url=answer.url, request=asked, body=answer.body)


def _in_index() -> dict[str, str]:
    search = source().search
    return {"apiKey": search.index, "text": search.text}


def _paged(number: int, size: int) -> dict[str, str]:
    return {**_in_index(), "pageSize": str(size), "pageNumber": str(number)}


def _fault(answer: Answer, check: Check) -> str | None:
    try:
        check(answer.body)
    except ReadingError as error:
        return str(error)
    return None

"""The portal's machine interfaces with their traps, over rows that a test provides."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.emulator.documents import grants_tenders, is_grant, topic_details
from tests.emulator.queries import InvalidQueryError, Test, compile_query, compile_text, values
from tests.emulator.shapes import Raw

PARTS = ("query", "languages", "sort", "displayFields")
MAX_PAGE_SIZE = 100
WINDOW = 10_000
FACETS = ("frameworkProgramme", "programmeDivision", "status", "type")
# Labels of facets are URL-encoded, a plus arrives as a blank; a value may have no label but itself.
LABELS = {
    "43108390": "Horizon Europe",
    "43252449": "Research Fund for Coal %26 Steel",
    "43353764": "Erasmus  (ERASMUS )",
}
NOT_FOUND = "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
SHELL = "<!DOCTYPE html><html><body><app-root></app-root></body></html>"


@dataclass
class State:
    """What the emulator serves, how it misbehaves, and what it was asked.

    ``says_total`` is what it claims of a filtered search, whatever it gives. When ``borders_slip``, each page but the
    first begins with the last row of the page before, and the last row of all is on no page. When
    ``ties_are_shuffled``, rows that the order leaves open stand in another order on each page. ``next_answers`` are
    given, one by one, in place of the right ones (``None``: the right one). ``counts_off`` is added to what facets
    count. ``details`` are files of topics, by identifier in lower case, in place of those that follow from the rows
    (``None``: there is none).
    """

    rows: list[Raw] = field(default_factory=list)
    ignores_filters: bool = False
    says_total: int | None = None
    borders_slip: bool = False
    ties_are_shuffled: bool = False
    latency_seconds: float = 0.0
    next_answers: deque[Response | None] = field(default_factory=deque)
    counts_off: int = 0
    details: dict[str, Raw | None] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    _found: dict[str, list[Raw]] = field(default_factory=dict)

    def serve(self, rows: Iterable[Raw]) -> None:
        """Serve these rows from now on, and behave."""
        self.rows = list(rows)
        self.ignores_filters = False
        self.says_total = None
        self.borders_slip = False
        self.ties_are_shuffled = False
        self.latency_seconds = 0.0
        self.next_answers.clear()
        self.counts_off = 0
        self.details.clear()
        self.asked.clear()
        self._found.clear()

    @property
    def questions(self) -> list[Raw]:
        """The ``bool`` of each different filter it was asked for."""
        return [parts["query"]["bool"] for _, parts in map(json.loads, self._found) if "query" in parts]

    def found(self, text: str, parts: Mapping[str, Any]) -> list[Raw]:
        """The rows for a question; looked for once, for a test may have twenty thousand of them."""
        question = json.dumps([text, parts], sort_keys=True)
        if question not in self._found:
            self._found[question] = _found(self.rows, text, parts)
        return self._found[question]


class PlainFieldError(Exception):
    """A part was sent as a plain form field: answered with 500 throwable."""


def application(state: State) -> Starlette:
    """The app; ``state`` may be changed while it runs."""

    async def search(request: Request) -> Response:
        return await _answer(request, _search)

    async def facet(request: Request) -> Response:
        return await _answer(request, _facet)

    async def details(request: Request) -> Response:
        state.asked.append(request)
        found = _details(state, request.path_params["name"])
        return HTMLResponse(NOT_FOUND, 404) if found is None else JSONResponse(found)

    async def reference_data(request: Request) -> Response:
        state.asked.append(request)
        if state.next_answers and (answer := state.next_answers.popleft()) is not None:
            return answer
        return JSONResponse(grants_tenders(state.rows))

    async def document(request: Request) -> Response:
        return JSONResponse({"type": "businessError", "message": "No result found"}, 400)

    async def shell(request: Request) -> Response:
        return HTMLResponse(SHELL)

    async def _answer(request: Request, answer: Any) -> Response:
        state.asked.append(request)
        await asyncio.sleep(state.latency_seconds)
        if state.next_answers and (given := state.next_answers.popleft()) is not None:
            return given
        try:
            parts = await _parts(request)
            return JSONResponse(answer(state, request.query_params, {} if state.ignores_filters else parts))
        except PlainFieldError:
            return JSONResponse({"type": "throwable", "message": "Internal error"}, 500)
        except InvalidQueryError:
            return JSONResponse({"type": "businessError", "message": "Invalid Query format"}, 400)

    base = "/info/funding-tenders/opportunities"
    return Starlette(
        routes=[
            Route("/search-api/prod/rest/search", search, methods=["POST"]),
            Route("/search-api/prod/rest/facet", facet, methods=["POST"]),
            Route("/search-api/prod/rest/document/{name}", document),
            Route(f"{base}/data/topicDetails/{{name:path}}.json", details),
            Route(f"{base}/data/referenceData/grantsTenders.json", reference_data),
            Route(f"{base}/portal/screen/{{path:path}}", shell),
        ],
        middleware=[Middleware(GZipMiddleware, compresslevel=1)],
    )


async def _parts(request: Request) -> Mapping[str, Any]:
    """Only multipart file parts are heard. In the address or in a JSON body they are ignored without a word."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return {}
    async with request.form() as form:
        given = {name: form[name] for name in PARTS if name in form}
        if any(not isinstance(part, UploadFile) for part in given.values()):
            raise PlainFieldError
        return {name: json.loads(await part.read()) for name, part in given.items() if isinstance(part, UploadFile)}


def _search(state: State, params: Mapping[str, str], parts: Mapping[str, Any]) -> Raw:
    found = state.found(params.get("text", "***"), parts)
    if state.ties_are_shuffled:
        found = _sorted(Random(len(state.asked)).sample(found, len(found)), parts)  # noqa: S311 - nothing is secret
    size = min(int(params.get("pageSize", "50")), MAX_PAGE_SIZE)
    page = int(params.get("pageNumber", "1"))
    slip = 1 if state.borders_slip and page > 1 else 0
    shown = found[(page - 1) * size - slip : page * size - slip] if page * size <= WINDOW else []
    total = len(found) if state.says_total is None or "query" not in parts else state.says_total
    return {
        "apiVersion": "2.154",
        "terms": params.get("text", ""),
        "responseTime": 56,
        "totalResults": total,
        "pageNumber": page,
        "pageSize": size,
        "sort": f"[{parts['sort']['field']}:{parts['sort']['order']}]" if "sort" in parts else "relevance",
        "groupByField": "sortStatus",
        "queryLanguage": {"language": "en", "probability": 0.0},
        "spellingSuggestion": "",
        "bestBets": [],
        "results": shown,
        "warnings": [],
    }


def _facet(state: State, params: Mapping[str, str], parts: Mapping[str, Any]) -> Raw:
    found = state.found(params.get("text", "***"), parts)
    counts = {name: Counter(value for row in found for value in values(row, name)) for name in FACETS}
    return {
        "facets": [
            {
                "name": name,
                "values": [
                    {
                        "apiVersion": "2.154",
                        "rawValue": value,
                        "value": LABELS.get(value, value),
                        "count": count + state.counts_off,
                    }
                    for value, count in counts[name].most_common()
                ],
            }
            for name in FACETS
        ]
    }


def _found(rows: list[Raw], text: str, parts: Mapping[str, Any]) -> list[Raw]:
    tests: list[Test] = [compile_text(text)]
    if "query" in parts:
        tests.append(compile_query(parts["query"]))
    if "languages" in parts:
        tests.append(lambda row: row.get("language") in {None, *parts["languages"]})
    return _sorted([row for row in rows if all(test(row) for test in tests)], parts)


def _sorted(rows: list[Raw], parts: Mapping[str, Any]) -> list[Raw]:
    if "sort" not in parts:
        return rows
    name, order = parts["sort"]["field"], parts["sort"]["order"]
    found = sorted(rows, key=lambda row: min(values(row, name), default=""))
    return found[::-1] if order == "DESC" else found


def _details(state: State, name: str) -> Raw | None:
    """Only the lower-case spelling is found, and only for grant topics."""
    if name in state.details:
        return state.details[name]
    named = (row for row in state.rows if is_grant(row) and values(row, "identifier")[0].lower() == name)
    return next(map(topic_details, named), None)

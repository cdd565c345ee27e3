"""What every request passes on its way to the service, from the outside to the inside."""

from collections.abc import Iterator

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.middleware import Middleware

from app.api.head import HeadAsGet
from app.api.limits import BodyLimit
from app.operations.bounds import AddressLimit, InFlight, TimeLimit
from app.operations.caching import PublicReads
from app.operations.headers import SecurityHeaders
from app.operations.kept import COMPRESSED_FROM, PACKING
from app.operations.observing import REQUEST_ID, Observed, is_request_id, new_request_id
from app.operations.watching import CatalogueWatch
from app.settings import Settings


def install(service: FastAPI, settings: Settings) -> CatalogueWatch:
    """Lay them around the service. The watch is opened and closed by whoever opens the database."""
    watch = CatalogueWatch(settings)
    service.user_middleware[:0] = _layers(settings, watch)
    return watch


def _layers(settings: Settings, watch: CatalogueWatch) -> Iterator[Middleware]:
    yield Middleware(
        CorrelationIdMiddleware,
        header_name=REQUEST_ID,
        generator=new_request_id,
        validator=is_request_id,
        transformer=None,
        update_request_header=False,
    )
    yield Middleware(Observed)
    yield Middleware(SecurityHeaders)
    if settings.cors_origins:
        from app.operations.origins import ApiOrigins

        yield Middleware(ApiOrigins, origins=settings.cors_origins)
    yield Middleware(AddressLimit)
    if settings.requests_per_minute is not None or settings.requests_per_minute_with_key is not None:
        from app.operations.rates import RateLimit  # with a library that few need

        yield Middleware(
            RateLimit, per_address=settings.requests_per_minute, per_key=settings.requests_per_minute_with_key
        )
    yield Middleware(HeadAsGet)  # HEAD has the headers of the answer that is kept, and of the one that is packed
    yield Middleware(PublicReads, watch=watch, settings=settings)
    yield Middleware(InFlight, most=settings.requests_in_flight)  # what is kept is answered however much there is to do
    yield Middleware(TimeLimit, seconds=settings.request_seconds)
    yield Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=PACKING)
    yield Middleware(BodyLimit)

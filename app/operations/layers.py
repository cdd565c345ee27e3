"""What every request passes on its way to the service, from the outside to the inside."""

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.middleware import Middleware

from app.api.head import HeadAsGet
from app.api.limits import BodyLimit
from app.operations.caching import PublicReads
from app.operations.kept import COMPRESSED_FROM, PACKING
from app.operations.watching import CatalogueWatch
from app.settings import Settings


def install(service: FastAPI, settings: Settings) -> CatalogueWatch:
    """Lay them around the service. The watch is opened and closed by whoever opens the database."""
    watch = CatalogueWatch(settings)
    layers = [
        Middleware(HeadAsGet),  # HEAD has the headers of the answer that is kept, and of the one that is packed
        Middleware(PublicReads, watch=watch, settings=settings),
        Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=PACKING),
        Middleware(BodyLimit),
    ]
    service.user_middleware[:0] = layers
    return watch

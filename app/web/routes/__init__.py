"""The pages by their addresses. Every one is a plain function of its address: it can be reloaded, kept and printed."""

from fastapi import APIRouter

from app.web.errors import PageRoute
from app.web.routes import (
    account,
    calls,
    cascade_calls,
    changes,
    check,
    clusters,
    files,
    home,
    law,
    own_clusters,
    own_import,
    proposals,
    propose,
    questions,
    topics,
)

router = APIRouter(route_class=PageRoute, include_in_schema=False)
for part in (
    home,
    clusters,
    calls,
    cascade_calls,
    changes,
    topics,
    law,
    propose,
    proposals,
    questions,
    own_clusters,
    own_import,
    check,
    files,
    account,
):
    router.include_router(part.router)

"""The pages: HTML made on the server, one more reader of the services beside the API."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from app.settings import Settings
from app.web import errors, signing_in, statics
from app.web.routes import router
from app.web.visiting import Languages


def setup(app: FastAPI, settings: Settings) -> None:
    """Add the pages to the service. Call it last: the handlers of the API for errors stay behind those of the pages."""
    statics.mount(app)
    errors.install(app)
    app.include_router(router)
    signing_in.install(app, settings)
    app.user_middleware.append(Middleware(Languages))  # innermost: all else sees the address that was asked for

"""The pages: HTML made on the server, one more reader of the services beside the API."""

from fastapi import FastAPI

from app.settings import Settings
from app.web import errors, signing_in, statics
from app.web.routes import router


def setup(app: FastAPI, settings: Settings) -> None:
    """Add the pages to the service. Call it last: the handlers of the API for errors stay behind those of the pages."""
    statics.mount(app)
    errors.install(app)
    app.include_router(router)
    signing_in.install(app, settings)

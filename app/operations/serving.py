"""The service as a process of its own has it: with logs."""

from fastapi import FastAPI

from app.api.main import create_app
from app.operations import logs
from app.settings import Settings


def served() -> FastAPI:
    """The service with the settings of the environment. Every process that serves calls this once."""
    settings = Settings()
    logs.configure(settings)
    return create_app(settings)

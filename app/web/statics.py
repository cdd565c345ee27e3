"""The files a page loads: our style sheet and htmx. Their addresses carry a hash, so browsers may keep them."""

from os import PathLike, stat_result

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from app.web.rendering import FOLDER

FOR_EVER = "public, max-age=31536000, immutable"


class _HashedFiles(StaticFiles):
    """Files that may be kept for ever when the address names their content."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = FOR_EVER
        return response


def mount(app: FastAPI) -> None:
    """Serve ``/static`` and ``/vendor``."""
    for name in ("static", "vendor"):
        app.mount(f"/{name}", _HashedFiles(directory=FOLDER / name), name=name)

"""Answers of every kind for whoever builds a page: asked of the service, over made-up organisations and calls.

What changes from run to run (ids, times, hashes, secrets) is set to the same values each time. Texts of calls are left
out: they belong to others.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app import clock
from app.api.main import create_app
from app.clock import instant
from app.db import Asker, writing
from app.db.tables import Job, JobState
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import OF_A_TENANT
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.clients.questions import AFTER, QUESTIONS, Question
from tests.repository.checkout import ROOT

FOLDER = ROOT / "clients/fixtures"
PATIENCE = 60

MOMENT = "2026-11-22T10:00:00Z"
MADE_UP = {
    **dict.fromkeys(("created_at", "started_at", "finished_at", "expires_at", "updated_at", "raised_at"), MOMENT),
    **dict.fromkeys(("last_used_at", "judged_at", "noted_at", "since", "known_since"), MOMENT),
    "seconds": 0.5,
    "next": "made-up-cursor",
    "request_id": "made-up-request",
    "feed": "/v1/feeds/made-up.atom",
    "calendar": "/v1/feeds/made-up.ics",
    **dict.fromkeys(("determination_id", "ruleset", "edition", "sha256"), "made-up"),
    **dict.fromkeys(("before", "after"), "made-up"),
    **dict.fromkeys(("prefix",), "0a1b2c3d"),
    **dict.fromkeys(("key",), "qk_0a1b2c3d_made-up-and-good-for-nothing"),
    **dict.fromkeys(("secret",), "whsec_bWFkZSB1cCBhbmQgZ29vZCBmb3Igbm90aGluZw=="),
}
TEXTS = {"html", "text", "notices", "quote", "description"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT")
IDS = re.compile(r"\b(?P<kind>[a-z]+)-01[0-9a-z]{24}\b")


@dataclass(frozen=True)
class Fixture:
    """One answer: to which operation, asked how, and what came."""

    name: str
    operation: str
    method: str
    path: str
    request: Any
    status: int
    content_type: str
    body: Any

    def text(self) -> str:
        """As it is committed."""
        told = {key: value for key, value in vars(self).items() if key != "name"}
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def made(folder: Path) -> Iterator[Fixture]:
    """Ask everything of a service with a database in this folder."""
    description = json.loads((ROOT / "openapi.json").read_text("utf-8"))
    settings = Settings(data_dir=folder, today=instant(TODAY), workers=1)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        asking = Asking(client, _key(client.app.state.engine), _addresses(description))  # type: ignore[attr-defined]
        yield from (asking.ask(question) for question in QUESTIONS)
    with TestClient(create_app(settings.model_copy(update={"workers": 0}))) as client:  # nobody works: jobs stay
        asking = Asking(client, asking.key, asking.addresses, asking.known)
        for question in AFTER:
            if question.state is not None:
                _put(client.app.state.engine, asking.known["job"], question.state)  # type: ignore[attr-defined]
            yield asking.ask(question)


class Asking:
    """Asks with one key, and remembers the ids of what was made, for questions after it."""

    def __init__(
        self,
        client: TestClient,
        key: str,
        addresses: Mapping[str, tuple[str, str]],
        known: dict[str, str] | None = None,
    ) -> None:
        self.client, self.key, self.addresses, self.known = client, key, addresses, known or {}

    def ask(self, question: Question) -> Fixture:
        method, template = self.addresses[question.operation]
        place = {name: value.format_map(self.known) for name, value in question.place.items()}
        path = template.format_map(self.known | place)
        headers = {"authorization": f"Bearer {self.key}"} if question.has_key else {}
        body = None if question.body is None else self._filled(question.body)
        content = {"content": question.raw} if question.raw is not None else {"json": body} if body is not None else {}
        answer = self.client.request(
            method,
            path,
            params=question.query,
            headers=headers | question.headers,
            **content,
        )
        told = answer.json() if answer.content else None
        if question.remember is not None:
            if not isinstance(told, dict) or "id" not in told:
                raise AssertionError(f"{question.name}: {answer.status_code} {told}")
            self.known[question.remember] = told["id"]
        return Fixture(
            name=question.name,
            operation=question.operation,
            method=method,
            path=self._without_ids(_steady(path, "") + (f"?{urlencode(question.query)}" if question.query else "")),
            request=_steady(body, ""),
            status=answer.status_code,
            content_type=answer.headers.get("content-type", "").partition(";")[0],
            body=self._without_ids(_steady(told, "")),
        )

    def _filled(self, body: Any) -> Any:
        return json.loads(re.sub(r"\{\{(\w+)\}\}", lambda found: self.known[found[1]], json.dumps(body)))

    def _without_ids(self, told: Any) -> Any:
        text = json.dumps(told)
        for name, known in self.known.items():
            text = text.replace(known, f"{name.replace('_', '-')}-made-up")
        return json.loads(text)


def _addresses(description: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def _key(engine: Engine) -> str:
    with writing(engine) as session:
        tenant = keys.create_tenant(session, "Ministry of made-up affairs")
    with writing(engine, Asker(tenant_id=tenant.id)) as session:
        return keys.create_key(session, KeyRequest(name="fixtures", scopes=sorted(OF_A_TENANT))).key


def _put(engine: Engine, job_id: str, state: JobState) -> None:
    with writing(engine) as session:
        job = session.get_one(Job, job_id)
        job.state = state
        job.started_at, job.progress = job.created_at, 0.4
        if state is JobState.FAILED:
            job.error = {
                "type": "urn:quorum:problem:error",
                "title": "The request could not be answered",
                "status": 500,
                "detail": "Something went wrong on our side. It has been logged.",
            }
            job.finished_at = job.created_at


def _steady(value: Any, name: str) -> Any:
    """The same in every run, and without the words of others."""
    if isinstance(value, dict):
        return {key: _steady(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [] if name in TEXTS else [_steady(inner, name) for inner in value]
    if isinstance(value, str) and name in TEXTS:
        return "Made-up text."
    if name in MADE_UP and type(value) is type(MADE_UP[name]):
        return MADE_UP[name]
    return _steady_text(value) if isinstance(value, str) else value


def _steady_text(text: str) -> str:
    is_now = INSTANT.match(text) and text.startswith(str(clock.running().date()))
    return MOMENT if is_now else IDS.sub(r"\g<kind>-made-up", text)


def write() -> None:
    """Write all anew."""
    from tempfile import TemporaryDirectory

    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        fresh = {f"{fixture.name}.json": fixture.text() for fixture in made(Path(folder))}
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, text in fresh.items():
        (FOLDER / name).write_text(text, "utf-8")

"""A world that changes: a catalogue of its own, whose law, calls, members and days a test can turn."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import col

from app.clock import instant
from app.db import Asker, reading, writing
from app.db.tables import Alert
from app.services.catalogue.listing import Query
from app.services.consortia import history, keeping, moving
from app.services.consortia.rejudging import Rejudged, rejudge_all
from app.services.consortia.requests import ConsortiumRequest, StateRequest
from app.services.consortia.schemas import ConsortiumPublic, VerdictEntry
from app.services.consortia.states import ConsortiumState
from app.services.tenancy import keys
from app.settings import Settings
from rules import rulebook
from rules.rulebook import Rulebook


@dataclass
class World:
    """One tenant who builds consortia while the world turns."""

    engine: Engine
    settings: Settings
    tenant_id: str = ""

    def __post_init__(self) -> None:
        with writing(self.engine) as session:
            self.tenant_id = keys.create_tenant(session, "Turning").id

    @property
    def asker(self) -> Asker:
        return Asker(tenant_id=self.tenant_id)

    def on(self, day: date) -> None:
        """Let it be another day."""
        self.settings = self.settings.model_copy(update={"today": instant(day)})

    def create(self, **stated: Any) -> str:
        request = ConsortiumRequest.model_validate({"title": "Looms of tomorrow", "state": "forming"} | stated)
        with writing(self.engine, self.asker) as session:
            return keeping.create_consortium(session, self.settings, request).id

    def replace(self, consortium_id: str, **stated: Any) -> ConsortiumPublic:
        request = ConsortiumRequest.model_validate({"title": "Looms of tomorrow"} | stated)
        with writing(self.engine, self.asker) as session:
            return keeping.replace_consortium(session, self.settings, consortium_id, request)

    def move(self, consortium_id: str, *states: str) -> None:
        for state in states:
            request = StateRequest(state=ConsortiumState(state))
            with writing(self.engine, self.asker) as session:
                moving.move_consortium(session, self.settings, consortium_id, request)

    def rejudge(self, **how: Any) -> Rejudged:
        return rejudge_all(self.engine, self.settings, **how)

    def history(self, consortium_id: str) -> Sequence[VerdictEntry]:
        with reading(self.engine, self.asker) as session:
            return history.list_verdicts(session, consortium_id, Query()).items

    def statuses(self, consortium_id: str) -> list[tuple[str, str | None]]:
        """Why it was judged and how, the oldest first."""
        return [(one.because, one.status) for one in reversed(self.history(consortium_id))]

    def alerts(self) -> list[Alert]:
        with reading(self.engine) as session:
            return list(session.execute(select(Alert).order_by(col(Alert.id))).scalars())


def other_law(folder: Path, file: str, before: str, after: str, version: str | None = "2099.1.1") -> Rulebook:
    """The rulebook with one file changed, and with another version unless that is to stay."""
    shutil.copytree(str(resources.files("rules") / "law"), folder, dirs_exist_ok=True)
    changes = [(file, before, after)]
    if version is not None:
        changes.append(("rulebook.yaml", f'"{rulebook.load().version}"', f'"{version}"'))
    for name, old, new in changes:
        text = (folder / name).read_text()
        assert old in text, f"{old} does not stand in {name}"
        (folder / name).write_text(text.replace(old, new, 1))
    return rulebook.read(folder)

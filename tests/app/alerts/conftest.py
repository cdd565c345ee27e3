"""A catalogue of its own for each test, since it is changed: a copy of one that was loaded once; and a tenant."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.api.main import create_app
from app.clock import instant
from app.db import Asker, create_engine, reading, writing
from app.db.tables import OwnCluster, SavedQuestion, Topic
from app.repositories import revisions
from app.services import own_clusters, setup
from app.services.alerts import listing, questions
from app.services.alerts.evaluating import Evaluation, evaluate_all
from app.services.alerts.listing import AlertPublic, AlertQuery
from app.services.alerts.questions import SavedQuestionPublic
from app.services.alerts.requests import SavedQuestionRequest
from app.services.own_clusters import OwnClusterRequest
from app.services.strict_json import validated
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest, create_tenant
from app.services.tenancy.scopes import OF_A_TENANT
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

CALLS: Mapping[str, Any] = {"kind": "eligible_calls", "organisation": "fr-aerospace-valley"}


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database with the bundled catalogue, to be copied."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("bundled"), today=instant(TODAY))
    setup.open_database(settings).dispose()
    return settings.data_dir


@dataclass(frozen=True)
class Desk:
    """A tenant with saved questions, and a world that changes."""

    engine: Engine
    settings: Settings
    asker: Asker

    def save(self, question: Mapping[str, Any], name: str = "Ours") -> SavedQuestionPublic:
        request = validated(SavedQuestionRequest, {"name": name, "question": dict(question)})
        with reading(self.engine, self.asker) as session:
            accepted = questions.accept(session, self.settings, request)
        with writing(self.engine, self.asker) as session:
            return questions.save_question(session, self.settings, accepted)

    def replace(self, question_id: str, question: Mapping[str, Any], name: str = "Ours") -> SavedQuestionPublic:
        request = validated(SavedQuestionRequest, {"name": name, "question": dict(question)})
        with reading(self.engine, self.asker) as session:
            accepted = questions.accept(session, self.settings, request)
        with writing(self.engine, self.asker) as session:
            return questions.replace_question(session, question_id, accepted)

    def question(self, question_id: str) -> SavedQuestionPublic:
        with reading(self.engine, self.asker) as session:
            return questions.get_question(session, question_id)

    def row(self, question_id: str) -> SavedQuestion:
        with reading(self.engine) as session:
            row = session.get(SavedQuestion, question_id)
        assert row is not None
        return row

    def matches(self, question_id: str) -> list[str]:
        answered = self.row(question_id).answered
        assert answered is not None
        return sorted(match["identifier"] for match in answered["matches"].values())

    def evaluate(self) -> Evaluation:
        return evaluate_all(self.engine, self.settings)

    def alerts(self, **query: Any) -> list[AlertPublic]:
        """Newest first."""
        with reading(self.engine, self.asker) as session:
            return list(listing.list_alerts(session, validated(AlertQuery, {"limit": 200, **query})).items)

    def told(self) -> list[tuple[str, str | None]]:
        """What was raised, oldest first."""
        return [(one.kind.value, one.topic) for one in reversed(self.alerts())]

    def change_topic(self, identifier: str, change: Callable[[Topic], None]) -> None:
        """As an ingest does: in one transaction, with the revision raised."""
        with writing(self.engine) as session:
            query = select(Topic).where(Topic.identifier_key == identifier.lower())
            topic = session.exec(query).one()
            change(topic)
            topic.state_sha256 = f"{topic.state_sha256}+"
            revisions.bump(session)

    def own_cluster(self, **facts: Any) -> str:
        with writing(self.engine, self.asker) as session:
            asked = validated(OwnClusterRequest, {"name": "Our Cluster", "facts": facts})
            return own_clusters.create_cluster(session, asked).id

    def change_cluster(self, cluster_id: str, **facts: Any) -> None:
        with writing(self.engine, self.asker) as session:
            asked = validated(OwnClusterRequest, {"name": "Our Cluster", "facts": facts})
            own_clusters.replace_cluster(session, self.settings, cluster_id, asked)

    def remove_cluster(self, cluster_id: str) -> None:
        with writing(self.engine, self.asker) as session:
            row = session.get(OwnCluster, cluster_id)
            assert row is not None
            session.delete(row)

    def on(self, day: date) -> "Desk":
        return replace(self, settings=self.settings.model_copy(update={"today": instant(day)}))


def desk_of(engine: Engine, settings: Settings) -> Desk:
    with writing(engine) as session:
        tenant = create_tenant(session, "Those who ask")
    return Desk(engine, settings, Asker(tenant_id=tenant.id))


@pytest.fixture
def settings(tmp_path: Path, loaded_database: Path) -> Settings:
    shutil.copytree(loaded_database, tmp_path, dirs_exist_ok=True)
    return Settings(data_dir=tmp_path, today=instant(TODAY), workers=0, webhook_senders=0)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = create_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine, settings: Settings) -> Desk:
    return desk_of(engine, settings)


@pytest.fixture
def client(settings: Settings, desk: Desk) -> Iterator[TestClient]:
    """The service, asked with a key of the tenant for everything."""
    with writing(desk.engine, desk.asker) as session:
        key = keys.create_key(session, KeyRequest(name="test", scopes=list(OF_A_TENANT))).key
    with TestClient(create_app(settings), headers={"authorization": f"Bearer {key}"}) as client:
        yield client

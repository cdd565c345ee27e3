"""An empty catalogue is enough: a database of this module, a tenant, and a receiver on this machine."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app.db import Asker, create_engine, migrate, reading, writing
from app.db.tables import Webhook, WebhookDelivery
from app.services.strict_json import validated
from app.services.tenancy.keys import create_tenant
from app.services.webhooks import hooks
from app.services.webhooks.events import Event, tell
from app.services.webhooks.hooks import DeliveryPublic, DeliveryQuery, WebhookRequest, WebhookWithSecret
from app.settings import Settings
from tests.app.webhooks.receiver import Receiver, receiving
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import


def quick_settings(folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {"webhook_loopback": True, "webhook_timeout_seconds": 0.6, "webhook_retry_seconds": 0.01}
    return Settings(data_dir=folder, **given | more)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return quick_settings(tmp_path)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database with all tables and nothing in them, to be copied."""
    settings = quick_settings(tmp_path_factory.mktemp("empty"))
    engine = create_engine(settings)
    migrate.upgrade(engine)
    engine.dispose()
    return settings.data_dir


@pytest.fixture
def engine(settings: Settings, empty_database: Path) -> Iterator[Engine]:
    shutil.copytree(empty_database, settings.data_dir, dirs_exist_ok=True)
    engine = create_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@dataclass(frozen=True)
class Listener:
    """A tenant and what it does with its webhooks."""

    engine: Engine
    settings: Settings
    asker: Asker

    def listen(self, url: str, *events: str, **more: Any) -> WebhookWithSecret:
        asked = validated(WebhookRequest, {"url": url, "events": list(events) or list(Event), **more})
        with writing(self.engine, self.asker) as session:
            return hooks.create_webhook(session, self.settings, asked)

    def happens(self, event_id: str, event: Event = Event.ALERT_RAISED, **data: Any) -> None:
        with writing(self.engine) as session:
            tell(session, self.asker.tenant_id, event, event_id, data)

    def deliveries(self, hook: WebhookWithSecret) -> list[DeliveryPublic]:
        with reading(self.engine, self.asker) as session:
            return list(hooks.list_deliveries(session, hook.id, DeliveryQuery(limit=200)).items)

    def states(self, hook: WebhookWithSecret) -> dict[str, str]:
        return {one.event_id: one.state.value for one in self.deliveries(hook)}

    def row(self, hook: WebhookWithSecret) -> Webhook:
        with reading(self.engine) as session:
            found = session.get(Webhook, hook.id)
        assert found is not None
        return found

    def change(self, delivery_id: str, **values: Any) -> None:
        """Let time pass for a delivery."""
        with writing(self.engine) as session:
            row = session.get(WebhookDelivery, delivery_id)
            assert row is not None
            for name, value in values.items():
                setattr(row, name, value)


@pytest.fixture
def listener(engine: Engine, settings: Settings) -> Listener:
    with writing(engine) as session:
        tenant = create_tenant(session, "Those who listen")
    return Listener(engine, settings, Asker(tenant_id=tenant.id))

"""A running service with a tenant, for clients in any language."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.clock import instant
from app.db import Asker, writing
from app.services import setup
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import OF_A_TENANT
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.repository.serving import free_port, served


@dataclass(frozen=True)
class Running:
    """Where the service answers, and a key that may do everything of its tenant."""

    address: str
    key: str


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, port = tmp_path_factory.mktemp("clients"), free_port()
    key = _key(folder)
    environment = os.environ | {"QUORUM_DATA_DIR": str(folder), "QUORUM_TODAY": TODAY.isoformat()}
    command = f"exec {Path(sys.executable).with_name('quorum')} serve --port {port}"
    with served(command, port=port, folder=folder, output=folder / "output", environment=environment) as service:
        yield Running(service.address, key)


def _key(folder: Path) -> str:
    engine = setup.open_database(Settings(data_dir=folder, today=instant(TODAY)))
    with writing(engine) as session:
        tenant = keys.create_tenant(session, "A client")
    with writing(engine, Asker(tenant_id=tenant.id)) as session:
        made = keys.create_key(session, KeyRequest(name="test", scopes=sorted(OF_A_TENANT)))
    engine.dispose()
    return made.key

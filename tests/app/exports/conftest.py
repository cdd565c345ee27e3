"""The bundled catalogue, and a consortium about which there is much to ask."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.db import reading
from app.exports.dossier import Dossier
from app.exports.gathering import dossier_of_verdict
from app.exports.workbook import workbook_of
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, call, participant
from tests.app.loaded import engine, session, settings  # noqa: F401 - fixtures by import

CONDITIONS = [
    {
        "id": "own-question",
        "title": "Somebody has to agree",
        "requirement": {"kind": "judgement", "question": "Is it agreed?", "decided_by": "the partners"},
    },
    {
        "id": "own-duration",
        "title": "Not too long",
        "requirement": {"kind": "declared", "fact": "duration_months", "expected": {"max": 36}},
    },
]


@pytest.fixture(scope="session")
def asked() -> dict[str, Any]:
    """A call that is written out; one from the catalogue, one of whom all is known, two of whom hardly anything is."""
    return {
        "call": call(conditions=CONDITIONS),
        "participants": [
            {"organisation": FRENCH_POLE, "role": "coordinator", "total_cost": 1000.5},
            participant("two", "DE", kinds=["university", "research_organisation"], competences={"weaving; dyeing": 2})
            | {"eu_contribution": 250000.25, "sub_roles": ["end_user"], "facts": {"exception_granted": False}},
            {"organisation": {"id": "three", "name": "Drei"}, "role": "beneficiary"},
            {"organisation": {"id": "four"}, "role": "associated_partner"},
        ],
        "facts": {"own-question": False},
        "as_of": "2026-11-22",
    }


@pytest.fixture(scope="session")
def dossier(engine: Engine, settings: Settings, asked: dict[str, Any]) -> Dossier:  # noqa: F811
    with reading(engine) as session:  # noqa: F811
        return dossier_of_verdict(session, settings, VerdictRequest.model_validate(asked))


@pytest.fixture(scope="session")
def content(dossier: Dossier) -> bytes:
    """The workbook."""
    return workbook_of(dossier)

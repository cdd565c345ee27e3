"""Whatever can be judged can be exported, and comes back from the data sheet as it was sent."""

import json
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.db import reading
from app.errors import QuorumError
from app.exports.data_sheet.reading import read_data_sheet
from app.exports.dossier import Dossier
from app.exports.exporting import exported
from app.exports.files import Format
from app.exports.gathering import dossier_of_verdict
from app.services.strict_json import read_json, validated
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from tests.app.api.test_never_500 import VALUES, VERDICT, paths, replaced
from tests.app.exports.hostile import HOSTILE

TEXTS = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=12)


def dossier_of(engine: Engine, settings: Settings, document: Any) -> Dossier | None:
    """The dossier; ``None`` where the request is refused."""
    try:
        request = validated(VerdictRequest, read_json(json.dumps(document)))
        with reading(engine) as session:
            return dossier_of_verdict(session, settings, request)
    except QuorumError:
        return None


@hypothesis.given(path=st.sampled_from(list(paths(VERDICT))), value=VALUES | TEXTS)
def test_a_request_with_one_value_replaced_comes_back_as_it_was_sent(
    engine: Engine, settings: Settings, path: tuple[Any, ...], value: Any
) -> None:
    dossier = dossier_of(engine, settings, replaced(VERDICT, path, value))
    if dossier is None:
        return
    assert exported(dossier, Format.DOCX).content
    sheet = read_data_sheet(exported(dossier, Format.XLSX).content)
    assert sheet.changes == ()
    sent = {**(dossier.about or {}), "participants": [dict(seat.asked) for seat in dossier.teams[0].seats]}
    assert sheet.request.model_dump(mode="json", exclude_unset=True) == sent


def test_what_the_mutations_start_from_can_be_judged(engine: Engine, settings: Settings) -> None:
    assert dossier_of(engine, settings, VERDICT) is not None


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1+1", "a\nb", " x ", " ", "x005F_", "_x0041_", "none", "unknown", "1", "\x07"]
)
def test_a_text_in_the_place_of_every_name_comes_back(engine: Engine, settings: Settings, text: str) -> None:
    document = replaced(VERDICT, ("participants", 0, "organisation", "id"), text)
    document = replaced(document, ("participants", 0, "organisation", "name"), text)
    document = replaced(document, ("participants", 3, "affiliated_to"), text)
    document = replaced(document, ("participants", 1, "organisation", "control_group"), text)
    dossier = dossier_of(engine, settings, document)
    assert dossier is not None
    sheet = read_data_sheet(exported(dossier, Format.XLSX).content)
    assert sheet.changes == ()
    assert [one.affiliated_to for one in sheet.request.participants][3] == text

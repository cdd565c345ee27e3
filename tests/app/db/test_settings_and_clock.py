"""One class reads the environment, and one module the clock."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from app import clock
from app.settings import Settings


@pytest.mark.sqlite
def test_without_settings_everything_lies_below_var() -> None:
    settings = Settings()

    assert settings.sqlalchemy_url == "sqlite:///var/quorum.sqlite3"
    assert settings.captures_dir == Path("var/captures")
    assert settings.portal_requests_per_second == 2


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORUM_DATABASE_URL", "postgresql+psycopg://quorum@db/quorum")
    monkeypatch.setenv("QUORUM_PORTAL_URL", "http://127.0.0.1:9000")
    monkeypatch.setenv("QUORUM_SOLVER_CLUSTER", "")

    settings = Settings()

    assert settings.sqlalchemy_url == "postgresql+psycopg://quorum@db/quorum"
    assert settings.portal_url == "http://127.0.0.1:9000"
    assert settings.solver_cluster is None


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-11-22", "2026-11-22T00:00:00+01:00"),
        ("2026-07-01", "2026-07-01T00:00:00+02:00"),
        ("2026-11-22T17:00", "2026-11-22T17:00:00+01:00"),
        ("2026-11-22T17:00:00+00:00", "2026-11-22T18:00:00+01:00"),
        ("2026-11-22T23:30:00Z", "2026-11-23T00:30:00+01:00"),
    ],
)
def test_the_clock_can_be_fixed_to_a_day_or_an_instant_in_brussels(
    monkeypatch: pytest.MonkeyPatch, given: str, instant: str
) -> None:
    monkeypatch.setenv("QUORUM_TODAY", given)

    settings = Settings()

    assert clock.now(settings).isoformat() == instant
    assert clock.today(settings).isoformat() == instant[:10]


@pytest.mark.parametrize("given", ["someday", "2026-13-01", "22.11.2026"])
def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("QUORUM_TODAY", given)

    with pytest.raises(ValidationError, match="today"):
        Settings()


def test_without_a_fixed_day_the_clock_runs_in_brussels() -> None:
    settings = Settings()

    assert abs(clock.now(settings) - datetime.now(UTC)) < timedelta(seconds=5)  # noqa: TID251 - compared with the module
    assert clock.now(settings).tzinfo is clock.BRUSSELS


def test_the_running_clock_does_not_stand_still_when_the_day_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORUM_TODAY", "2020-01-01")

    assert clock.running().year >= 2026
    assert clock.today(Settings()) == date(2020, 1, 1)


def test_a_bare_day_is_its_beginning_in_brussels() -> None:
    assert clock.instant(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert clock.instant(date(2026, 3, 30)).astimezone(UTC) == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize("address", ["ftp://example.org", "example.org", "https://", "https://example.org?x=1"])
def test_the_portal_is_on_the_web(address: str) -> None:
    with pytest.raises(ValidationError, match="portal_url"):
        Settings(portal_url=address)

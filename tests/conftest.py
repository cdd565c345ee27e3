"""What every test may ask for: recordings (`--shared`), a browser, another database, and a run without skips."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest
from sqlalchemy import URL

from tests.on_server import databases
from tests.postgres import SERVERS, with_driver

# The machines that run the tests are busy: a slow example is no failure. A proof says the same thing every time it is
# run; `make drill` looks for new counterexamples.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("exploring", deadline=None, derandomize=False, print_blob=True, max_examples=1000)
hypothesis.settings.load_profile("steady")

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

SQLITE = "sqlite"
SERVER = pytest.StashKey[URL]()
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("quorum")
    group.addoption("--shared", metavar="PATH", help="folder with the recordings; without it their tests are skipped")
    group.addoption(
        "--database",
        default=SQLITE,
        choices=[SQLITE, *SERVERS],
        help="what stands in wherever a test uses the default database; those about SQLite itself are skipped",
    )
    group.addoption("--forbid-skips", action="store_true", help="a test that would be skipped fails instead")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for servers, browsers and processes of their own."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith("QUORUM_")]:
        del os.environ[name]  # a developer's own settings must not decide a test
    given = config.getoption("--shared")
    if given is not None and not Path(given).is_dir():
        raise pytest.UsageError(f"--shared {given}: there is no such folder")
    runs_tests = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
    if runs_tests and config.getoption("--database") != SQLITE:
        _stand_in(config)


def _stand_in(config: pytest.Config) -> None:
    """Start a server that stands in for SQLite until the end, in the processes of tests too."""
    running = ExitStack()
    address = with_driver(running.enter_context(SERVERS[config.getoption("--database")]()))
    config.add_cleanup(running.close)
    config.stash[SERVER] = address
    os.environ[databases.VARIABLE] = address.render_as_string(hide_password=False)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(Path(databases.__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    databases.stand_in(os.environ[databases.VARIABLE])


@pytest.fixture(autouse=True)
def _databases_go_with_their_test(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    address, folder = request.config.stash.get(SERVER, None), request.node.funcargs.get("tmp_path")
    if address is not None and folder is not None:
        databases.drop_below(address, folder)


@pytest.hookimpl(trylast=True)  # other files mark their tests first
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop running beside which `asyncio.run` refuses to start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("sqlite") and item.config.getoption("--database") != SQLITE:
        pytest.skip("is about SQLite itself")


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Path:
    """The folder with the recordings; skips where the option was not given."""
    given = pytestconfig.getoption("--shared")
    if given is None:
        pytest.skip("needs the recordings: run with --shared PATH")
    return Path(given).resolve()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium on this machine, for Playwright's `executable_path`; skips where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip(f"needs a Chromium: none of {', '.join(CHROMIUM_NAMES)} is on the path")
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _without_skip(item.config, report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _without_skip(collector.config, report)


def _without_skip(config: pytest.Config, report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and config.getoption("--forbid-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason} (skips are forbidden in this run)"
    return report

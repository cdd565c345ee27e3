"""What a process loads by being started."""

import subprocess
import sys

import pytest


def _loaded_by(module: str) -> set[str]:
    """Names of all modules in a fresh process that has imported one."""
    code = f"import {module}, sys; print('\\n'.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.mark.parametrize("module", ["app.api.main", "app.cli"])
def test_what_answers_requests_does_not_load_what_only_solving_needs(module: str) -> None:
    loaded = _loaded_by(module)
    assert module in loaded
    assert loaded & {"ortools", "pandas", "numpy"} == set()


@pytest.mark.parametrize("module", ["rules.verdict", "scrapers.sources"])
def test_what_stands_alone_loads_nothing_of_ours(module: str) -> None:
    others = {"app", "migrations", "rules", "scrapers", "solver"} - {module.split(".", maxsplit=1)[0]}
    assert _loaded_by(module) & others == set()

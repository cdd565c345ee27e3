"""What the description of the API allows, and what it does not: no answer is a fault of ours, each is as described."""

from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, checks
from schemathesis.schemas import BaseSchema

from app.api.main import create_app
from app.settings import Settings
from tests.app.fuzz.conftest import Asked

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
SORTS = ["right", "none", "foreign", "wrong", "expired"]
FOREVER = {"/v1/jobs/{job_id}/events"}
"""Answers that do not end by themselves."""

OPERATIONS = [
    (method, path)
    for path, methods in create_app(Settings()).openapi()["paths"].items()
    for method in methods
    if path not in FOREVER
]
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # schemathesis does, in its strategies

SETTINGS = hypothesis.settings(
    deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)


def ask(case: Case[Any], asked: Asked, sort: str) -> Any:
    """The answer, which is as described, and a problem where it is an error."""
    answer = case.call_and_validate(headers=asked.headers(sort), checks=CHECKS)
    if answer.status_code >= 400:
        assert answer.headers["content-type"][0] == "application/problem+json", answer.text
        assert answer.json()["status"] == answer.status_code
    return answer


def cases(described: BaseSchema, method: str, path: str, mode: GenerationMode) -> st.SearchStrategy[Case[Any]]:
    return described[path][method].as_strategy(generation_mode=mode)


def tried(described: BaseSchema, asked: Asked, method: str, path: str, mode: GenerationMode, sort: str, n: int) -> None:
    @hypothesis.seed(1)
    @hypothesis.settings(SETTINGS, max_examples=n)
    @hypothesis.given(case=cases(described, method, path, mode))
    def each(case: Case[Any]) -> None:
        answer = ask(case, asked, sort)
        if sort in {"wrong", "expired"} and path.startswith("/v1/"):
            # it is told, or what is wrong in the question before it: the description cannot say all that is
            assert 400 <= answer.status_code < 500

    try:
        each()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing can be wrong where nothing is given


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_what_the_description_allows_is_answered_as_it_says(
    described: BaseSchema, asked: Asked, method: str, path: str
) -> None:
    tried(described, asked, method, path, GenerationMode.POSITIVE, "right", 6)


@pytest.mark.drill
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_it_stays_so_for_hundreds_of_requests_and_every_sort_of_key(
    described: BaseSchema, asked: Asked, method: str, path: str, mode: GenerationMode, sort: str
) -> None:
    tried(described, asked, method, path, mode, sort, 200 if sort == "right" else 40)

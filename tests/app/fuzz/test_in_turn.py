"""Requests one after the other, each with what the answers before it have given: made, read, changed, gone."""

from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from schemathesis import Case
from schemathesis.schemas import BaseSchema

from tests.app.fuzz.conftest import Asked
from tests.app.fuzz.test_description import CHECKS, FOREVER

pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")


@pytest.mark.drill
def test_what_is_made_in_one_request_is_met_as_described_in_the_next(described: BaseSchema, asked: Asked) -> None:
    met: set[str] = set()

    class InTurn(described.exclude(path=sorted(FOREVER)).as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, _case: Case[Any]) -> dict[str, Any]:
            return {"headers": asked.headers("right")}

        def validate_response(self, response: Any, case: Case[Any], **more: Any) -> None:
            met.add(f"{case.operation.method.upper()} {case.operation.path} {response.status_code}")
            case.validate_response(response, checks=CHECKS, **more)

    InTurn.run(
        settings=hypothesis.settings(
            max_examples=300,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    done = {line.split()[0] for line in met if line.endswith((" 200", " 201", " 204"))}
    assert done >= {"GET", "POST", "PUT", "DELETE"}

"""Verdicts."""

from fastapi import APIRouter

from app.api import examples
from app.api.access import View, WithSettings
from app.api.strict import StrictRoute
from app.services.verdicts import judging
from rules.verdict import Verdict

router = APIRouter(prefix="/v1", tags=["verdicts"], route_class=StrictRoute)


@router.post("/verdicts")
def judge(view: View, settings: WithSettings, request: examples.AskForVerdict) -> Verdict:
    """May these participants apply? Each condition met, not met, conditional, unknown, or for people to decide."""
    return judging.judge_request(view, request, settings)

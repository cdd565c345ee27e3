"""What a kept answer is an answer to. Answers kept before this was noted were all to questions for topics."""

from scrapers.captures import Capture
from scrapers.portal.listings import Step
from scrapers.reading import Asked


def asked_for(capture: Capture) -> Asked:
    """What was asked for."""
    return Asked(capture.request.get("asked", Asked.TOPICS))


def step_of(capture: Capture) -> Step:
    """What the answer is for."""
    noted = capture.request.get("step")
    if noted is not None:
        return Step(noted)
    return Step.LIST if "query" in capture.request.get("parts", {}) else Step.COUNT

"""Errors of the service (RFC 9457) as errors of the language."""

import json

import httpx

from quorum_client.models import Problem

KIND = "urn:quorum:problem:"


class ProblemError(Exception):
    """The service refused.

    ``problem["errors"]`` points at each fault of the request: JSON pointers, or ``/name`` of a parameter.
    ``retry_after_seconds``: when it is worth asking again, where the service says so.
    """

    def __init__(self, problem: Problem, retry_after_seconds: int | None = None) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.problem = problem
        self.status = problem["status"]
        self.retry_after_seconds = retry_after_seconds

    @property
    def slug(self) -> str:
        """The kind of problem for programs, such as ``not-found`` or ``too-many-requests``."""
        return self.problem["type"].removeprefix(KIND)

    def at(self, pointer: str) -> list[str]:
        """The details of the faults at one place of the request."""
        return [fault["detail"] for fault in self.problem.get("errors", ()) if fault["pointer"] == pointer]


def problem_of(response: httpx.Response) -> ProblemError:
    """What a response that is an error says; one that does not come from the service itself (a proxy) too."""
    retry = response.headers.get("retry-after", "")
    seconds = int(retry) if retry.isdecimal() else None
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        problem: Problem = json.loads(response.read())
        return ProblemError(problem, seconds)
    title = response.reason_phrase or "The request could not be answered"
    detail = f"{response.url} answered with status {response.status_code}, and no problem details."
    return ProblemError(
        {"type": "about:blank", "title": title, "status": response.status_code, "detail": detail}, seconds
    )

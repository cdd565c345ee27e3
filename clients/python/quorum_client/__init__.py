"""Typed client of Quorum. `Quorum` asks; `quorum_client.models` has the shape of every request and answer."""

from quorum_client.client import Quorum
from quorum_client.jobs import JobCancelled, NotOver, is_over
from quorum_client.problems import ProblemError

__all__ = ["JobCancelled", "NotOver", "ProblemError", "Quorum", "is_over"]

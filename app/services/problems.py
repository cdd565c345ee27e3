"""Problem details (RFC 9457): one shape for every error, on every way out."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from app.errors import Fault, QuorumError

TYPE = "urn:quorum:problem:{slug}"


class Problem(BaseModel):
    """What went wrong: ``type`` for machines, ``title`` for the kind, ``detail`` for this occurrence.

    ``errors`` points at each fault of a request: a JSON pointer into its body, or ``/name`` of a parameter.
    """

    model_config = ConfigDict(frozen=True)
    media_type: ClassVar[str] = "application/problem+json"

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: tuple[Fault, ...] = ()


def problem_of(error: QuorumError, instance: str | None = None) -> Problem:
    """An error of ours as a problem; ``instance`` is the address at which it happened."""
    return Problem(
        type=TYPE.format(slug=error.slug),
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=instance,
        errors=error.errors,
    )

"""What can go wrong because of what was asked: each error is a sentence with a status, rendered once at the edge."""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Fault(BaseModel):
    """One fault in a request: where (a JSON pointer, or the name of a parameter as ``/name``) and what is wrong."""

    model_config = ConfigDict(frozen=True)

    pointer: str
    detail: str


class QuorumError(Exception):
    """An error that a caller can act upon.

    ``slug`` names the kind of problem for machines (the end of the problem's ``type`` address), ``title`` the kind
    for people, ``detail`` this occurrence. ``retry_after_seconds``: when it is worth asking again, where that is known.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "The request could not be answered"
    slug: ClassVar[str] = "error"

    def __init__(self, detail: str, *, errors: Sequence[Fault] = (), retry_after_seconds: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after_seconds = retry_after_seconds


class NotFound(QuorumError):
    """Nothing in the catalogue has that id."""

    status = 404
    title = "Not found"
    slug = "not-found"


class Invalid(QuorumError):
    """The request can be read, but says something that cannot be."""

    status = 422
    title = "The request is not valid"
    slug = "invalid"


class Unauthorized(QuorumError):
    """Nobody has shown who they are, or not with a key that is good."""

    status = 401
    title = "A key is needed"
    slug = "unauthorized"


class Forbidden(QuorumError):
    """The key is good, but not for this."""

    status = 403
    title = "The key may not do this"
    slug = "forbidden"


class PreconditionFailed(QuorumError):
    """The thing has changed since the caller looked at it."""

    status = 412
    title = "It has changed meanwhile"
    slug = "precondition-failed"


class Malformed(QuorumError):
    """The request cannot be read at all."""

    status = 400
    title = "The request cannot be read"
    slug = "malformed"


class TooLarge(QuorumError):
    """The request is larger than the service takes."""

    status = 413
    title = "The request is too large"
    slug = "too-large"


class Conflict(QuorumError):
    """The thing asked for is in a state that does not allow it."""

    status = 409
    title = "Conflict"
    slug = "conflict"


class TooMany(QuorumError):
    """Whoever asks has more under way than one may have."""

    status = 429
    title = "Too many requests"
    slug = "too-many-requests"


class NotReady(QuorumError):
    """The program lacks something that an operator has to give it, such as a migrated database."""

    status = 503
    title = "Not ready"
    slug = "not-ready"


class AddressTooLong(QuorumError):
    """The address of the request is longer than the service takes."""

    status = 414
    title = "The address is too long"
    slug = "address-too-long"


class Overloaded(QuorumError):
    """The process works on as many requests as it can; this one was not begun."""

    status = 503
    title = "Too busy at the moment"
    slug = "overloaded"


class TookTooLong(QuorumError):
    """No answer was there in time. What had been begun may still come to its end."""

    status = 503
    title = "It took too long"
    slug = "timeout"


class Unavailable(QuorumError):
    """The database cannot be used at the moment: locked, full, away."""

    status = 503
    title = "Not available at the moment"
    slug = "unavailable"


def invalid(pointer: str, detail: str) -> Invalid:
    """The common case: one fault at one place."""
    return Invalid(detail, errors=[Fault(pointer=pointer, detail=detail)])

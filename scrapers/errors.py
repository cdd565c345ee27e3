"""What can go wrong with a source. Each message is a sentence that names the source and what was found."""

from typing import Self

from pydantic import ValidationError


class SourceError(Exception):
    """A run cannot be carried on; the catalogue stays as it is."""


class FetchError(SourceError):
    """No usable answer came: unreachable, too slow, too large, refused, or not what was asked for."""


class IncompleteError(FetchError):
    """Answers came, but they show that not everything would come; carrying on from them makes no sense."""


class ReadingError(SourceError):
    """One record cannot be read; it is quarantined and the others go on."""

    @classmethod
    def of(cls, error: ValidationError, what: str) -> Self:
        """The first fault that a model found, as one sentence; ``what`` is where it stood."""
        fault = error.errors(include_url=False, include_input=False)[0]
        return cls(f"{'.'.join(map(str, (what, *fault['loc'])))}: {fault['msg']}")

"""The envelope of a search answer: how many rows there are, and some of them."""

from functools import lru_cache
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scrapers.errors import ReadingError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Result = dict[str, Any]


class Envelope(BaseModel):
    """One page. ``page_size`` is what the interface granted, not what was asked."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    total: Annotated[int, Field(ge=0, alias="totalResults")]
    page_size: Annotated[int | None, Field(gt=0, alias="pageSize")] = None
    results: list[Result]


@lru_cache(maxsize=1)
def open_envelope(body: bytes) -> Envelope:
    """The page in an answer. The last one is remembered: it is opened to be checked, and again to be used.

    Raises:
        ReadingError: the answer is no search answer; the sentence says what it looks like instead.
    """
    try:
        return Envelope.model_validate(orjson.loads(body.removeprefix(BYTE_ORDER_MARK)))
    except orjson.JSONDecodeError as error:
        raise ReadingError(f"the answer is {what_instead(body, error)} instead of search results") from error
    except ValidationError as error:
        raise ReadingError.of(error, "search answer") from error


def what_instead(body: bytes, error: Exception) -> str:
    """What an answer that should be JSON looks like."""
    return "a web page" if body.lstrip()[:1] == b"<" else f"no JSON ({error})" if body.strip() else "empty"

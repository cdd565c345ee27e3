"""The form of the data sheet: what its sheets are called, what goes into the hidden one, and how that is packed.

The hidden sheet keeps what the file was made from, so that a fact that has no column comes back as it was, and a cell
that nobody touched changes nothing. It is no secret and no proof: whatever stands there is read as strictly as any
other request.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from app.exports.cells import for_workbook, unmarked
from app.exports.data_sheet.columns import Sort

COLLECTION: Final = "Data collection"
QUESTIONS: Final = "Questions"
CHOICES: Final = "Choices"
REQUEST: Final = "Request"

KEY_ROW: Final = 5
FIRST_ROW: Final = 6
"""Rows counted from 1: that of the keys, and the first that is filled in."""

SPARE_ROWS: Final = 20
"""Rows that are prepared for partners who join."""

ID: Final = "organisation"
ANSWER_KEY: Final = "fact"
ANSWER: Final = "answer"
QUESTION_HEAD: Final = ("question", ANSWER, "where", "about", "condition", "source", ANSWER_KEY)

MARK: Final = "quorum-data-sheet-1:"
PIECE: Final = 30_000
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of what is unpacked: four times what a request may have."""


def kept(text: str) -> str:
    """Text without what programs change in it: blanks and line ends, and what openpyxl takes for an escape."""
    while "x005F_" in text:
        text = text.replace("x005F_", "")
    return " ".join(text.split())


def as_kept(text: str) -> str:
    """Text as it is left when it was written into a cell and read again."""
    return kept(unmarked(for_workbook(text)))


def shown_ids(ids: Sequence[str]) -> list[str]:
    """What stands in the cells of ids: each itself, or a number where nothing would be left that tells it apart."""
    left = Counter(map(as_kept, ids))
    return [one if left[as_kept(one)] == 1 and as_kept(one) else f"participant #{n}" for n, one in enumerate(ids, 1)]


class UnreadableForm(ValueError):
    """The hidden sheet is not what was written; the message says how."""


class Row(BaseModel):
    """A participant as it was written: the entry of the request, and the facts that were judged."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: Mapping[str, Any]
    participant: Mapping[str, Any]


class Form(BaseModel):
    """What a data sheet was made from. ``facts`` and ``answers``: what may stand behind the names it asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: Literal["quorum-data-sheet-1"] = "quorum-data-sheet-1"
    about: Mapping[str, Any]
    rows: Sequence[Row]
    facts: Mapping[str, Sort]
    answers: Mapping[str, Sort]


def packed(form: Form) -> Iterable[str]:
    """The form as texts that fit into cells and survive being saved by any program: letters, digits and few signs."""
    raw = zlib.compress(json.dumps(form.model_dump(mode="json"), ensure_ascii=False).encode(), 9)
    text = MARK + b64encode(raw).decode()
    return (f"q{text[start : start + PIECE]}" for start in range(0, len(text), PIECE))


def unpacked(pieces: Iterable[object]) -> Form:
    """The form again.

    Raises:
        UnreadableForm: it is not what was written.
    """
    text = "".join(piece[1:] for piece in pieces if isinstance(piece, str) and piece.startswith("q"))
    if not text.startswith(MARK):
        raise UnreadableForm("it does not hold the request that the file was made from")
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(b64decode(text.removeprefix(MARK), validate=True), MOST_BYTES)
        form = Form.model_validate_json(raw) if unpacking.eof else None
    except (ValueError, zlib.error) as error:
        raise UnreadableForm("what it holds was changed or is incomplete") from error
    if form is None:
        raise UnreadableForm("it holds more than any request could, or is incomplete")
    return form

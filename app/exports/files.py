"""A file on its way out: its bytes, what it is, and what it may be called."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import normalize
from urllib.parse import quote


class Format(StrEnum):
    """What an answer can be exported as."""

    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"
    ICS = "ics"
    JSON = "json"


MEDIA_TYPES: Final = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.CSV: "text/csv",
    Format.ICS: "text/calendar",
    Format.JSON: "application/json",
}

LONGEST_NAME = 60
"""Characters: no more than file systems take when each of them is four bytes."""


@dataclass(frozen=True)
class File:
    """An exported answer. ``title`` is what it is about, in any characters."""

    content: bytes
    format: Format
    title: str

    @property
    def media_type(self) -> str:
        """For ``Content-Type``; what is text is UTF-8."""
        charset = "; charset=utf-8" if self.format in {Format.CSV, Format.ICS} else ""
        return MEDIA_TYPES[self.format] + charset

    @property
    def name(self) -> str:
        """A name that every file system takes: letters and digits of any language, joined by hyphens."""
        words = re.sub(r"[\W_]+", "-", normalize("NFKC", self.title)).strip("-")
        return f"{words[:LONGEST_NAME].rstrip('-') or 'quorum'}.{self.format}"

    @property
    def disposition(self) -> str:
        """For ``Content-Disposition`` (RFC 6266): in plain letters, and in full where that is not all (RFC 8187)."""
        stem = normalize("NFKD", self.name.removesuffix(f".{self.format}")).encode("ascii", "ignore").decode()
        plain = f"{re.sub('-+', '-', stem).strip('-') or 'quorum'}.{self.format}"
        full = "" if plain == self.name else f"; filename*=UTF-8''{quote(self.name, safe='')}"
        return f'attachment; filename="{plain}"{full}'

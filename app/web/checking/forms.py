"""What is sent with a form: every field with what was put into it, and the file, read to the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

MOST_FIELDS = 5000


@dataclass(frozen=True)
class Sent:
    """The fields of a form, and the content of its file where one was chosen."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    file: bytes = b""

    def first(self, name: str) -> str:
        """What was put into a field, once."""
        return next(iter(self.fields.get(name, ())), "")


async def _sent(request: Request) -> Sent:
    fields: dict[str, list[str]] = {}
    file = b""
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                file = await value.read()
            else:
                fields.setdefault(name, []).append(value)
    return Sent(fields, file)


SentForm = Annotated[Sent, Depends(_sent)]

"""Names that people give to what they keep."""

from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator, Field

from rules.facts import Label

LONGEST_OF_A_TENANT = 200
UNTYPED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of Unicode that no line has in it: control characters, halves of characters, ends of lines."""


def _not_blank(name: str) -> str:
    if all(character.isspace() or category(character) == "Cf" for character in name):
        raise ValueError("nothing but blanks is no name")
    return name


def _of_one_line(name: str) -> str:
    if name != name.strip() or any(category(character) in UNTYPED for character in name):
        raise ValueError("this has to be one line, without blanks around it and without control characters")
    return name


Name = Annotated[Label, AfterValidator(_not_blank)]
"""A name as somebody wrote it, whatever they wrote, as long as it is not blank."""

TenantName = Annotated[Name, Field(max_length=LONGEST_OF_A_TENANT), AfterValidator(_of_one_line)]
"""By this a tenant is found on the command line and by an issuer's claim, so it can be typed again."""

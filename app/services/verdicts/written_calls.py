"""A call as a request writes it: what is copied from a page is tidied, and what contradicts itself is refused."""

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from rules.calls import Call, years_in_identifier
from rules.facts import Label

DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
"""What looks like a hyphen, and is put for one by word processors and pages."""

WORDS = re.compile(r"[^\W_]+(?:[-./+&()' ]+[^\W_]+)*\)?")
"""Of all identifiers of the portal, of CORDIS and of the programmes beside them, none has anything else."""

YEARS_APART = 2
"""A call is launched the year before its budget at the earliest, and its last deadline lies two years later at most."""


def tidied(value: Any) -> Any:
    """An identifier without blanks around it, with plain hyphens and single blanks."""
    return " ".join(DASHES.sub("-", value).split()) if isinstance(value, str) else value


def _is_made_of_words(identifier: str) -> str:
    if WORDS.fullmatch(identifier) is None:
        raise ValueError("an identifier is made of letters and digits, joined by hyphens, points, slashes or blanks")
    return identifier


Identifier = Annotated[Label, BeforeValidator(tidied), AfterValidator(_is_made_of_words)]


class WrittenCall(Call):
    """A call that is written out in the request. What is left out is derived from the identifier or unknown."""

    identifier: Identifier

    @model_validator(mode="after")
    def _years_agree(self) -> Self:
        """The years of one call lie together.

        Of a topic of the catalogue they may not: what a source says wrongly is no fault of whoever asks.
        """
        named = years_in_identifier(self.identifier)
        if self.budget_year and named and all(abs(year - self.budget_year) > 1 for year in named):
            raise ValueError(f"the budget year {self.budget_year} is not that of {self.identifier}")
        if self.budget_year and self.deadline and abs(self.deadline.year - self.budget_year) > YEARS_APART:
            raise ValueError(f"the deadline {self.deadline} lies years away from the budget year {self.budget_year}")
        return self

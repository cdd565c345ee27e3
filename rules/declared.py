"""Facts that only the applicant can state: what each of them says, and what may stand behind its name."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rules.facts import FactValue


class DeclaredFact(BaseModel):
    """The meaning of a name. ``says`` is a clause for a yes or no, else the name of a measure.

    ``choices`` are the values that a text is known to have. What is ``settled_by`` the call stands in its text: no
    applicant can change it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    type: Literal["yes_or_no", "number", "text", "list"] = "yes_or_no"
    choices: tuple[str, ...] = ()
    settled_by: Literal["applicant", "call"] = "applicant"

    def takes(self, value: FactValue) -> bool:
        """Whether the value is of the fact's type; null is unknown and always taken."""
        match self.type:
            case "yes_or_no":
                return value is None or isinstance(value, bool)
            case "number":
                return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
            case "text":
                return value is None or isinstance(value, str)
            case "list":
                return value is None or isinstance(value, list)


class Vocabulary(BaseModel):
    """The names that requests may use beside the closed lists."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: Mapping[str, DeclaredFact]
    sub_roles: Mapping[str, str]
    registrations: Mapping[str, str]

    def knows_sub_role(self, name: str, identifier: str) -> bool:
        """Declared here, or defined by the topic itself (``topic:<identifier>:<slug>``)."""
        own = rf"topic:{re.escape(identifier)}:[a-z0-9-]+"
        return name in self.sub_roles or re.fullmatch(own, name, re.IGNORECASE) is not None

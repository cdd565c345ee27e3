"""Facts that only the applicant can state: what each of them says, and what may stand behind its name."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rules.facts import FactValue


class DeclaredFact(BaseModel):
    """The meaning of a name. ``says`` is a clause for a yes or no, else the name of a measure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    type: Literal["yes_or_no", "number", "text", "list"] = "yes_or_no"

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

"""Facts that only the applicant can state: what each of them says, and what may stand behind its name."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.codes import Kind
from rules.facts import FactValue, Participant


class DeclaredFact(BaseModel):
    """The meaning of a name. ``says`` is a clause for a yes or no, else the name of a measure.

    ``choices`` are the values that a text is known to have. What is ``settled_by`` the call stands in its text: no
    applicant can change it.

    Where nobody states it: ``not_of`` are kinds of which it is taken not to hold (of a participant that is nothing
    else), and it holds where the field of the participant that ``told_by`` names is filled in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    type: Literal["yes_or_no", "number", "text", "list"] = "yes_or_no"
    choices: tuple[str, ...] = ()
    settled_by: Literal["applicant", "call"] = "applicant"
    not_of: tuple[Annotated[Kind, Field(strict=False)], ...] = ()
    told_by: Literal["affiliated_to"] | None = None

    @model_validator(mode="after")
    def _guesses_only_yes_or_no(self) -> Self:
        if (self.not_of or self.told_by) and self.type != "yes_or_no":
            raise ValueError("only a yes or no can be told by something else")
        return self

    def guessed(self, participant: Participant) -> bool | None:
        """What else is stated tells of the fact where nobody states it; ``None`` where that tells nothing."""
        if self.told_by is not None and getattr(participant, self.told_by) is not None:
            return True
        kinds = participant.organisation.kinds
        return False if kinds and self.not_of and all(kind in self.not_of for kind in kinds) else None

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
    topic_sub_roles: Mapping[str, str] = {}
    regions: Mapping[str, str] = {}

    @property
    def sub_roles_said(self) -> Mapping[str, str]:
        """What sub-roles are called, those that topics define by their slugs."""
        return {**self.sub_roles, **self.topic_sub_roles}

    def knows_sub_role(self, name: str, identifier: str) -> bool:
        """Declared here, or defined by the topic itself (``topic:<identifier>:<slug>``)."""
        own = rf"topic:{re.escape(identifier)}:[a-z0-9-]+"
        return name in self.sub_roles or re.fullmatch(own, name, re.IGNORECASE) is not None

"""Answers to what the catalogue does not know of an organisation. They live in the address, never in the catalogue."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from app.services.catalogue.schemas import ClusterPublic
from app.web.presenters.blocks import Option
from rules.language import N_, _

Answer = Literal["", "yes", "no"]

LABELS: Final = {
    "legal_personality": N_("It is a legal entity"),
    "public_body": N_("It is a public body"),
    "gender_equality_plan": N_("It has a gender equality plan"),
    "non_profit": N_("It works without profit"),
}
TEXTS: Final = {"": N_("Not stated"), "yes": N_("Yes"), "no": N_("No")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the answers to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


class Answers(BaseModel):
    """What somebody says about an organisation; empty is not stated."""

    model_config = ConfigDict(frozen=True)

    legal_personality: Answer = ""
    public_body: Answer = ""
    gender_equality_plan: Answer = ""
    non_profit: Answer = ""

    def facts(self) -> dict[str, Any]:
        """The facts that were stated."""
        return {name: answer == "yes" for name, answer in self.model_dump().items() if answer}

    def asked(self, cluster: ClusterPublic) -> tuple[Asked, ...]:
        """The questions about who acts for a cluster that the catalogue has no answer to."""
        organisation = cluster.managing_organisation
        if organisation is None:
            return ()
        return tuple(
            Asked(
                name,
                _(label),
                tuple(Option(value, _(text), value == getattr(self, name)) for value, text in TEXTS.items()),
            )
            for name, label in LABELS.items()
            if getattr(organisation, name) is None
        )


NOTHING_STATED: Final = Answers()

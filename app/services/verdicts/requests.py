"""What can be asked for a verdict: the request of the public contract, section 2. Nothing coerced, nothing ignored."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    create_model,
    model_validator,
)

from app.services.verdicts.written_calls import WrittenCall, tidied
from rules.codes import Role
from rules.facts import Day, Euro, Facts, FactValue, Label, Organisation

MOST_PARTICIPANTS = 200
"""Twice the largest consortium that the programmes have funded."""

if TYPE_CHECKING:
    Overrides = Facts
else:
    Overrides = create_model(
        "Overrides",
        __base__=Facts,
        __doc__="Facts of an organisation that replace the catalogue's for this request; one that is null is unknown.",
        **{name: (field.annotation, field) for name, field in Organisation.model_fields.items() if name != "id"},
    )


def _is_inline(value: Any) -> str:
    return "inline" if isinstance(value, Mapping | Organisation) else "id"


OrganisationOrId = Annotated[
    Annotated[Label, Tag("id")] | Annotated[Organisation, Tag("inline")],
    Discriminator(_is_inline),
]
"""An id of the catalogue (an organisation's, or a cluster's for its managing organisation), or the facts themselves."""


class ParticipantRequest(Facts):
    """An organisation in a role."""

    organisation: OrganisationOrId
    role: Annotated[Role, Field(strict=False)]
    sub_roles: Annotated[
        list[Label] | None, Field(description="null or absent: unknown; a list is complete, [] says that none applies")
    ] = None
    facts: dict[Label, FactValue] = {}
    overrides: Overrides | None = None
    eu_contribution: Euro | None = None
    total_cost: Euro | None = None
    affiliated_to: Label | None = None


class AboutCall(Facts):
    """What is asked about, whenever it is asked: a topic of the catalogue, or a call that is written out."""

    topic: (
        Annotated[
            Label,
            BeforeValidator(tidied),
            Field(description="identifier of a topic of the catalogue, in any letter case"),
        ]
        | None
    ) = None
    call: (
        Annotated[WrittenCall, Field(description="a call that is written out; the catalogue is not consulted")] | None
    ) = None
    facts: Annotated[
        dict[Label, FactValue], Field(description="declared facts, and answers to judgements, about the proposal")
    ] = {}

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> Self:
        if (self.topic is None) == (self.call is None):
            raise ValueError("a request names either a topic or a call")
        return self


class About(AboutCall):
    """What a request is about, and the day as of which it is asked."""

    as_of: Annotated[
        Day | None,
        Field(
            description="As the law and the call stood on that day. Without it: today; the deadline once that is over."
        ),
    ] = None


class VerdictRequest(About):
    """May these participants apply?"""

    participants: Annotated[list[ParticipantRequest], Field(min_length=1, max_length=MOST_PARTICIPANTS)]

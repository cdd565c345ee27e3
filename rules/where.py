"""What a condition may say about one participant: a filter, as data."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic_core import CoreSchema

from rules.codes import OUTERMOST_REGIONS, Flag, Kind, Role, SizeClass, iso_country
from rules.facts import Facts, FactValue, Label

Roles = Annotated[tuple[Annotated[Role, Field(strict=False)], ...], Field(strict=False, min_length=1)]
Names = Annotated[tuple[Label, ...], Field(strict=False, min_length=1)]


def _iso(place: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return place if isinstance(place, str) else tuple(OUTERMOST_REGIONS.get(code, iso_country(code)) for code in place)


NOT_ELIGIBLE = "not_eligible"
"""In place of a group, for control: a country whose organisations may not take part in this call themselves."""

Place = Annotated[Label | Names, AfterValidator(_iso)]
"""The name of a dated country group, or a list of ISO codes."""


class Said(Facts):
    """Base of what a condition says; written out, it leaves out what it does not speak of."""

    @model_serializer(mode="wrap")
    def _only_what_is_said(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in dump(self).items() if value is not None}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Written out it has the fields that it is read with: pydantic cannot know what a serializer makes of them."""
        return handler(_as_read(schema))


def _as_read(schema: Any) -> Any:
    """A core schema without its serializer, which stands behind the validators of the model where it has some."""
    inner = {"schema": _as_read(schema["schema"])} if schema["type"].startswith("function-") else {}
    return {name: value for name, value in schema.items() if name != "serialization"} | inner


class Filter(Said):
    """A statement about one participant; several fields must all hold, no field at all holds of everyone.

    ``country_in``, ``headquarters_in`` and ``controlled_from_in`` take the name of a dated country group or a list
    of ISO codes. ``member_kind_in`` looks at the members of an association or another body made of members: one of
    them at least is of one of these kinds.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    country_in: Place | None = None
    region_in: Names | None = None
    kind_in: Annotated[tuple[Annotated[Kind, Field(strict=False)], ...], Field(strict=False, min_length=1)] | None = (
        None
    )
    size_in: (
        Annotated[tuple[Annotated[SizeClass, Field(strict=False)], ...], Field(strict=False, min_length=1)] | None
    ) = None
    member_kind_in: (
        Annotated[tuple[Annotated[Kind, Field(strict=False)], ...], Field(strict=False, min_length=1)] | None
    ) = None
    non_profit: bool | None = None
    public_body: bool | None = None
    legal_personality: bool | None = None
    gender_equality_plan: bool | None = None
    flag: Annotated[Flag, Field(strict=False)] | None = None
    registration: Label | None = None
    headquarters_in: Place | None = None
    controlled_from_in: Place | None = None
    role_in: Roles | None = None
    sub_role: Label | None = None
    fact: dict[Label, FactValue] | None = None
    all_of: Annotated[tuple["Filter", ...], Field(strict=False, min_length=1)] | None = Field(default=None, alias="all")
    any_of: Annotated[tuple["Filter", ...], Field(strict=False, min_length=1)] | None = Field(default=None, alias="any")
    none_of: "Filter | None" = Field(default=None, alias="not")


EVERYONE = Filter()

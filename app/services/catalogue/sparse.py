"""Lists of which somebody wants a few fields only: what was not asked for is neither worked out nor sent."""

from typing import Any

from pydantic import MISSING, BaseModel, create_model
from pydantic.fields import FieldInfo

from app.errors import invalid
from app.services.catalogue.schemas import ClusterPublic, OrganisationPublic, Page, Public


class Sparse(Public):
    """Some fields of an item; its own name is always among them."""


def sparse(whole: type[BaseModel], key: str) -> type[Sparse]:
    """The model of items of which all fields but ``key``, their own name, may be left out."""
    fields: dict[str, Any] = {
        name: (field.rebuild_annotation(), ...) if name == key else _that_may_lack(field)
        for name, field in whole.model_fields.items()
    }
    return create_model(f"Sparse{whole.__name__}", __base__=Sparse, __doc__=Sparse.__doc__, **fields)


def _that_may_lack(field: FieldInfo) -> tuple[Any, Any]:
    annotation: Any = field.rebuild_annotation()
    return (annotation | MISSING, MISSING)


def either(whole: type[BaseModel], some: type[Sparse]) -> Any:
    """The answer of a list, for its description: a page of whole items, or of some fields of each."""
    return Page.__class_getitem__(whole) | Page.__class_getitem__(some)


SPARSE_CLUSTER = sparse(ClusterPublic, "id")
SPARSE_ORGANISATION = sparse(OrganisationPublic, "id")


def chosen(fields: str, model: type[Sparse]) -> frozenset[str]:
    """The names in a list with commas, and the item's own, which always comes along.

    Raises:
        Invalid: there is no such field.
    """
    known = model.model_fields
    names = {name.strip() for name in fields.split(",")}
    if unknown := sorted(names - known.keys()):
        raise invalid("/fields", f"there is no field {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return frozenset(names | {name for name, field in known.items() if field.is_required()})


def narrowed(page: Page[Any], names: frozenset[str], model: type[Sparse]) -> Page[Sparse]:
    """The same page with these fields alone."""
    return Page(items=[_only(item, names, model) for item in page.items], next=page.next)


def _only(item: BaseModel, names: frozenset[str], model: type[Sparse]) -> Sparse:
    """The values come out of a model that has checked them."""
    return model.model_construct(**{name: getattr(item, name) for name in names})


def as_asked(page: Page[Any], fields: str | None, model: type[Sparse]) -> Page[Any] | Page[Sparse]:
    """A page with whole items, or with what was asked for of each.

    Raises:
        Invalid: there is no such field.
    """
    return page if fields is None else narrowed(page, chosen(fields, model), model)

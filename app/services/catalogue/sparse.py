"""Lists of which somebody wants a few fields only: what was not asked for is neither worked out nor sent."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from pydantic import MISSING, BaseModel, create_model
from pydantic.fields import FieldInfo

from app.errors import invalid
from app.services.catalogue.schemas import Public


class Sparse(Public):
    """Some fields of an item; its own name is always among them."""


def sparse(whole: type[BaseModel], key: str) -> type[Sparse]:
    """The model of items of which all fields but ``key`` may be left out."""
    fields: dict[str, Any] = {
        name: (one.annotation, ...) if name == key else _that_may_lack(one) for name, one in whole.model_fields.items()
    }
    return create_model(f"Sparse{whole.__name__}", __base__=Sparse, __doc__=Sparse.__doc__, **fields)


def _that_may_lack(field: FieldInfo) -> tuple[Any, Any]:
    annotation: Any = field.annotation
    return (annotation | MISSING, MISSING)


def chosen(fields: str, known: Collection[str], key: str) -> frozenset[str]:
    """The names in a list with commas, and the one that always comes along.

    Raises:
        Invalid: there is no such field.
    """
    names = [name.strip() for name in fields.split(",")]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise invalid("/fields", f"there is no field {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return frozenset((key, *names))


def only(model: type[Sparse], names: Iterable[str], items: Sequence[BaseModel]) -> list[Sparse]:
    """The items with these fields alone. They come from a model that has checked them."""
    wanted = list(names)
    return [cast(Sparse, model.model_construct(**{name: getattr(item, name) for name in wanted})) for item in items]

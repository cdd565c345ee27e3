"""Words that are made when somebody reads them: most findings are asked for their truth alone."""

from collections.abc import Callable
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")


class Told(Generic[T]):
    """A field of a dataclass in words, given as they are or as what makes them."""

    def __init__(self, default: T | None = None) -> None:
        self._default = default

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, finding: None, owner: type) -> T: ...

    @overload
    def __get__(self, finding: object, owner: type) -> T: ...

    def __get__(self, finding: object | None, owner: type) -> T:
        if finding is None:  # the dataclass asks for the default of the field
            if self._default is None:
                raise AttributeError(self._name)
            return self._default
        words = vars(finding)[self._name]
        if callable(words):
            words = vars(finding)[self._name] = words()
        return cast(T, words)

    def __set__(self, finding: object, words: T | Callable[[], T]) -> None:
        vars(finding)[self._name] = words

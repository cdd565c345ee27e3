"""A property that is worked out once, as in ``functools`` from Python 3.12 on: without a lock.

Up to 3.11 ``cached_property`` takes a lock at the first reading, which costs more than most of what is kept here. Two
threads may work the same thing out at the same time; it is the same, and one of them is kept.

What is said in words is kept for each language in which it was said (`once_said`).
"""

from collections.abc import Callable
from typing import Generic, TypeVar, cast, overload

from rules.language import ENGLISH, spoken

Owner = TypeVar("Owner")
T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - it is used as a decorator, like property
    """Works the value out when it is first read, and puts it in its own place."""

    def __init__(self, work_out: Callable[[Owner], T]) -> None:
        self._work_out: Callable[..., T] = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "once[T]": ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> "once[T] | T":
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._work_out(instance)
        return value


class once_said(Generic[T]):  # noqa: N801 - it is used as a decorator, like property
    """Works out once in each language what is said."""

    def __init__(self, say: Callable[[Owner], T]) -> None:
        self._say: Callable[..., T] = say
        self.__doc__ = say.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name, self._in_english = name, f"{name} in en"

    @overload
    def __get__(self, instance: None, owner: type) -> "once_said[T]": ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> "once_said[T] | T":
        if instance is None:
            return self
        kept, language = vars(instance), spoken()
        key = self._in_english if language is ENGLISH else f"{self._name} in {language.code}"
        if key not in kept:
            kept[key] = self._say(instance)
        return cast(T, kept[key])

"""What takes long to load and never changes: loaded once, by whoever asks first, while the others wait."""

from collections.abc import Callable
from functools import cache, wraps
from threading import RLock
from typing import TypeVar

Loaded = TypeVar("Loaded")


def loaded_once(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """The function, which works the first time only.

    `functools.cache` alone has every thread that comes before the first has ended do the same work beside it.
    """
    loaded, loading = cache(load), RLock()

    @wraps(load)
    def first() -> Loaded:
        with loading:
            return loaded()

    return first

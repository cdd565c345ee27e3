"""Threads that come at the same time share what one of them loads."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from rules.loading import loaded_once


def test_threads_that_come_first_have_it_loaded_once() -> None:
    begun: list[int] = []

    @loaded_once
    def load() -> object:
        begun.append(1)
        sleep(0.05)
        return object()

    with ThreadPoolExecutor(8) as threads:
        assert len({id(one) for one in list(threads.map(lambda _: load(), range(8)))}) == 1
    assert (len(begun), load.__name__) == (1, "load")


def test_what_has_failed_is_tried_again() -> None:
    tries = iter([False, True])

    @loaded_once
    def load() -> str:
        if not next(tries):
            raise ValueError("not yet")
        return "there"

    with pytest.raises(ValueError, match="not yet"):
        load()
    assert [load(), load()] == ["there", "there"]

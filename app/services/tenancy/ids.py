"""Ids of private things: unguessable, and sorted by when they were made."""

from ulid import ULID

from app import clock


def new_id(kind: str) -> str:
    """An id that nothing else has, such as ``own-01JD…``."""
    return f"{kind}-{ULID.from_datetime(clock.running())}".lower()

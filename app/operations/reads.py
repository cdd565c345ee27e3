"""Which requests read what everybody may read: the only ones whose answers may be kept, here or on the way."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope

PREFIX = "/v1/"
PUBLIC = frozenset(
    {
        "cascade-calls",
        "changes",
        "clusters",
        "countries",
        "organisations",
        "rules",
        "sources",
        "topic-deadlines.ics",
        "topic-history",
        "topics",
        "topics.csv",
        "topics.ics",
    }
)
"""What stands behind ``/v1/`` in addresses that depend on the catalogue, the law and the day, and on nothing else."""


@dataclass(frozen=True, slots=True)
class Read:
    """A request for something public: what it asks for, what its sender has already, and whether it can unpack."""

    path: str
    query: bytes
    has: bytes
    can_unpack: bool


def public_read(scope: Scope) -> Read | None:
    """What is read, or ``None`` when the request writes, is for something private, or says who asks."""
    if scope["method"] != "GET" or not is_public(scope["path"]):
        return None
    has, accepts = b"", b""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            has = has + b"," + value if has else value
        elif name == b"accept-encoding":
            accepts = accepts + b"," + value if accepts else value
        elif name == b"authorization":
            return None
    return Read(scope["path"], in_order(scope["query_string"]), has, accepts_gzip(accepts))


def is_public(path: str) -> bool:
    """Whether everybody is told the same there."""
    return path.startswith(PREFIX) and path[len(PREFIX) :].partition("/")[0] in PUBLIC


def in_order(query: bytes) -> bytes:
    """The parameters by name. Nothing is decoded or left out, so that no two different questions look the same."""
    return b"&".join(sorted(query.split(b"&"))) if b"&" in query else query


@lru_cache(maxsize=256)  # browsers and libraries send few different ones
def accepts_gzip(header: bytes) -> bool:
    """RFC 9110, section 12.5.3: a coding with the weight 0 is refused; one that is not named goes by ``*``."""
    weights = dict(_weighed(one) for one in header.lower().split(b","))
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", 0.0))) > 0


def _weighed(coding: bytes) -> tuple[bytes, float]:
    name, _, parameters = coding.partition(b";")
    parameter, _, value = parameters.partition(b"=")
    try:
        return name.strip(), float(value) if parameter.strip() == b"q" else 1.0
    except ValueError:
        return name.strip(), 0.0


def has_tag(header: bytes, tag: bytes) -> bool:
    """Whether ``If-None-Match`` names the tag. Tags are compared as weak ones, as RFC 9110 has it for this header."""
    opaque = tag.removeprefix(b"W/")
    return any(one.strip().removeprefix(b"W/") == opaque for one in header.split(b","))

"""Changing what somebody else may have changed meanwhile."""

from app.errors import PreconditionFailed, invalid


def etag_of(version: int) -> str:
    """The ETag of something whose answer tells more than its tenant has stated: a verdict, numbers, a last answer.

    Weak, since that goes its own way under the same version. It is made for ``If-Match``, where both forms are taken.
    """
    return f'W/"{version}"'


def require_version(version: int, if_match: str | None) -> None:
    """Refuse a change of a version that the caller has not seen; ``If-Match`` is the ETag of what was read.

    Raises:
        PreconditionFailed: the thing has been changed since.
        Invalid: the header is none of our ETags.
    """
    if if_match is None or if_match.strip() == "*":
        return
    seen = {one.strip().removeprefix("W/").strip('"') for one in if_match.split(",")}
    if not all(one.isdecimal() for one in seen):
        raise invalid("/If-Match", "this is no ETag of ours")
    if str(version) not in seen:
        raise PreconditionFailed(f"It has been changed since: it is at version {version}. Read it again first.")

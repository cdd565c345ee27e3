"""Counts and amounts as people write them: with blanks, commas or points between thousands, in figures or millions."""

import re
from decimal import Decimal

COUNT = r"(?:\d{1,3}(?:[ .,'’]\d{3})+|\d{1,7})(?![\d%])(?![.,'’]\d)"
"""A whole number. What goes on with a fraction or a per cent sign is none."""
AMOUNT = (
    r"(?:(?:EUR|€|euros?)\s?(?P<before>\d[\d .,'’]{0,24}\d|\d)(?P<scale1>\s?(?:millions?|billions?|mio|bn|m|k)\b\.?)?"
    r"|(?P<after>\d[\d .,'’]{0,24}\d|\d)(?P<scale2>\s?(?:millions?|billions?|mio|bn|m|k)\b\.?)?\s?(?:EUR|€|euros?)"
    r"(?P<scale3>\s(?:millions?|billions?)\b)?)"
)
_GROUPED = re.compile(r"(?P<whole>\d{1,3}(?P<sign>[ .,'’])\d{3}(?:(?P=sign)\d{3})*)(?:[.,](?P<cents>\d{1,2}))?")
_PLAIN = re.compile(r"(?P<whole>\d+)(?:[.,](?P<cents>\d+))?")
_SCALES = {"k": 3, "m": 6, "b": 9}


def count(written: str) -> int:
    """A number that ``COUNT`` found."""
    return int(re.sub(r"\D", "", written))


def amount(found: re.Match[str]) -> Decimal | None:
    """The euro of an amount that ``AMOUNT`` found; None where its figures can be read in two ways, or in none."""
    written = (found["before"] or found["after"]).strip()
    scale = (found["scale1"] or found["scale2"] or found["scale3"] or "").strip().lower()
    # "12.345 million" has a fraction; "12.345" alone has thousands.
    read = _PLAIN.fullmatch(written) if scale else _GROUPED.fullmatch(written) or _PLAIN.fullmatch(written)
    if read is None or (not scale and read.re is _PLAIN and len(read["cents"] or "") > 2):
        return None
    whole = re.sub(r"\D", "", read["whole"])
    return Decimal(f"{whole}.{read['cents'] or 0}").scaleb(_SCALES[scale[0]] if scale else 0).quantize(Decimal("0.01"))

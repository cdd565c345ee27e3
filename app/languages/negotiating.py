"""Which of our languages a browser would rather have (`Accept-Language`, RFC 9110 section 12.5.4)."""

from collections.abc import Collection

from babel import negotiate_locale


def preferred(accepted: str, offered: Collection[str], default: str = "en") -> str:
    """The language offered that is wanted most; a region (``fr-BE``) is content with its language.

    Args:
        accepted: the header as it came; what cannot be read in it is passed over.
        offered: the codes that there are.
        default: what is answered where nothing fits.
    """
    weighed = [_weighed(part) for part in accepted.split(",")[:20]]
    wanted = [name for weight, name in sorted(weighed, key=lambda one: -one[0]) if weight > 0]
    return negotiate_locale(wanted, list(offered), sep="-") or default


def _weighed(part: str) -> tuple[float, str]:
    name, _, weight = part.partition(";q=")
    try:
        return float(weight or 1), name.strip().lower()
    except ValueError:
        return 0, name.strip().lower()

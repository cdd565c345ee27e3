"""Where an organisation sits and how far it reaches, as goals count it."""

from rules.facts import Organisation


def region_of(organisation: Organisation) -> str | None:
    """The NUTS 2 region in which it sits, where that is known."""
    nuts = organisation.nuts
    return nuts[:4] if nuts is not None and len(nuts) >= 4 else None


def reach_of(organisation: Organisation) -> frozenset[str]:
    """The countries it reaches: its own and those of its members."""
    own = [] if organisation.country is None else [organisation.country]
    return frozenset([*own, *(organisation.member_countries or ())])

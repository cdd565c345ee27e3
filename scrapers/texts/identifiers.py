"""Identifiers of topics and calls in prose."""

import re

_IDENTIFIER = re.compile(
    r"\b(?=[A-Z])(?:[A-Z0-9+]{1,20}[-_]){1,8}(?:19|20)\d\d(?:[-_][A-Za-z0-9+]{1,40}){1,12}(?![\w-])"
    r"|\bEuropeAid/\d{4,8}(?:/[A-Za-z]{1,20}){1,6}"
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """The identifiers that a text names, as it writes them, each once. Topics and calls look alike."""
    return tuple(dict.fromkeys(found[0] for found in _IDENTIFIER.finditer(text)))

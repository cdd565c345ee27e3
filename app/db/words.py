"""The words of a text as they are searched: the same for what is stored and for what is asked, on every database.

No database is left to take a text apart or to ignore an accent: each would do it in its own way.
"""

import unicodedata

LONGEST_WORD = 60
"""Characters by which words are told apart; PostgreSQL takes no word of more than 2 kB."""

NOT_DECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that Unicode does not count as a letter with an accent, and people without them on the keyboard do."""


def fold(*texts: str | None) -> str:
    """Text without letter case and accents, blanks squeezed."""
    joined = " ".join(text for text in texts if text)
    decomposed = unicodedata.normalize("NFKD", joined.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.split())


def words(text: str) -> list[str]:
    """The words of a text in their order: what stands between two characters that are neither letter nor digit.

    >>> words("Łódź: HORIZON-CL4-2027, l'économie")
    ['lodz', 'horizon', 'cl4', '2027', 'l', 'economie']
    """
    folded = fold(fold(text)).casefold()  # some capitals only come to light when they are decomposed
    spaced = "".join(character if _belongs_to_word(character) else " " for character in folded)
    return [word[:LONGEST_WORD] for word in spaced.translate(NOT_DECOMPOSED).split()]


def _belongs_to_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")

"""What there is to translate: the texts of pages, sentences and law, as gettext's messages.

``python -m app.languages.extracting`` brings the files of all languages up to date; with codes behind it, it begins
the files of these languages. What nobody has translated yet stands in them empty, and is shown in English.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.languages.catalogues import languages

ROOT: Final = Path(__file__).parents[2]
TEXTS: Final = Path(__file__).parent / "texts"
WIDTH: Final = 120

KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2), "pgettext": ((1, "c"), 2)}
ROOMS: Final[Mapping[str, list[tuple[str, str]]]] = {
    "app/services": [("**.py", "python")],
    "app/web": [("**.py", "python"), ("templates/**.html", "jinja2")],
    "rules": [("**.py", "python"), ("law/cases/**", "ignore"), ("law/**.yaml", "app.languages.extracting:law")],
    "solver": [("**.py", "python")],
}
"""Where texts are, and how they are found there."""

SAID: Final = frozenset({"title", "says", "one", "question", "hangs_on", "decided_by", "evidence", "cannot_check"})
"""Keys of the law's files whose texts are said to people."""

TABLES: Final = frozenset({"sub_roles", "topic_sub_roles", "regions", "registrations"})
"""Keys of tables (`names.yaml`) all of whose values are said to people."""


def law(file: IO[bytes], *_how: object, **_options: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """The texts of a file of the law that are said to people (an extractor for Babel)."""
    for node in _said(yaml.compose(file, Loader=yaml.CSafeLoader)):
        yield node.start_mark.line + 1, "_", node.value, []


def _said(node: Any, key: str = "") -> Iterator[yaml.ScalarNode]:
    match node:
        case yaml.MappingNode():
            for name, value in node.value:
                is_choice = name.value == "choices"
                yield from _choices(value) if is_choice else _said(value, key if key in TABLES else name.value)
        case yaml.SequenceNode():
            for value in node.value:
                yield from _said(value, key)
        case yaml.ScalarNode() if (key in SAID or key in TABLES) and node.value:
            yield node


def _choices(node: Any) -> Iterator[yaml.ScalarNode]:
    """The values that a text is known to have, as they are said: without underscores."""
    for choice in node.value:
        choice.value = choice.value.replace("_", " ")
        yield choice


def messages() -> Catalog:
    """Every message that is in the program now."""
    found = Catalog(project="Quorum", fuzzy=False)
    for room, how in ROOMS.items():
        for name, line, message, comments, context in extract_from_dir(ROOT / room, how, keywords=KEYWORDS):
            found.add(message, locations=[(f"{room}/{name}", line)], auto_comments=comments, context=context)
    return found


def update(code: str) -> None:
    """Bring the file of a language up to date, or begin it. What is no longer said is dropped."""
    path = TEXTS / f"{code}.po"
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code)
    else:
        catalogue = Catalog(locale=code, project="Quorum", fuzzy=False)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        # places would change with every line of code, and the header with every run
        write_po(file, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True)


if __name__ == "__main__":
    for one in sys.argv[1:] or [code for code in languages() if code != "en"]:
        update(one)

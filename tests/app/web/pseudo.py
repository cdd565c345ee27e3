"""A language that nobody speaks, to see what would not be said in any other: it puts every message into brackets."""

from decimal import Decimal

from babel import Locale

from app.languages import languages

CODE = "eo"
"""CLDR has days, numbers and countries for it, and there is no file of translations."""

OPENS, CLOSES = "⟦", "⟧"


class Pseudo:
    """Says every message in English, in brackets."""

    code = CODE

    def gettext(self, message: str) -> str:
        """The message in brackets."""
        return f"{OPENS}{message}{CLOSES}"

    def ngettext(self, one: str, many: str, number: int) -> str:
        """One or many, in brackets."""
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - all contexts are the same to it
        """The message in brackets."""
        return self.gettext(message)

    def country(self, code: str) -> str | None:
        """The name CLDR has."""
        return Locale.parse(CODE).territories.get(code)

    def number(self, value: Decimal | float) -> str:
        """The number as it is."""
        return str(value)


def with_pseudo() -> dict[str, str]:
    """The languages there are, and this one."""
    return {**languages(), CODE: "Esperanto"}

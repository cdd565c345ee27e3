"""The languages in which pages and reasons are shown, one file of translations each (`texts/fr.po`)."""

from app.languages.catalogues import Translations, already_read, language, languages
from app.languages.negotiating import preferred

__all__ = ["Translations", "already_read", "language", "languages", "preferred"]

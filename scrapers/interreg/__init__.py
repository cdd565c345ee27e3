"""Interreg: calls of the programmes for territorial cooperation, from the search index behind interreg.eu."""

from scrapers.interreg.index import parse
from scrapers.interreg.tables import source

__all__ = ["parse", "source"]

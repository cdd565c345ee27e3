"""The EU Funding & Tenders portal, read through the search interface behind its pages."""

from scrapers.portal.config import Config
from scrapers.portal.parse import parse
from scrapers.portal.search import Progress, fetch

__all__ = ["Config", "Progress", "fetch", "parse"]

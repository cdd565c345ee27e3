"""The EU Funding & Tenders portal, read through the search interface behind its pages, or its file of all topics."""

from scrapers.portal.config import Config
from scrapers.portal.parse import parse
from scrapers.portal.progress import Progress
from scrapers.portal.reference_data import fetch_reference_data
from scrapers.portal.search import fetch

__all__ = ["Config", "Progress", "fetch", "fetch_reference_data", "parse"]

"""CORDIS: funded projects and who took part in them, from the package that the EU's open data portal gives out."""

from scrapers.cordis.lines import Fault, Faults
from scrapers.cordis.package import Package, PackageError, opened
from scrapers.cordis.reading import read_participations, read_projects
from scrapers.cordis.records import Participation, Project

__all__ = [
    "Fault",
    "Faults",
    "Package",
    "PackageError",
    "Participation",
    "Project",
    "opened",
    "read_participations",
    "read_projects",
]

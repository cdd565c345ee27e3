"""Lists of clusters that people keep as CSV files: the columns of the bundled list, and nothing else."""

from scrapers.clusters.file import ClusterFile, ClusterLine, LineError, read
from scrapers.clusters.records import COLUMNS, ClusterRecord

__all__ = ["COLUMNS", "ClusterFile", "ClusterLine", "ClusterRecord", "LineError", "read"]

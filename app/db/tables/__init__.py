"""All tables. Importing this package registers them with ``METADATA``."""

from app.db.tables.base import Record
from app.db.tables.jobs import FINAL_STATES, Job, JobState
from app.db.tables.organisations import Cluster, Dataset, Organisation
from app.db.tables.projects import Participation, Project
from app.db.tables.records import CascadeCall, Notice, SourceRecord
from app.db.tables.topics import Capture, IngestRun, Topic, TopicChange, TopicDeadline

METADATA = Record.metadata

__all__ = [
    "FINAL_STATES",
    "METADATA",
    "Capture",
    "CascadeCall",
    "Cluster",
    "Dataset",
    "IngestRun",
    "Job",
    "JobState",
    "Notice",
    "Organisation",
    "Participation",
    "Project",
    "SourceRecord",
    "Topic",
    "TopicChange",
    "TopicDeadline",
]

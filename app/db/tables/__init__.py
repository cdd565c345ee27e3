"""All tables. Importing this package registers them with ``METADATA``."""

from app.db.tables.alerts import Alert, SavedQuestion
from app.db.tables.base import Record
from app.db.tables.consortia import Approach, Consortium, ConsortiumVerdict
from app.db.tables.jobs import FINAL_STATES, Job, JobState, Schedule
from app.db.tables.organisations import Cluster, Dataset, Organisation
from app.db.tables.projects import Participation, Project
from app.db.tables.records import CascadeCall, Notice, SourceRecord
from app.db.tables.revisions import CatalogueRevision
from app.db.tables.standings import StandingRow
from app.db.tables.tenancy import ApiKey, AuditEntry, Contact, OwnCluster, Tenant
from app.db.tables.topics import Capture, IngestRun, Topic, TopicChange, TopicDeadline
from app.db.tables.webhooks import Webhook, WebhookDelivery

METADATA = Record.metadata

__all__ = [
    "FINAL_STATES",
    "METADATA",
    "Alert",
    "ApiKey",
    "Approach",
    "AuditEntry",
    "Capture",
    "CascadeCall",
    "CatalogueRevision",
    "Cluster",
    "Consortium",
    "ConsortiumVerdict",
    "Contact",
    "Dataset",
    "IngestRun",
    "Job",
    "JobState",
    "Notice",
    "Organisation",
    "OwnCluster",
    "Participation",
    "Project",
    "Record",
    "SavedQuestion",
    "Schedule",
    "SourceRecord",
    "StandingRow",
    "Tenant",
    "Topic",
    "TopicChange",
    "TopicDeadline",
    "Webhook",
    "WebhookDelivery",
]

"""What every organisation that acts for a cluster may be in every call ahead, as a run of one night found it."""

from typing import Any

from sqlmodel import Field

from app.db.tables.base import Record, json_field


class StandingRow(Record, table=True):
    """One organisation in one run. ``calls``: by the identifier of the topic, a short code of its standing.

    A run is the job that worked it out, and goes with it.
    """

    __tablename__ = "standing_row"

    run_id: str = Field(primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    organisation_id: str = Field(primary_key=True)
    calls: dict[str, Any] = json_field(default_factory=dict)

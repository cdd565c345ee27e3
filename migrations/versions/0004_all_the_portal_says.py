"""cascade calls, notices, and the rest of what the portal says of a topic.

Revision 0004, after 0003.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LISTS = ("mgas", "tags", "documents", "submission_links")
TEXTS = ("destination_html", "support_html")
DIGEST = "row_sha256"

# In place, not in batch mode: copying the table would drop it, and with it every deadline and change that refers to it.


def _of_source() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("topic_key", sa.String(), nullable=True),
        sa.Column("record", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
    ]


def upgrade() -> None:
    """Apply. Topics that are there state none of the new fields."""
    op.create_table(
        "cascade_call",
        *_of_source(),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("portal_status", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("last_deadline_passes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_day", sa.Integer(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cascade_call")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_cascade_call_source_reference")),
    )
    op.create_table(
        "notice",
        *_of_source(),
        sa.Column("call_key", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_notice_source_reference")),
    )
    for table, columns in {
        "cascade_call": ("topic_key", "programme", "last_deadline_passes_at"),
        "notice": ("topic_key", "call_key"),
    }.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    for name in LISTS:
        op.add_column("topic", sa.Column(name, kind, nullable=False, server_default="[]"))
    for name in TEXTS:
        op.add_column("topic", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("topic", sa.Column(DIGEST, sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in (*LISTS, *TEXTS, DIGEST):
        op.drop_column("topic", name)
    op.drop_table("notice")
    op.drop_table("cascade_call")

"""what each organisation may be in each call, by the run that worked it out.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. There has been no run."""
    op.create_table(
        "standing_row",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("calls", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["job.id"], name="fk_standing_row_run_id_job", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "organisation_id", name="pk_standing_row"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("standing_row")

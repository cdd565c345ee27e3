"""which fields of a topic another source stated.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In place, not in batch mode: copying the table would drop it, and with it every deadline and change that refers to it.


def upgrade() -> None:
    """Apply. In the rows that are there, every field counts as stated by the row's own source."""
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("topic", sa.Column("inherited", kind, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("topic", "inherited")

"""who may apply, where a source states it in lists.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# In place, not in batch mode: copying the table would drop it, and with it every deadline and change that refers to it.


def upgrade() -> None:
    """Apply. No topic that is there states it."""
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("topic", sa.Column("stated_eligibility", kind, nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("topic", "stated_eligibility")

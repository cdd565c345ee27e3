"""funded projects and who took part in them.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "project",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("acronym", sa.String(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("total_cost", sa.BigInteger(), nullable=True),
        sa.Column("eu_contribution", sa.BigInteger(), nullable=True),
        sa.Column("framework_programme", sa.String(), nullable=True),
        sa.Column("legal_basis", kind, nullable=False),
        sa.Column("topics", kind, nullable=False),
        sa.Column("master_call", sa.String(), nullable=True),
        sa.Column("funding_scheme", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_framework_programme"), "project", ["framework_programme"], unique=False)
    op.create_table(
        "participation",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("pic", sa.String(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("stated_country", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("nuts", sa.String(), nullable=True),
        sa.Column("activity_type", sa.String(), nullable=True),
        sa.Column("sme", sa.Boolean(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("eu_contribution", sa.BigInteger(), nullable=True),
        sa.Column("net_eu_contribution", sa.BigInteger(), nullable=True),
        sa.Column("total_cost", sa.BigInteger(), nullable=True),
        sa.Column("has_ended", sa.Boolean(), nullable=True),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column("matched_by", sa.String(), nullable=True),
        sa.Column("unmatched_because", sa.Text(), nullable=True),
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participation_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_participation_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "key", name=op.f("pk_participation")),
    )
    for column in ("name_key", "organisation_id", "pic"):
        op.create_index(op.f(f"ix_participation_{column}"), "participation", [column], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("participation")
    op.drop_table("project")

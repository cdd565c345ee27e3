"""first tables.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "dataset",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_dataset")),
    )
    op.create_table(
        "ingest_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("news", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_run")),
    )
    with op.batch_alter_table("ingest_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingest_run_source"), ["source"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("request", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("error", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_lease_until"), ["lease_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("pic", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("nuts", sa.String(), nullable=True),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("legal_personality", sa.Boolean(), nullable=True),
        sa.Column("non_profit", sa.Boolean(), nullable=True),
        sa.Column("public_body", sa.Boolean(), nullable=True),
        sa.Column("sme", sa.Boolean(), nullable=True),
        sa.Column("size_class", sa.String(), nullable=True),
        sa.Column("member_kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("member_countries", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("control_group", sa.String(), nullable=True),
        sa.Column("controlled_from", sa.String(), nullable=True),
        sa.Column("gender_equality_plan", sa.Boolean(), nullable=True),
        sa.Column("flags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("registrations", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("ecosystems", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("competences", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_pic"), ["pic"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_source"), ["source"], unique=False)

    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("identifier_key", sa.String(), nullable=False),
        sa.Column("ccm2_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("call_identifier", sa.String(), nullable=True),
        sa.Column("call_title", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("programme_division", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("type_of_action", sa.String(), nullable=True),
        sa.Column("types_of_action", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("portal_status", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("deadline_model", sa.String(), nullable=True),
        sa.Column("last_deadline_passes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_day", sa.Integer(), nullable=False),
        sa.Column("budget_total", sa.BigInteger(), nullable=True),
        sa.Column("budget_grants", sa.Integer(), nullable=True),
        sa.Column("budget_min", sa.BigInteger(), nullable=True),
        sa.Column("budget_max", sa.BigInteger(), nullable=True),
        sa.Column("budget_shared", sa.Boolean(), nullable=False),
        sa.Column("budget_by_year", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=True),
        sa.Column("keywords", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("cross_cutting", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("allow_partner_search", sa.Boolean(), nullable=True),
        sa.Column("description_html", sa.Text(), nullable=True),
        sa.Column("conditions_html", sa.Text(), nullable=True),
        sa.Column("latest_infos", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("identifier_key", name=op.f("uq_topic_identifier_key")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_call_identifier"), ["call_identifier"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_ccm2_id"), ["ccm2_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_closing_day"), ["closing_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_last_deadline_passes_at"), ["last_deadline_passes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_opens_on"), ["opens_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_type_of_action"), ["type_of_action"], unique=False)

    op.create_table(
        "capture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("request", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("retrieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["ingest_run.id"], name=op.f("fk_capture_run_id_ingest_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capture_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_capture_sha256"), ["sha256"], unique=False)

    op.create_table(
        "cluster",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("denomination", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("nuts", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("ecosystems", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("managing_organisation_id", sa.String(), nullable=True),
        sa.Column("formalisation", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["managing_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_cluster_managing_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
    )
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cluster_country"), ["country"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cluster_managing_organisation_id"), ["managing_organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cluster_source"), ["source"], unique=False)

    op.create_table(
        "topic_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["ingest_run.id"], name=op.f("fk_topic_change_run_id_ingest_run")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_change_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_change")),
    )
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_change_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_change_seen_at"), ["seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_change_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "topic_deadline",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hour_known", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("passes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_deadline_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", "position", name=op.f("pk_topic_deadline")),
    )
    with op.batch_alter_table("topic_deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_deadline_passes_at"), ["passes_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("topic_deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_deadline_passes_at"))

    op.drop_table("topic_deadline")
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_change_topic_id"))
        batch_op.drop_index(batch_op.f("ix_topic_change_seen_at"))
        batch_op.drop_index(batch_op.f("ix_topic_change_run_id"))

    op.drop_table("topic_change")
    with op.batch_alter_table("cluster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cluster_source"))
        batch_op.drop_index(batch_op.f("ix_cluster_managing_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_cluster_country"))

    op.drop_table("cluster")
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capture_sha256"))
        batch_op.drop_index(batch_op.f("ix_capture_run_id"))

    op.drop_table("capture")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_type_of_action"))
        batch_op.drop_index(batch_op.f("ix_topic_source"))
        batch_op.drop_index(batch_op.f("ix_topic_programme"))
        batch_op.drop_index(batch_op.f("ix_topic_opens_on"))
        batch_op.drop_index(batch_op.f("ix_topic_last_deadline_passes_at"))
        batch_op.drop_index(batch_op.f("ix_topic_closing_day"))
        batch_op.drop_index(batch_op.f("ix_topic_ccm2_id"))
        batch_op.drop_index(batch_op.f("ix_topic_call_identifier"))

    op.drop_table("topic")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_source"))
        batch_op.drop_index(batch_op.f("ix_organisation_pic"))
        batch_op.drop_index(batch_op.f("ix_organisation_country"))

    op.drop_table("organisation")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state"))
        batch_op.drop_index(batch_op.f("ix_job_lease_until"))
        batch_op.drop_index(batch_op.f("ix_job_created_at"))

    op.drop_table("job")
    with op.batch_alter_table("ingest_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ingest_run_source"))

    op.drop_table("ingest_run")
    op.drop_table("dataset")

"""The database schema, revision by revision (Alembic)."""

"""The database: SQLite in WAL mode by default, PostgreSQL by setting."""

from app.db.engine import create_engine, reading, writing

__all__ = ["create_engine", "reading", "writing"]

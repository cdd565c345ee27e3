"""The database: SQLite in WAL mode by default, PostgreSQL by setting."""

from app.db.engine import create_engine, reading, writing
from app.db.whose import Asker, asker_of, bind

__all__ = ["Asker", "asker_of", "bind", "create_engine", "reading", "writing"]

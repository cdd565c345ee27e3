from tests.app.loaded import engine, session, settings  # noqa: F401 - fixtures by import

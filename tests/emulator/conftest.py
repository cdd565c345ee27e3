from tests.emulator.fixtures import portal, portal_server, portal_with_recordings  # noqa: F401 - fixtures by import

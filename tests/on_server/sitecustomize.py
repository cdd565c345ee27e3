"""Python reads this at its start where the folder is on its path: processes of a test use the test's server."""

import os
from importlib import import_module

if server := os.environ.get("TESTS_DATABASE_SERVER"):
    import_module("databases").stand_in(server)  # the module beside this file

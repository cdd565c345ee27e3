"""What callers rely on: the released description of the API, and what may become of it.

Nothing in here is changed only to get a green run. ``python -m tests.contracts --release`` renews the released
description, deliberately: it names every break that callers are made to live with.
"""

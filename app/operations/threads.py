"""How many requests are worked on at the same time, in threads of one process."""

import sys

import anyio.to_thread

THREADS = 12
"""Python works on one at a time: with more, all would get slower, those most that only want their kept answer.

Each has a connection to the database, of which there are 15.
"""

TURN_SECONDS = 0.001
"""How long one thread may work before another gets its turn. The loop that answers what is kept is one among them."""


def share_fairly() -> None:
    """For this process; called on its event loop."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    sys.setswitchinterval(TURN_SECONDS)

"""How many requests are worked on at the same time, in threads of one process."""

import sys

import anyio.to_thread

THREADS = 12
"""Python works on one at a time: with more, all would get slower, those most that only want their kept answer.

A request that has been worked on waits for one more turn with its connection in hand. So there are more connections
than requests in flight: otherwise all threads could be taken by those who wait for a connection.
"""

TURN_SECONDS = 0.001
"""How long one thread may work before another gets its turn. The loop that answers what is kept is one among them."""


def share_fairly() -> None:
    """For this process; called on its event loop."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    sys.setswitchinterval(TURN_SECONDS)

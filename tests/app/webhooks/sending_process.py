"""A process that sends, to be killed: ``python -m tests.app.webhooks.sending_process FOLDER``."""

import sys
from pathlib import Path
from threading import Event

from app.db import create_engine
from app.webhooks.sender import Senders
from tests.app.webhooks.conftest import quick_settings

if __name__ == "__main__":
    settings = quick_settings(Path(sys.argv[1]), webhook_senders=2)
    Senders(create_engine(settings), settings).start()
    print("sending", flush=True)  # noqa: T201 (whoever started it waits for this)
    Event().wait()

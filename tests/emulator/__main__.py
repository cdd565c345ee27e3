"""Run the emulator by hand: ``python -m tests.emulator --port 8099 [--shared ../shared]``."""

import argparse
from pathlib import Path

import uvicorn

from tests.emulator.application import State, application
from tests.emulator.recordings import recorded_rows
from tests.emulator.topics import own_rows

parser = argparse.ArgumentParser(prog="python -m tests.emulator", description="A stand-in for the Commission's portal.")
parser.add_argument("--port", type=int, default=8099)
parser.add_argument("--shared", type=Path, help="folder with the recordings, served beside our own topics")
parser.add_argument("--latency", type=float, default=0.0, help="seconds each search takes; the real one needs 2 to 10")
options = parser.parse_args()
rows = own_rows() + (recorded_rows(options.shared) if options.shared else [])
uvicorn.run(application(State(rows=rows, latency_seconds=options.latency)), port=options.port, ws="none")

"""How fast the service answers, beside a bare FastAPI hello in the same run; and what it does when it is too much.

``python -m benchmarks.serving [--mixed SECONDS] [--overload SECONDS] [--soak SECONDS]``; needs wrk. A figure is the
best of several short rounds in turn, so that what else the machine does falls on all of them alike.
"""

import argparse
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.load.sender import Answers, send
from benchmarks.load.servers import cpu_seconds, hello, quorum, rss_mib

ROUNDS, ROUND_SECONDS = 3, 2
CONNECTIONS = 64
TOPIC = "/v1/topics/HORIZON-CL2-2027-01-HERITAGE-03"
TOPICS = "/v1/topics?limit=50"
CLUSTERS = "/v1/clusters?limit=50"
Server = tuple[str, int]
"""Its address, and its process."""

GZIP = {"Accept-Encoding": "gzip"}
MIXED = (
    TOPICS,
    TOPIC,
    CLUSTERS,
    "/v1/clusters/fr-aerospace-valley",
    "/v1/topics?q=heritage&limit=20",
    "/v1/rules",
    "/v1/countries?programme=HORIZON",
    "/v1/clusters/fr-aerospace-valley/eligible-calls?limit=10",
    "/v1/topics?q=word{n}&limit=20",
    "/v1/changes",
)
PROPOSAL = {"topic": "HORIZON-CL2-2027-01-HERITAGE-03", "size": {"min": 3, "max": 8}, "time_limit_s": 30}
START = """
import resource, time
began = time.perf_counter()
import app.api.main
took = time.perf_counter() - began
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Measure, and print a table."""
    reader = argparse.ArgumentParser()
    reader.add_argument("--mixed", type=int, default=10, help="seconds of mixed reads while others solve and ingest")
    reader.add_argument("--overload", type=int, default=5, help="seconds of ten times as many as there is room for")
    reader.add_argument("--soak", type=int, default=10, help="seconds for which memory is watched")
    asked = reader.parse_args()
    _start()
    with TemporaryDirectory() as folder:
        with hello() as bare, quorum(Path(folder), QUORUM_WORKERS="0") as (url, pid):
            with quorum(Path(folder), QUORUM_WORKERS="0", QUORUM_KEPT_ANSWERS_MIB="0") as forgetful:
                _compare(_cases(bare, (url, pid), forgetful))
            _overload(url, asked.overload)
            _soak(url, pid, asked.soak)
        with quorum(Path(folder), QUORUM_WORKERS="2") as (url, _):
            _mix(url, Path(folder), asked.mixed)


def _start() -> None:
    """Import in a fresh process, with bytecode; the second of two, when the files have been read before."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)  # noqa: S603
    seconds, mib = map(float, done.stdout.split())
    print(f"import app.api.main: {seconds:.2f} s, {mib:.0f} MB")


@dataclass(frozen=True)
class Case:
    """What is asked of which server."""

    name: str
    url: str
    pid: int
    path: str
    headers: Mapping[str, str]


def _cases(bare: Server, ours: Server, forgetful: Server) -> list[Case]:
    """``forgetful`` keeps no answer."""
    tag = {"If-None-Match": _tag(ours[0] + TOPICS)}
    return [
        Case("bare hello", *bare, "/", {}),
        Case("50 topics, 304", *ours, TOPICS, tag),
        Case("50 topics, packed, kept", *ours, TOPICS, GZIP),
        Case("50 topics, plain, kept", *ours, TOPICS, {}),
        Case("50 topics, packed, worked out", *forgetful, TOPICS, GZIP),
        Case("50 topics, plain, worked out", *forgetful, TOPICS, {}),
        Case("one topic, packed, kept", *ours, TOPIC, GZIP),
        Case("one topic, packed, worked out", *forgetful, TOPIC, GZIP),
        Case("50 clusters, packed, kept", *ours, CLUSTERS, GZIP),
        Case("50 clusters, packed, worked out", *forgetful, CLUSTERS, GZIP),
        Case("search for a new word", *ours, "/v1/topics?q=word{n}", GZIP),
        Case("healthz", *ours, "/healthz", {}),
    ]


def _compare(cases: Sequence[Case]) -> None:
    """Answers a second as wrk sees them, and the work of the server for each, which others hardly change."""
    fastest: dict[str, Answers] = {}
    least: dict[str, float] = {}
    for _ in range(ROUNDS):
        for case in cases:
            worked = cpu_seconds(case.pid)
            found = send(case.url, [case.path], seconds=ROUND_SECONDS, headers=case.headers)
            worked = (cpu_seconds(case.pid) - worked) / max(1, found.answered)
            assert found.other == found.broken == 0, (case.name, found)  # the last round may still be worked on
            fastest[case.name] = max(found, fastest.get(case.name, found), key=lambda one: one.a_second)
            least[case.name] = min(worked, least.get(case.name, worked))
    limit, work = fastest["bare hello"].a_second, least["bare hello"]
    print("| asked | answers a second | of a hello | p99 ms | work, microseconds | hello : this |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, found in fastest.items():
        print(
            f"| {name} | {found.a_second:,.0f} | {found.a_second / limit:.2f} | {found.p99:.1f} "
            f"| {least[name] * 1e6:,.0f} | {work / least[name]:.2f} |"
        )


def _overload(url: str, seconds: int) -> None:
    """Ten times as many connections as requests may be in flight, each asking for something new."""
    found = send(url, ["/v1/topics?q=word{n}&limit=50"], seconds=seconds, connections=640)
    told = found.ok + found.too_many + found.busy
    print(
        f"overload: {found.answered} answered, {found.ok} by 200, {found.busy} by 503, {found.other} otherwise; "
        f"{found.broken} broken; {found.within_a_second:.2%} within a second, p99 {found.p99:.0f} ms"
    )
    assert told == found.answered, found


def _soak(url: str, pid: int, seconds: int) -> None:
    """Mixed reads; is as much in memory afterwards as when everything had been asked once?"""
    send(url, MIXED, seconds=max(3, seconds // 5), connections=CONNECTIONS, headers=GZIP)
    before = rss_mib(pid)
    found = send(url, MIXED, seconds=seconds, connections=CONNECTIONS, headers=GZIP)
    after = rss_mib(pid)
    print(
        f"memory: {before:.0f} MB, after {found.answered} further answers in {found.seconds:.0f} s {after:.0f} MB "
        f"({after / before - 1:+.1%})"
    )


def _mix(url: str, folder: Path, seconds: int) -> None:
    with _solving(url), _ingesting(folder):
        found = send(url, MIXED, seconds=seconds, connections=CONNECTIONS, headers=GZIP)
    print(
        f"mixed, two solves and imports beside: {found.a_second:,.0f} a second, p50 {found.p50:.1f} ms, "
        f"p99 {found.p99:.1f} ms, {found.busy} by 503, {found.other + found.broken} errors"
    )


@contextmanager
def _solving(url: str) -> Iterator[None]:
    """Two proposals at any time."""
    over = threading.Event()

    def ask(seed: int) -> None:
        while not over.is_set():
            body = json.dumps(PROPOSAL | {"seed": seed}).encode()
            request = urllib.request.Request(f"{url}/v1/proposals", body, method="POST")  # noqa: S310 - ours
            request.add_header("Content-Type", "application/json")
            request.add_header("Prefer", "wait=30")
            with suppress(OSError), urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - ours
                answer.read()

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@contextmanager
def _ingesting(folder: Path) -> Iterator[None]:
    """Somebody writes the catalogue again and again: each time everything that is kept is thrown away."""
    from app.db import create_engine, writing
    from app.repositories import revisions
    from app.services.ingestion import bundle
    from app.settings import Settings

    settings = Settings.model_validate({"data_dir": folder / "data", "today": "2026-11-22"})
    engine, over = create_engine(settings), threading.Event()

    def write() -> None:
        while not over.wait(2):
            with writing(engine) as session:
                bundle.load(session, settings)
                revisions.bump(session)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        engine.dispose()


def _tag(url: str) -> str:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - ours
        return str(answer.headers["ETag"])


if __name__ == "__main__":
    main()

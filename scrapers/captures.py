"""Keep what a source returned, as it came, before anybody reads it.

Bodies are files named by their SHA-256, compressed, written once. A run is a folder of small JSON records, one an
answer, that say what was asked, when, and which body came. A run counts as a whole only when it is finished.
"""

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import AwareDatetime, Field

from scrapers.errors import SourceError
from scrapers.records import Record, Text
from scrapers.spool import Spool

FINISHED = "finished"
ABANDONED = "abandoned"


class Capture(Record):
    """One answer of a source. ``body`` is the answer itself, inflated, otherwise untouched.

    One that is too large for memory has an empty ``body``: ``bytes_in_file`` says how long it is, `stream` reads it.
    """

    source: Text
    url: Text
    request: Mapping[str, Any]
    retrieved_at: AwareDatetime
    sha256: Text
    bytes_in_file: int | None = None
    body: bytes = Field(repr=False, exclude=True)
    file: Path | None = Field(default=None, repr=False, exclude=True)

    @property
    def size(self) -> int:
        """How long the answer is, in bytes."""
        return len(self.body) if self.bytes_in_file is None else self.bytes_in_file

    def stream(self) -> BinaryIO:
        """The answer, to be read piece by piece and closed."""
        return BytesIO(self.body) if self.file is None else cast("BinaryIO", gzip.open(self.file))


class CaptureStore:
    """The captures below one folder. ``clock`` stamps them: nothing here reads the time by itself."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self._bodies = root / "bodies"
        self._runs = root / "runs"
        self._clock = clock

    def begin(self, source: str) -> "Run":
        """Start a run of its own."""
        number = max((int(folder.name) for folder in self._folders(source)), default=0) + 1
        folder = self._runs / source / f"{number:06d}"
        folder.mkdir(parents=True)
        return Run(self, source, folder)

    def resume(self, source: str) -> "Run":
        """Carry on with the last run when it was interrupted; otherwise start one."""
        folders = self._folders(source)
        if folders and not any((folders[-1] / end).exists() for end in (FINISHED, ABANDONED)):
            return Run(self, source, folders[-1])
        return self.begin(source)

    def latest(self, source: str) -> tuple[Capture, ...]:
        """The answers of the last finished run, in the order they came; to be read again without network.

        Raises:
            SourceError: there is no finished run of this source.
        """
        for folder in reversed(self._folders(source)):
            if (folder / FINISHED).exists():
                return tuple(Run(self, source, folder).captures)
        raise SourceError(f"{source}: no finished run has been kept, nothing can be replayed")

    def kept_by_a_broken_run(self, source: str) -> int:
        """How many answers the last run has, if it did not come to its end."""
        folders = self._folders(source)
        if not folders or (folders[-1] / FINISHED).exists():
            return 0
        return sum(1 for _ in folders[-1].glob("*.json"))

    def keep(self, *, source: str, url: str, request: Mapping[str, Any], body: bytes) -> Capture:
        """Write the body, unless the same bytes are kept already."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            _write_atomically(path, gzip.compress(body, compresslevel=6, mtime=0))
        return Capture(source=source, url=url, request=request, retrieved_at=self._clock(), sha256=sha256, body=body)

    def spool(self) -> Spool:
        """A place for a body that is too large for memory."""
        return Spool(self._bodies)

    def keep_spooled(self, *, source: str, url: str, request: Mapping[str, Any], spool: Spool) -> Capture:
        """Keep a whole body where it is; it is not read into memory."""
        path = self._path(spool.sha256)
        spool.keep(path)
        return Capture(
            source=source,
            url=url,
            request=request,
            retrieved_at=self._clock(),
            sha256=spool.sha256,
            bytes_in_file=spool.size,
            body=b"",
            file=path,
        )

    def load(self, record: Mapping[str, Any]) -> Capture:
        """The capture of a saved record, with its body.

        Raises:
            SourceError: the body is missing or no longer what was kept.
        """
        path = self._path(record["sha256"])
        is_large = record.get("bytes_in_file") is not None
        try:
            with gzip.open(path) as file:
                body = b"" if is_large else file.read()
                found = hashlib.file_digest(file, "sha256") if is_large else hashlib.sha256(body)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(f"{record['source']}: the kept answer {path} cannot be read: {error}") from error
        if found.hexdigest() != record["sha256"]:
            raise SourceError(f"{record['source']}: the kept answer {path} is not what was captured")
        return Capture.model_validate({**record, "body": body, "file": path if is_large else None})

    def _path(self, sha256: str) -> Path:
        return self._bodies / sha256[:2] / f"{sha256}.gz"

    def _folders(self, source: str) -> Sequence[Path]:
        return sorted((self._runs / source).glob("[0-9]" * 6))


class Run:
    """The answers of one pass over a source."""

    def __init__(self, store: CaptureStore, source: str, folder: Path) -> None:
        self._store = store
        self._source = source
        self._folder = folder
        records = (json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json")))
        self.captures: list[Capture] = [store.load(record) for record in records]

    def find(self, request: Mapping[str, Any]) -> Capture | None:
        """The answer to this very request, if an interrupted run has it already."""
        return next((capture for capture in self.captures if capture.request == request), None)

    def keep(self, *, url: str, request: Mapping[str, Any], body: bytes) -> Capture:
        """Write the answer down; only then may anybody read it."""
        return self._note(self._store.keep(source=self._source, url=url, request=request, body=body))

    def keep_spooled(self, *, url: str, request: Mapping[str, Any], spool: Spool) -> Capture:
        """Write down an answer that is too large for memory."""
        return self._note(self._store.keep_spooled(source=self._source, url=url, request=request, spool=spool))

    def spool(self) -> Spool:
        """A place for a body that is too large for memory."""
        return self._store.spool()

    def _note(self, capture: Capture) -> Capture:
        path = self._folder / f"{len(self.captures) + 1:06d}.json"
        _write_atomically(path, capture.model_dump_json(indent=1).encode())
        self.captures.append(capture)
        return capture

    def finish(self) -> tuple[Capture, ...]:
        """Mark the run as whole."""
        _write_atomically(self._folder / FINISHED, b"")
        return tuple(self.captures)

    def abandon(self) -> None:
        """Mark the run as one that is not worth carrying on."""
        _write_atomically(self._folder / ABANDONED, b"")


def _write_atomically(path: Path, content: bytes) -> None:
    """A reader, or the next run after a crash, sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

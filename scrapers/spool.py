"""Takes a body that is too large for memory to disk, compressed, and knows its hash when it is whole."""

import gzip
import hashlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

EDGE = 64


class Spool:
    """A file that becomes a kept body, or nothing. Use it as a context manager: what is not kept is removed.

    ``head`` and ``tail`` are the first and last few bytes, so that one can see what came without reading it again.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        self._path = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._packer.close()
        self._file.close()
        self._path.unlink(missing_ok=True)

    def restart(self) -> None:
        """Forget what came: the server is asked again."""
        self._packer.close()  # or it would write its last bytes later, among the new ones
        self._file.seek(0)
        self._file.truncate()
        self._begin()

    def _begin(self) -> None:
        self._packer = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=6, mtime=0, filename="")
        self._hash = hashlib.sha256()
        self.size = 0
        self.head = self.tail = b""

    def write(self, content: bytes) -> None:
        """Take a piece of the body."""
        self._packer.write(content)
        self._hash.update(content)
        self.size += len(content)
        self.head = (self.head + content[:EDGE])[:EDGE]
        self.tail = (self.tail + content[-EDGE:])[-EDGE:]

    @property
    def sha256(self) -> str:
        """The hash of what came so far."""
        return self._hash.hexdigest()

    def keep(self, path: Path) -> None:
        """The body is whole: put it where a reader looks for it, in one step."""
        self._packer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path.replace(path)

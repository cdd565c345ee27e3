"""Opens a package of CORDIS: the official zip, or its files unpacked. Nothing is inflated further than allowed."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from scrapers.errors import SourceError
from scrapers.inflate import TooLargeError

MAX_INFLATED_BYTES = 2 * 1024**3
MAX_MEMBERS = 1000
PROJECTS, ORGANISATIONS = "project", "organization"


class PackageError(SourceError):
    """The package cannot be read as a whole; the sentence says why."""


class _Limited(io.RawIOBase):
    """A stream that ends with an error where it is longer than allowed, and where it is damaged."""

    def __init__(self, inner: BinaryIO, name: str, max_bytes: int) -> None:
        self._inner, self._name, self._left, self._max = inner, name, max_bytes, max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        try:
            chunk = self._inner.read(min(len(buffer), self._left + 1))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise PackageError(f"{self._name} is damaged: {error}") from error
        self._left -= len(chunk)
        if self._left < 0:
            raise TooLargeError(f"{self._name} holds more than {self._max} bytes")
        buffer[: len(chunk)] = chunk
        return len(chunk)


@dataclass(frozen=True)
class Package:
    """The two files of a package, each to be read once, the projects first."""

    projects: BinaryIO
    projects_file: str
    organisations: BinaryIO
    organisations_file: str


@contextmanager
def opened(path: Path, max_bytes: int = MAX_INFLATED_BYTES) -> Iterator[Package]:
    """Open a package: the zip, a folder with its files, or one of the two files, beside which the other lies.

    Args:
        path: what to open.
        max_bytes: how long each of the two files may be when inflated.

    Raises:
        PackageError: there is no such file, it is damaged, or it holds no projects.
        TooLargeError: while it is read, a file turns out to be longer than allowed.
    """
    with ExitStack() as stack:
        try:
            is_zip = path.is_file() and zipfile.is_zipfile(path)
            files = _zipped(path, stack) if is_zip else _unpacked(path, stack)
        except (OSError, zipfile.BadZipFile) as error:
            raise PackageError(f"{path} cannot be read: {error}") from error
        streams = {
            kind: io.BufferedReader(_Limited(inner, name, max_bytes), 1 << 16) for kind, (name, inner) in files.items()
        }
        yield Package(
            projects=streams[PROJECTS],
            projects_file=files[PROJECTS][0],
            organisations=streams[ORGANISATIONS],
            organisations_file=files[ORGANISATIONS][0],
        )


def _zipped(path: Path, stack: ExitStack) -> dict[str, tuple[str, BinaryIO]]:
    archive = stack.enter_context(zipfile.ZipFile(path))
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise PackageError(f"{path} holds {len(members)} files, more than a package of CORDIS does")
    found: dict[str, tuple[str, BinaryIO]] = {}
    for kind in (PROJECTS, ORGANISATIONS):
        named = [one for one in members if PurePosixPath(one.filename).name.lower() == f"{kind}.csv"]
        if len(named) != 1:
            raise PackageError(f"{path} holds {len(named)} files called {kind}.csv; there has to be one")
        found[kind] = (named[0].filename, _member(archive, named[0], stack))
    return found


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, stack: ExitStack) -> BinaryIO:
    if member.flag_bits & 1:
        raise PackageError(f"{member.filename} is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(f"{member.filename} is compressed in a way that is not read here")
    return stack.enter_context(archive.open(member))  # type: ignore[return-value]  # a stream of bytes like any other


def _unpacked(path: Path, stack: ExitStack) -> dict[str, tuple[str, BinaryIO]]:
    projects = _projects_file(path)
    organisations = projects.with_name(projects.name.replace(PROJECTS, ORGANISATIONS))
    for file in (projects, organisations):
        if not file.is_file():
            raise PackageError(f"{file} is not there: a package has projects and organisations")
    both = {PROJECTS: projects, ORGANISATIONS: organisations}
    return {kind: (file.name, stack.enter_context(file.open("rb"))) for kind, file in both.items()}


def _projects_file(path: Path) -> Path:
    if path.is_dir():
        return path / f"{PROJECTS}.csv"
    if path.suffix.lower() == ".zip" and path.exists():
        raise PackageError(f"{path} is no zip, or only a part of one")
    if path.suffix.lower() != ".csv":
        raise PackageError(f"{path} is neither a zip nor a CSV file")
    for kind in (PROJECTS, ORGANISATIONS):
        if kind in path.name:
            return path.with_name(path.name.replace(kind, PROJECTS))
    raise PackageError(f"{path}: the name of the file has to hold {PROJECTS!r} or {ORGANISATIONS!r}")

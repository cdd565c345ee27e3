"""A copy of the database while others read and write it: one state of it, never half of a transaction."""

import os
import shutil
import sqlite3
import subprocess  # PostgreSQL's own program makes the copy of a PostgreSQL
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

from app.errors import Conflict, NotReady, Unavailable
from app.settings import Settings

PAGES_AT_A_TIME = 1000
BUSY_SECONDS = 30.0

OnProgress = Callable[[int, int], None]
"""Told how many pages are copied, of how many."""


def back_up(settings: Settings, target: Path, on_progress: OnProgress = lambda _done, _all: None) -> int:
    """Write a copy of the configured database to a new file; its size in bytes.

    The file has its name only once it is whole.

    Raises:
        Conflict: there is such a file already. Nothing is ever overwritten.
        NotReady: there is no database, or the program that copies a PostgreSQL is missing.
        Unavailable: the copy could not be made.
    """
    url = make_url(settings.sqlalchemy_url)
    if target.exists():
        raise Conflict(f"{target} is there already, and a backup overwrites nothing.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(url, part, on_progress)
        else:
            _dump_postgres(url, part)
        _give_name(part, target)
    except OSError as error:
        raise Unavailable(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _give_name(part: Path, target: Path) -> None:
    """A link, unlike a new name for the file, fails when somebody else was quicker."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    try:
        target.hardlink_to(part)
    except FileExistsError as error:
        raise Conflict(f"{target} is there already, and a backup overwrites nothing.") from error


def _copy_sqlite(url: URL, part: Path, on_progress: OnProgress) -> None:
    """SQLite's online backup, inside one reading transaction: without it every write of others would start it anew."""
    database = Path(url.database or "")
    if not database.is_file():
        raise NotReady(f"There is no database at {database}.")
    try:
        with (
            closing(
                sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
            ) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES_AT_A_TIME, progress=lambda _, left, pages: on_progress(pages - left, pages))
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
            _refuse_damaged(copy)
    except sqlite3.Error as error:
        raise Unavailable(f"The database could not be copied: {error}.") from error


def _refuse_damaged(copy: sqlite3.Connection) -> None:
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise Unavailable(f"The database is damaged, and so would be the copy: {found}.")


def _dump_postgres(url: URL, part: Path) -> None:
    """`pg_dump` reads in one snapshot. The password goes by the environment: others can read the arguments."""
    program = shutil.which("pg_dump")
    if program is None:
        raise NotReady("A PostgreSQL is copied by its program pg_dump, which is not installed here.")
    address = url.set(drivername="postgresql", password=None).render_as_string()
    password = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    done = subprocess.run(  # noqa: S603 - a program found on the path, with arguments of ours
        [program, "--format=custom", "--no-password", f"--file={part}", f"--dbname={address}"],
        env=os.environ | password,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"The database could not be copied: {' '.join(done.stderr.split())}")

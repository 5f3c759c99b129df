"""`tasktix backup` and `tasktix restore`: everything in one file, from any of the databases into any of them."""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tasktix.adapters.host.clock import SystemClock
from tasktix.adapters.sql import dump
from tasktix.adapters.sql.dump import Contents, NoBackup
from tasktix.application.ports import Clock
from tasktix.entrypoints.settings import Settings, Unusable
from tasktix.entrypoints.sql_stores import SqlStore, opened


def save(settings: Settings, path: Path) -> str:
    """Raises `Unusable`. What was written, in words."""
    with opened(settings) as store:
        return _told(write(store, SystemClock(), path))


def restore(settings: Settings, path: Path) -> str:
    """Raises `Unusable`. What was restored, in words."""
    if not path.is_file():
        raise Unusable(f"there is no file {path}")
    with opened(settings) as store:
        contents = read(store, path)
    return f"{_told(contents)}, as they were at {contents.head.at}"


def write(store: SqlStore, clock: Clock, path: Path) -> Contents:
    """A file that was read again to its end. It never takes the place of another, and a part of one is never left.

    It holds the hashes of passwords: nobody else may read it. Raises `Unusable`.
    """
    if path.exists():
        raise Unusable(f"{path} exists already")
    if (fault := store.schema_fault()) is not None:
        raise Unusable(f"{fault}: run `tasktix migrate` first")
    try:
        # Its mode is 0600.
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error
    part = Path(name)
    try:
        with (
            os.fdopen(number, "wb") as raw,
            gzip.GzipFile(filename="", fileobj=raw, mode="wb") as packed,
            store.moment() as connection,
        ):
            written = dump.write(connection, f"{clock.now():%Y-%m-%dT%H:%M:%SZ}", packed.write)
            packed.close()
            os.fsync(raw.fileno())
        if dump.check(_lines(part)) != written:
            raise Unusable("what was written is not what is read; is the disk in order?")
        part.rename(path)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return written


def read(store: SqlStore, path: Path) -> Contents:
    """All or nothing. Raises `Unusable`."""
    try:
        with store.alone() as connection:
            return dump.restore(connection, lambda: _lines(path))
    except NoBackup as error:
        raise Unusable(f"{path}: {error}") from error
    except dump.NotEmpty as error:
        raise Unusable("the database is not empty: a backup is restored into one that is") from error
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (gzip.BadGzipFile, zlib.error):
        raise NoBackup("it is not a backup, or damaged") from None
    except EOFError:
        raise NoBackup("it is cut off: its end is missing") from None


def _told(contents: Contents) -> str:
    rows = contents.tail.rows
    known = {"users": "users", "lists": "lists", "tasks": "tasks", "log": "entries of the log"}
    return ", ".join(f"{rows.get(table, 0):,} {words}" for table, words in known.items())

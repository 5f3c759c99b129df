"""`tasktix doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.http.pages import Pages
from tasktix.adapters.sql import soundness
from tasktix.application.entrance import label
from tasktix.application.ports import CannotOpen, Safe, Unavailable
from tasktix.entrypoints import keys
from tasktix.entrypoints.settings import Settings
from tasktix.entrypoints.sql_stores import SqlStore, opened

FILES: Final = 4096
"""Open files: each open page is one."""

FREE: Final = 1024**3
"""Bytes that should be free where the database is a file."""


@attrs.frozen
class Finding:
    """`is_well` None: it works, but somebody should think about it."""

    about: str
    is_well: bool | None
    words: str

    def __str__(self) -> str:
        mark = {True: "ok", False: "WRONG", None: "think"}[self.is_well]
        return f"{mark:<6} {self.about}: {self.words}"


def findings(settings: Settings) -> Iterator[Finding]:
    """One for each thing that was looked at."""
    with opened(settings) as store:
        yield from _of_database(settings, store)
    built = Pages().is_built
    yield Finding("page", built, "built" if built else "not built: the program was made without it (TASKTIX_SKIP_WEB?)")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = hard == resource.RLIM_INFINITY or hard >= FILES
    words = "as many as are needed" if enough else f"at most {hard}: each open page is one; raise the hard limit"
    yield Finding("open files", enough or None, words)
    if settings.base_url is None and settings.host not in ("127.0.0.1", "::1", "localhost"):
        yield Finding("address", None, f"listens on {settings.host} without --base-url: set it to the public address")


def _of_database(settings: Settings, store: SqlStore) -> Iterator[Finding]:
    if (fault := store.schema_fault()) is not None:
        yield Finding("database", False, fault)
        return
    try:
        with store.moment() as connection:
            yield Finding("database", True, _server(connection))
            faults, worries = list(soundness.faults(connection)), list(soundness.worries(connection))
            sealed = soundness.sealed(connection)
            ahead = soundness.clock_difference(connection, time.time())
    except Unavailable as error:
        yield Finding("database", False, str(error))
        return
    for words in faults:
        yield Finding("database", False, words)
    for words in worries:
        yield Finding("database", None, words)
    if not faults:
        yield Finding("what it holds", True, "the log has no gaps")
    if sealed:
        yield _of_key(keys.known(settings), sealed)
    if abs(ahead) > soundness.CLOCKS:
        yield Finding("clock", None, f"the database's clock is {ahead:+.0f} s from this machine's")
    if settings.database_kind == "sqlite":
        yield from _of_file(Path(sa.make_url(settings.database).database or ""))


def _server(connection: sa.Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}, schema current"
    return f"{connection.exec_driver_sql('SELECT VERSION()').scalar_one()}, schema current"


def _of_key(safe: Safe, sealed: Sequence[tuple[str, str]]) -> Finding:
    shut = sum(1 for user_id, text in sealed if not _opens(safe, text, label(user_id)))
    words = f"opens {len(sealed) - shut} of {len(sealed)} second factors"
    more = "; the others were sealed with another key: add it to TASKTIX_SECRET_KEY" if shut else ""
    return Finding("secret key", not shut, words + more)


def _opens(safe: Safe, text: str, its_label: str) -> bool:
    try:
        safe.open(text, its_label)
    except CannotOpen:
        return False
    return True


def _of_file(path: Path) -> Iterator[Finding]:
    mode = path.stat().st_mode & 0o777
    words = "only its owner may read it" if not mode & 0o077 else f"others may read it ({mode:o}): chmod 600 {path}"
    yield Finding("file", not mode & 0o077, words)
    free = shutil.disk_usage(path.parent).free
    yield Finding("disk", free >= FREE or None, f"{free / 1024**3:.1f} GiB free")

"""Values of a task that are made of several columns, and what each database writes in its own way."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from tasktix.adapters.sql.tables import TASKS, to_ms
from tasktix.domain.words import Status

IS_COMPLETED: Final = TASKS.c.status == Status.COMPLETED.value
# Not `!=`: SQLite walks an index by what is equal alone.
IS_OPEN: Final = TASKS.c.status.in_([status.value for status in Status if status is not Status.COMPLETED])


class utc_day(GenericFunction[str]):  # noqa: N801 - named as SQL functions are
    """The calendar day in UTC, such as `2026-11-30`, of milliseconds since 1970."""

    type = sa.String()
    inherit_cache = True


@compiles(utc_day, "sqlite")
def _sqlite_day(element: utc_day, compiler: Any, **options: Any) -> str:
    (milliseconds,) = element.clauses
    return f"strftime('%Y-%m-%d', {compiler.process(milliseconds, **options)} / 1000, 'unixepoch')"


@compiles(utc_day, "mysql")
@compiles(utc_day, "mariadb")
def _mysql_day(element: utc_day, compiler: Any, **options: Any) -> str:
    # Not FROM_UNIXTIME, which ends in 2038 on some servers and follows the session's zone.
    (milliseconds,) = element.clauses
    seconds = f"{compiler.process(milliseconds, **options)} DIV 1000"
    # CONCAT makes a text of it: a date would be compared with a text as a date.
    return f"CONCAT(DATE('1970-01-01' + INTERVAL {seconds} SECOND))"


class _stands(GenericFunction[bool]):  # noqa: N801
    """Its arguments are where, what, and what as a pattern."""

    type = sa.Boolean()
    inherit_cache = True


@compiles(_stands, "sqlite")
def _sqlite_stands(element: _stands, compiler: Any, **options: Any) -> str:
    where, text, _ = element.clauses
    return f"(instr({compiler.process(where, **options)}, {compiler.process(text, **options)}) > 0)"


@compiles(_stands, "mysql")
@compiles(_stands, "mariadb")
def _mysql_stands(element: _stands, compiler: Any, **options: Any) -> str:
    # Bytes are compared several times as fast as characters, and in UTF-8 no character begins within another.
    where, _, pattern = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({where} LIKE CAST({pattern} AS BINARY) ESCAPE '|')"


def stands(where: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether `text` stands somewhere in `where`, as it is."""
    pattern = re.sub(r"([|%_])", r"|\1", text)
    return _stands(where, text, f"%{pattern}%")


def is_day(due: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether it is a calendar day, not an instant."""
    return sa.func.length(due) == len("2026-11-30")


def elapsed(now: datetime) -> sa.ColumnElement[int]:
    """Whole seconds, a running timer included: `Task.elapsed_at`."""
    moment = to_ms(now)
    runs = TASKS.c.timer_started_at < moment
    running = sa.case((runs, sa.literal(moment) - TASKS.c.timer_started_at), else_=0)
    return (TASKS.c.elapsed_ms + running) // 1000

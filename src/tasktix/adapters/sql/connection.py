"""One transaction's line to the database.

A statement is built once, as a SQLAlchemy Core constant, compiled once per dialect, and run on one cursor.
Going through `Engine.connect()` costs some 60 µs of processor time more per statement, a quarter of a whole request
(docs/decisions/0004). What is used of SQLAlchemy is its SQL, its pool and its dialects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol, cast

import attrs
import sqlalchemy as sa

Row = tuple[Any, ...]
Values = Mapping[str, Any]
Statement = sa.sql.ClauseElement


class Cursor(Protocol):
    """The part of a driver's cursor (PEP 249) that is used."""

    @property
    def rowcount(self) -> int: ...
    @property
    def lastrowid(self) -> int | None: ...
    def execute(self, operation: str, parameters: Sequence[Any], /) -> object: ...
    def executemany(self, operation: str, parameters: Sequence[Sequence[Any]], /) -> object: ...
    def fetchall(self) -> Sequence[Any]: ...


@attrs.frozen
class Compiled:
    """`parameters` are in the order of the text, each with the value that the statement itself has for it."""

    text: str
    parameters: tuple[tuple[str, Any], ...]

    def arguments(self, values: Values) -> tuple[Any, ...]:
        return tuple([values.get(name, own) for name, own in self.parameters])


@attrs.define(eq=False)
class Compiler:
    """One per store: what it has compiled stays."""

    dialect: sa.Dialect
    _compiled: dict[Statement, Compiled] = attrs.field(factory=dict, init=False)

    def __call__(self, statement: Statement) -> Compiled:
        known = self._compiled.get(statement)
        if known is None:
            known = self._compiled[statement] = self.once(statement)
        return known

    def once(self, statement: Statement) -> Compiled:
        """Not kept: for what is made for one question."""
        how = {"render_postcompile": True}
        compiled = cast(sa.sql.compiler.SQLCompiler, statement.compile(dialect=self.dialect, compile_kwargs=how))
        own, order = compiled.params, compiled.positiontup or ()
        return Compiled(str(compiled), tuple((name, own[name]) for name in order))


@attrs.define(eq=False)
class Connection:
    _compile: Compiler
    _cursor: Cursor

    def rows(self, statement: Statement, values: Values) -> Sequence[Row]:
        self._run(statement, values)
        return self._cursor.fetchall()

    def ask(self, statement: Statement) -> Sequence[Row]:
        """Of a statement that was made for this question, with its values in it."""
        compiled = self._compile.once(statement)
        self._cursor.execute(compiled.text, compiled.arguments({}))
        return self._cursor.fetchall()

    def row(self, statement: Statement, values: Values) -> Row | None:
        """The only row, or None; what can have several asks for `rows`."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def change(self, statement: Statement, values: Values) -> int:
        """How many rows it met."""
        self._run(statement, values)
        return self._cursor.rowcount

    def advance(self, statement: Statement, values: Values) -> int | None:
        """The number that an UPDATE left behind by LAST_INSERT_ID(expression)."""
        self._run(statement, values)
        return self._cursor.lastrowid

    def add(self, statement: Statement, rows: Sequence[Values]) -> None:
        if len(rows) == 1:
            self._run(statement, rows[0])
            return
        compiled = self._compile(statement)
        self._cursor.executemany(compiled.text, [compiled.arguments(values) for values in rows])

    def _run(self, statement: Statement, values: Values) -> None:
        compiled = self._compile(statement)
        self._cursor.execute(compiled.text, compiled.arguments(values))


@attrs.define(eq=False)
class Later:
    """What a use case wants written that is no aggregate: written after it, for until then it may refuse, and what
    refuses must have written nothing (SQLite commits several at once)."""

    connection: Connection
    _acts: list[Callable[[], object]] = attrs.field(factory=list, init=False)

    def later(self, act: Callable[..., object], *arguments: object) -> None:
        self._acts.append(partial(act, *arguments))

    def write(self) -> None:
        for act in self._acts:
            act()


WIDTHS: Final = (1, 4, 16, 64, 256)
"""How many ids one statement asks for: few different statements, each compiled once."""


def groups(ids: Sequence[str]) -> list[list[str]]:
    """The ids in groups of these widths, the last one filled up with an id of its own."""
    return [_filled(ids[start : start + WIDTHS[-1]]) for start in range(0, len(ids), WIDTHS[-1])]


def _filled(group: Sequence[str]) -> list[str]:
    width = next(width for width in WIDTHS if width >= len(group))
    return [*group, *[group[-1]] * (width - len(group))]


def named(group: Sequence[str]) -> dict[str, str]:
    return {f"id_{index}": it for index, it in enumerate(group)}


def is_one_of(column: sa.ColumnElement[str], width: int) -> sa.ColumnElement[bool]:
    return column.in_([sa.bindparam(f"id_{index}", type_=sa.String) for index in range(width)])

"""A backup: every row of every table as lines of JSON, the same from any of the databases, into any of them.

The first line (`Head`) says of which schema the rows are and which columns they have, the last (`Tail`) how many there
are and what their digest is. Between them each line is a row, an array, after a line with its table's name, a text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import attrs
import msgspec
import sqlalchemy as sa

from tasktix.adapters.sql import schema
from tasktix.adapters.sql.migrations import HEAD
from tasktix.adapters.sql.tables import METADATA

FORMAT: Final = 1
PAGE: Final = 100
"""Rows that are read at once: an entry may have a text of a million characters."""

LARGEST: Final = 1024 * 1024
"""Bytes of JSON that are inserted at once: servers take 16 MiB, some less."""


class NoBackup(Exception):
    """The file is not a backup, or is not whole; in words."""


class NotEmpty(Exception):
    """There is something in the database; a backup is restored into an empty one."""


class Shape(msgspec.Struct, frozen=True):
    """A table. `key` are the columns of its primary key, by which its rows are ordered."""

    name: str
    columns: list[str]
    key: list[str]


class Head(msgspec.Struct, frozen=True):
    tasktix_backup: int
    schema: str
    at: str
    tables: list[Shape]


class Tail(msgspec.Struct, frozen=True):
    """`rows` by table. `sha256` is of all lines between head and tail, their ends included."""

    rows: dict[str, int]
    sha256: str


@attrs.frozen
class Contents:
    head: Head
    tail: Tail


_ENCODE: Final = msgspec.json.Encoder().encode


def line(of: object) -> bytes:
    return _ENCODE(of) + b"\n"


def write(connection: sa.Connection, at: str, out: Callable[[bytes], object]) -> Contents:
    """Everything that there is, as lines to `out`. `connection` sees one moment."""
    head = Head(FORMAT, HEAD, at, [_shape(table) for table in METADATA.sorted_tables])
    out(line(head))
    tail = write_rows(connection, head.tables, out)
    out(line(tail))
    return Contents(head, tail)


def check(lines: Iterable[bytes]) -> Contents:
    """Read a backup to its end. Raises `NoBackup`."""
    return _Reader(lines).contents()


def restore(connection: sa.Connection, lines: Callable[[], Iterable[bytes]]) -> Contents:
    """Put the rows of a backup into an empty database, read them back, and bring its schema up to date.

    `lines` are read twice: nothing is touched before all are known to be right. Raises `NoBackup`, `NotEmpty`.
    """
    contents = check(lines())
    _prepare(connection, contents.head)
    reader = _Reader(lines())
    for shape, rows in reader.batches():
        table = _table(shape)
        connection.execute(sa.insert(table), [dict(zip(shape.columns, row, strict=True)) for row in rows])
    stored = write_rows(connection, contents.head.tables, lambda _: None)
    if stored != contents.tail:
        raise NoBackup("what was stored is not what was read; nothing is kept")
    schema.upgrade(connection)
    return contents


def _prepare(connection: sa.Connection, head: Head) -> None:
    found = schema.version(connection)
    if found is not None:
        for table in METADATA.sorted_tables:
            if sa.inspect(connection).has_table(table.name) and connection.scalar(
                sa.select(sa.literal(1)).select_from(table).limit(1)
            ):
                raise NotEmpty
        if found != head.schema:
            raise NoBackup(f"it is of schema {head.schema} and the database is at {found}: use one without tables")
    schema.upgrade(connection, head.schema)


def _shape(table: sa.Table) -> Shape:
    key = table.primary_key.columns
    # SQLAlchemy's names are a kind of text that JSON does not know.
    return Shape(str(table.name), [str(it.name) for it in table.columns], [str(it.name) for it in key])


def _table(shape: Shape) -> sa.TableClause:
    """Without types: values are as the database has them, which is the same in all of them."""
    return sa.table(shape.name, *map(sa.column, shape.columns))


def write_rows(connection: sa.Connection, shapes: Sequence[Shape], out: Callable[[bytes], object]) -> Tail:
    """What is between head and tail."""
    digest, counts = hashlib.sha256(), dict.fromkeys([it.name for it in shapes], 0)

    def tell(of: object) -> None:
        digest.update(encoded := line(of))
        out(encoded)

    for shape in shapes:
        tell(shape.name)
        for row in _rows(connection, shape):
            tell(row)
            counts[shape.name] += 1
    return Tail(counts, digest.hexdigest())


def _rows(connection: sa.Connection, shape: Shape) -> Iterator[list[Any]]:
    """In the order of the key, a page at a time: no driver has to hold a whole table."""
    table = _table(shape)
    key = [table.c[name] for name in shape.key]
    places = [shape.columns.index(name) for name in shape.key]
    page = sa.select(*table.c).order_by(*key).limit(PAGE)
    question = page
    while rows := [list(map(_plain, row)) for row in connection.execute(question)]:
        yield from rows
        question = page.where(_after(key, [rows[-1][place] for place in places]))


def _after(key: Sequence[sa.ColumnClause[Any]], last: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Written out: MySQL does not walk an index by a comparison of tuples."""
    column, value = key[0], last[0]
    further: sa.ColumnElement[bool] = column > value
    return further if len(key) == 1 else sa.or_(further, sa.and_(column == value, _after(key[1:], last[1:])))


def _plain(value: Any) -> Any:
    return bytes(value).decode() if isinstance(value, bytes | bytearray) else value


class _Reader:
    """The lines of a backup, each checked as it is read."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._digest = hashlib.sha256()
        try:
            self.head = msgspec.json.decode(next(self._lines, b""), type=Head)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise NoBackup("its first line is not that of a backup") from None
        if self.head.tasktix_backup != FORMAT:
            raise NoBackup(f"its format is {self.head.tasktix_backup}, this program reads {FORMAT}")
        self._shapes = {it.name: it for it in self.head.tables}

    def contents(self) -> Contents:
        counts = dict.fromkeys(self._shapes, 0)
        for shape, rows in self.batches():
            counts[shape.name] += len(rows)
        if self.tail.rows != counts or self.tail.sha256 != self._digest.hexdigest():
            raise NoBackup("it is damaged: its rows are not those that were written")
        return Contents(self.head, self.tail)

    def batches(self) -> Iterator[tuple[Shape, list[list[Any]]]]:
        """Rows of one table, about `LARGEST` bytes of them. `tail` is known at the end."""
        shape: Shape | None = None
        rows: list[list[Any]] = []
        size = 0
        for line in self._lines:
            found = _decoded(line)
            is_row = isinstance(found, list) and shape is not None and len(found) == len(shape.columns)
            if is_row:
                rows.append(found)
                size += len(line)
            if shape is not None and rows and (size > LARGEST or not is_row):
                yield shape, rows
                rows, size = [], 0
            if isinstance(found, dict):
                self._end(line)
                return
            if not is_row:
                shape = self._named(found)
            self._digest.update(line)
        raise NoBackup("it is cut off: its end is missing")

    def _named(self, found: Any) -> Shape:
        if not isinstance(found, str) or found not in self._shapes:
            raise NoBackup("it is damaged: a line of it is neither a table nor a row of one")
        return self._shapes[found]

    def _end(self, line: bytes) -> None:
        try:
            self.tail = msgspec.json.decode(line, type=Tail)
        except msgspec.MsgspecError:
            raise NoBackup("its last line is not that of a backup") from None


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise NoBackup("it is damaged: a line of it cannot be read") from None

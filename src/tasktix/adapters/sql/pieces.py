"""Texts of the log that are too long for one statement: a large list that is deleted, or comes back.

A server takes a statement of so many bytes (16 MB is usual) and no more. A long text is kept in pieces, and the row of
its entry has an empty text instead; no entry's text is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.tables import LOG_PIECES
from tasktix.domain.ids import Id

LONGEST: Final = 1_000_000
"""Characters of a piece, each of at most four bytes."""

_ADD: Final = sa.insert(LOG_PIECES)
_OF: Final = (
    sa.select(LOG_PIECES.c.piece)
    .where(
        LOG_PIECES.c.audience == sa.bindparam("audience"),
        LOG_PIECES.c.position == sa.bindparam("position"),
        LOG_PIECES.c.text == sa.bindparam("text"),
    )
    .order_by(LOG_PIECES.c.number)
)


def kept(connection: Connection, audience: Id, position: int, name: str, text: str) -> str:
    """What to put into the entry's row: the text, or nothing where it was kept in pieces."""
    if len(text) <= LONGEST:
        return text
    for number, piece in enumerate(_cut(text)):
        row: dict[str, Any] = {"audience": audience, "position": position, "text": name, "number": number}
        connection.add(_ADD, [{**row, "piece": piece}])
    return ""


def _cut(text: str) -> Iterator[str]:
    """Where an object of the JSON begins: the id of a thing, for which its history is searched, is in one piece."""
    start = 0
    while len(text) - start > LONGEST:
        end = text.rfind("{", start + 1, start + LONGEST)
        end = end if end > 0 else start + LONGEST
        yield text[start:end]
        start = end
    yield text[start:]


def whole(connection: Connection, audience: Id, position: int, name: str, text: str) -> str:
    """The text of an entry whose row has `text`."""
    if text:
        return text
    found = connection.rows(_OF, {"audience": audience, "position": position, "text": name})
    return "".join(piece for (piece,) in found)

"""Saved filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection, Row
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.tables import FILTERS
from tasktix.domain.aggregate import Origin
from tasktix.domain.ids import Id
from tasktix.domain.saved_filters import SavedFilter

_OF: Final = sa.select(
    FILTERS.c.id,
    FILTERS.c.user_id,
    FILTERS.c.name,
    FILTERS.c.text,
    FILTERS.c.created_by,
    FILTERS.c.fingerprint,
    FILTERS.c.version,
    FILTERS.c.marks,
).where(FILTERS.c.user_id == sa.bindparam("user"))
_ONE: Final = _OF.where(FILTERS.c.id == sa.bindparam("id"))


def row(saved: SavedFilter, _owner: object) -> dict[str, Any]:
    return {
        "id": saved.id,
        "user_id": saved.user_id,
        "name": saved.name,
        "text": saved.text,
        "created_by": saved.origin.user_id,
        "fingerprint": saved.origin.fingerprint,
        "version": saved.version,
    }


@attrs.define(eq=False)
class SavedFilters:
    connection: Connection
    ledger: Ledger

    def add(self, saved: SavedFilter) -> None:
        self.ledger.add(saved)

    def get(self, user_id: Id, filter_id: Id) -> SavedFilter | None:
        found = self.connection.row(_ONE, {"user": user_id, "id": filter_id})
        return None if found is None else self.ledger.track(_saved(found))

    def of(self, user_id: Id) -> Sequence[SavedFilter]:
        return [_saved(found) for found in self.connection.rows(_OF, {"user": user_id})]


def _saved(found: Row) -> SavedFilter:
    filter_id, user_id, name, text, created_by, fingerprint, version, marks = found
    return SavedFilter(
        id=filter_id,
        user_id=user_id,
        name=name,
        text=text,
        origin=Origin(created_by, fingerprint),
        version=version,
        marks=marks_of(marks),
    )

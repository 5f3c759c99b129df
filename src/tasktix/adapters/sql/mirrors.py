"""Mirrors, and which task follows which issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Later, Row
from tasktix.adapters.sql.marks import marks_of
from tasktix.adapters.sql.mirror_tables import LINKS, MIRRORS
from tasktix.adapters.sql.tables import AUDIENCES, from_ms, maybe_from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link, Values
from tasktix.domain.mirrors import Direction, Mirror, Rule

_ALL: Final = sa.select(*MIRRORS.c)
_OF_LIST: Final = _ALL.where(MIRRORS.c.id == sa.bindparam("list"))
_FOLLOWING: Final = _ALL.where(MIRRORS.c.repository_id == sa.bindparam("repository")).order_by(MIRRORS.c.id)

_OF_INSTALLATION: Final = _ALL.where(MIRRORS.c.installation_id == sa.bindparam("installation")).order_by(MIRRORS.c.id)

_BEHIND: Final = (
    _ALL.join(AUDIENCES, AUDIENCES.c.id == MIRRORS.c.id)
    .where(AUDIENCES.c.position > MIRRORS.c.relayed, MIRRORS.c.halted.is_(None))
    .order_by(MIRRORS.c.id)
    .limit(sa.bindparam("at_most"))
)
_ADVANCE: Final = (
    sa.update(MIRRORS).where(MIRRORS.c.id == sa.bindparam("its_list")).values(relayed=sa.bindparam("position"))
)

_DUE: Final = (
    _ALL.where(
        MIRRORS.c.halted.is_(None),
        sa.or_(
            MIRRORS.c.swept_at.is_(None),
            MIRRORS.c.swept_at < sa.bindparam("moment"),
            MIRRORS.c.is_importing == sa.true(),
        ),
    )
    .order_by(MIRRORS.c.id)
    .limit(sa.bindparam("at_most"))
)
_SWEEP: Final = (
    sa.update(MIRRORS).where(MIRRORS.c.id == sa.bindparam("its_list")).values(swept_at=sa.bindparam("moment"))
)
_UNCHECKED: Final = (
    _ALL.where(sa.or_(MIRRORS.c.checked_at.is_(None), MIRRORS.c.checked_at < sa.bindparam("moment")))
    .order_by(MIRRORS.c.linked_by, MIRRORS.c.id)
    .limit(sa.bindparam("at_most"))
)
_CHECK: Final = (
    sa.update(MIRRORS).where(MIRRORS.c.id == sa.bindparam("its_list")).values(checked_at=sa.bindparam("moment"))
)

_LINKS: Final = sa.select(*LINKS.c).where(LINKS.c.list_id == sa.bindparam("list"))
_OF_ISSUE: Final = _LINKS.where(LINKS.c.issue_id == sa.bindparam("issue"))
_OF_TASK: Final = _LINKS.where(LINKS.c.task_id == sa.bindparam("task"))
_ALIVE: Final = _LINKS.where(LINKS.c.is_gone == sa.false()).order_by(LINKS.c.issue_id)
_ADD_LINK: Final = sa.insert(LINKS)
_CHANGE_LINK: Final = (
    sa.update(LINKS)
    .where(LINKS.c.list_id == sa.bindparam("its_list"), LINKS.c.issue_id == sa.bindparam("its_issue"))
    .values({it.name: sa.bindparam(it.name) for it in LINKS.c if not it.primary_key})
)

_directions: Final = msgspec.json.Decoder(dict[str, Direction]).decode
_read: Final = msgspec.json.Decoder(Values).decode


def row(mirror: Mirror, _owner: object) -> dict[str, Any]:
    return {
        "id": mirror.id,
        "repository_id": mirror.repository_id,
        "repository": mirror.repository,
        "installation_id": mirror.installation_id,
        "section_id": mirror.section_id,
        "directions": msgspec.json.encode(mirror.directions).decode(),
        "conflicts": mirror.conflicts.value,
        "linked_by": mirror.linked_by,
        "linked_at": to_ms(mirror.linked_at),
        "halted": mirror.halted,
        "relayed": mirror.relayed,
        "swept_at": to_ms(mirror.swept_at),
        "is_importing": mirror.is_importing,
        "checked_at": to_ms(mirror.checked_at),
        "version": mirror.version,
    }


@attrs.define(eq=False)
class Mirrors(Later):
    ledger: Ledger

    def add(self, mirror: Mirror) -> None:
        self.ledger.add(mirror)

    def of(self, list_id: Id) -> Mirror | None:
        found = self.connection.row(_OF_LIST, {"list": list_id})
        return None if found is None else self.ledger.track(_mirror(found))

    def following(self, repository_id: int) -> Sequence[Mirror]:
        return [_mirror(found) for found in self.connection.rows(_FOLLOWING, {"repository": repository_id})]

    def through(self, installation_id: int) -> Sequence[Mirror]:
        return [_mirror(found) for found in self.connection.rows(_OF_INSTALLATION, {"installation": installation_id})]

    def behind(self, at_most: int) -> Sequence[Mirror]:
        return [_mirror(found) for found in self.connection.rows(_BEHIND, {"at_most": at_most})]

    def advance(self, list_id: Id, position: int) -> None:
        self.later(self.connection.change, _ADVANCE, {"its_list": list_id, "position": position})

    def unswept(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        values = {"moment": to_ms(moment), "at_most": at_most}
        return [_mirror(found) for found in self.connection.rows(_DUE, values)]

    def sweep(self, list_id: Id, moment: datetime | None) -> None:
        self.later(self.connection.change, _SWEEP, {"its_list": list_id, "moment": to_ms(moment)})

    def unchecked(self, moment: datetime, at_most: int) -> Sequence[Mirror]:
        values = {"moment": to_ms(moment), "at_most": at_most}
        return [_mirror(found) for found in self.connection.rows(_UNCHECKED, values)]

    def check(self, list_id: Id, moment: datetime) -> None:
        self.later(self.connection.change, _CHECK, {"its_list": list_id, "moment": to_ms(moment)})


@attrs.define(eq=False)
class Links(Later):
    def add(self, link: Link) -> None:
        """A second link of the same issue breaks the primary key, which the store knows as a lost race."""
        row = {**_values(link), "list_id": link.list_id, "issue_id": link.issue_id}
        self.later(self.connection.add, _ADD_LINK, [row])

    def put(self, link: Link) -> None:
        its = {"its_list": link.list_id, "its_issue": link.issue_id}
        self.later(self.connection.change, _CHANGE_LINK, {**_values(link), **its})

    def of_issue(self, list_id: Id, issue_id: int) -> Link | None:
        return _link(self.connection.row(_OF_ISSUE, {"list": list_id, "issue": issue_id}))

    def alive(self, list_id: Id) -> Sequence[Link]:
        found = (_link(row) for row in self.connection.rows(_ALIVE, {"list": list_id}))
        return [link for link in found if link is not None]

    def of_task(self, list_id: Id, task_id: Id) -> Link | None:
        return _link(self.connection.row(_OF_TASK, {"list": list_id, "task": task_id}))


def _mirror(found: Row) -> Mirror:
    (
        list_id,
        repository_id,
        repository,
        installation_id,
        section_id,
        directions,
        conflicts,
        linked_by,
        linked_at,
        halted,
        relayed,
        swept_at,
        is_importing,
        checked_at,
        version,
        marks,
    ) = found
    return Mirror(
        id=list_id,
        repository_id=repository_id,
        repository=repository,
        installation_id=installation_id,
        section_id=section_id,
        directions=_directions(directions),
        conflicts=Rule(conflicts),
        linked_by=linked_by,
        linked_at=from_ms(linked_at),
        halted=halted,
        relayed=relayed,
        swept_at=maybe_from_ms(swept_at),
        is_importing=bool(is_importing),
        checked_at=maybe_from_ms(checked_at),
        version=version,
        marks=marks_of(marks),
    )


def _values(link: Link) -> dict[str, Any]:
    return {
        "repository_id": link.repository_id,
        "number": link.number,
        "task_id": link.task_id,
        "updated_at": to_ms(link.updated_at),
        "common": _text(link.common),
        "sent": _text(link.sent),
        "is_gone": link.is_gone,
    }


def _text(values: Values | None) -> str | None:
    return None if values is None else msgspec.json.encode(values).decode()


def _link(found: Row | None) -> Link | None:
    if found is None:
        return None
    list_id, issue_id, repository_id, number, task_id, updated_at, common, sent, is_gone = found
    return Link(
        list_id=list_id,
        repository_id=repository_id,
        issue_id=issue_id,
        number=number,
        task_id=task_id,
        updated_at=from_ms(updated_at),
        common=None if common is None else _read(common),
        sent=None if sent is None else _read(sent),
        is_gone=bool(is_gone),
    )

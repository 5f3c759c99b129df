"""The rows of a small list as the program wrote them at revision 0001: in the log, what happened to it before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

Row = dict[str, Any]

ANN, BEN = "0VYh8zI0AnnAnnAn", "0VYh8zI0BenBenBe"
LIST, BEDS, TREES = "0VYh8zI1ListList", "0VYh8zI2BedsBeds", "0VYh8zI2TreesTre"
DIG, SOW, GONE, FELLED = "0VYh8zI3DigDigDi", "0VYh8zI3SowSowSo", "0VYh8zI3GoneGone", "0VYh8zI3FelledFe"
ADMIN, VIEWER = "00000000000Admin", "0000000000Viewer"

DIG_SECONDS: Final = 5_400
LONGEST: Final = 2_147_483_647
MANY: Final = 1_500
"""Tasks more than the migration folds at once."""

AT: Final = 1_700_000_000_000
AT_TEXT: Final = "2023-11-14T22:13:20.000Z"
_ORIGIN: Final = {"created_by": ANN, "fingerprint": "f" * 32}


def person(user_id: str, name: str) -> Row:
    return {"id": user_id, "username": name, "name": name, "color": "red", "avatar_url": None}


def user(user_id: str, name: str) -> Row:
    mail = f"{name}@example.org"
    keys = {"username_key": name.lower(), "email": mail, "email_key": mail.lower()}
    return {**person(user_id, name), **keys, "timezone": None, "locale": None, "created_at": AT, "version": 1}


def task(task_id: str, name: str, rank: str, **more: Any) -> Row:
    return {
        "id": task_id,
        "list_id": LIST,
        "section_id": BEDS,
        "name": name,
        "description": "",
        "status": "unstarted",
        "priority": "low",
        "unclear": False,
        "due": None,
        "expected": None,
        "elapsed": 0,
        "timer_started_at": None,
        "created_at": AT,
        "completed_at": None,
        "rank": rank,
        **_ORIGIN,
        "version": 1,
        **more,
    }


def image_of_task(row: Row) -> Row:
    """As readers of the log were told of it."""
    image = {name: value for name, value in row.items() if name not in {*_ORIGIN, "list_id", "section_id"}}
    whole = {"list": LIST, "section": row["section_id"], "tags": [], "assignees": [], "issue": None}
    return {**image, **whole, "created_at": AT_TEXT}


def image_of_member(user_id: str, name: str, role: str) -> Row:
    return {"id": user_id, "user": person(user_id, name), "role": role, "version": 1}


GARDEN: Final = {
    "id": LIST,
    "name": "Garden",
    "color": "green",
    "description": "",
    "has_due_dates": True,
    "has_time_tracking": True,
    "auto_order": True,
    "version": 1,
}
SECTION: Final = {"id": BEDS, "name": "Beds", "rank": "a0", "version": 1}
FELLED_SECTION: Final = {"id": TREES, "name": "Trees", "rank": "a1", "version": 1}

FELLED_TASK: Final = task(FELLED, "Fell", "a0", section_id=TREES)

Change = tuple[Row, Row | None]
"""What was told, and the values before."""


def made(kind: str, image: Row) -> Change:
    return {"kind": kind, "id": image["id"], "set": image}, None


def changed(kind: str, thing_id: str, after: Row, before: Row) -> Change:
    return {"kind": kind, "id": thing_id, "set": after}, before


def gone(kind: str, image: Row) -> Change:
    return {"kind": kind, "id": image["id"], "gone": True}, image


PAST: Final[Sequence[tuple[list[Row], list[Change]]]] = (
    (
        [{"type": "list.created", "list": LIST}, {"type": "member.added", "member": ANN}],
        [made("list", GARDEN), made("member", image_of_member(ANN, "Ann", ADMIN))],
    ),
    ([{"type": "member.added", "member": BEN}], [made("member", image_of_member(BEN, "Ben", VIEWER))]),
    ([{"type": "section.added", "section": BEDS}], [made("section", SECTION)]),
    ([{"type": "section.added", "section": TREES}], [made("section", FELLED_SECTION)]),
    ([{"type": "task.added", "task": DIG}], [made("task", image_of_task(task(DIG, "Dig", "a0")))]),
    (
        [{"type": "task.renamed", "task": DIG}],
        [changed("task", DIG, {"name": "Straße", "version": 2}, {"name": "Dig", "version": 1})],
    ),
    ([{"type": "task.added", "task": FELLED}], [made("task", image_of_task(FELLED_TASK))]),
    ([{"type": "task.added", "task": GONE}], [made("task", image_of_task(task(GONE, "Rake", "a2")))]),
    (
        [{"type": "task.deleted", "task": GONE}],
        [gone("task", image_of_task(task(GONE, "Rake", "a2", elapsed=60, due="2026-11-30")))],
    ),
    (
        [{"type": "section.deleted", "section": TREES}, {"type": "task.deleted", "task": FELLED}],
        [gone("section", FELLED_SECTION), gone("task", image_of_task(FELLED_TASK))],
    ),
)
"""The entries of the list, from position 1: their facts, and their changes with the values before."""


def entry(audience: str, position: int, facts: list[Row], changes: list[Change]) -> Row:
    head = {"at": AT_TEXT, "actor": {"user": ANN, "via": "web"}, "key": None}
    body = json.dumps({**head, "facts": facts, "changes": [told for told, _ in changes]}, separators=(",", ":"))
    was = json.dumps([before for _, before in changes])
    return {"audience": audience, "position": position, "at": AT, "body": body[1:], "was": was}


def rows() -> Mapping[str, list[Row]]:
    """By table, in the order in which they refer to one another."""
    others = [task(f"0VYh8zI4{number:08}", f"Öl {number}", f"b{number:04}") for number in range(MANY)]
    own = [
        (ANN, {"type": "user.signed_up", "user": ANN}, []),
        (ANN, {"type": "membership.gained", "list": LIST}, [made("membership", {"id": LIST, "role": ADMIN})]),
        (BEN, {"type": "membership.gained", "list": LIST}, [made("membership", {"id": LIST, "role": VIEWER})]),
    ]
    return {
        "users": [user(ANN, "Ann"), user(BEN, "Ben")],
        "credentials": [{"user_id": ANN, "password_hash": "hash of Ann"}],
        "lists": [{**GARDEN, "created_at": AT, **_ORIGIN}],
        "sections": [{**SECTION, "list_id": LIST, **_ORIGIN}],
        "members": [
            {"list_id": LIST, "user_id": ANN, "role": ADMIN, "version": 1},
            {"list_id": LIST, "user_id": BEN, "role": VIEWER, "version": 1},
        ],
        "tasks": [
            task(DIG, "Straße", "a0", description="É\nx", elapsed=DIG_SECONDS, status="paused", version=2),
            task(SOW, "Sow", "a1", elapsed=LONGEST),
            *others,
        ],
        "audiences": [
            {"id": LIST, "position": len(PAST), "floor": 0},
            {"id": ANN, "position": 2, "floor": 0},
            {"id": BEN, "position": 1, "floor": 0},
        ],
        "log": [
            *(entry(LIST, position, *past) for position, past in enumerate(PAST, 1)),
            entry(ANN, 1, [own[0][1]], own[0][2]),
            entry(ANN, 2, [own[1][1]], own[1][2]),
            entry(BEN, 1, [own[2][1]], own[2][2]),
        ],
    }


def insert(connection: sa.Connection) -> None:
    for name, its_rows in rows().items():
        connection.execute(sa.insert(sa.Table(name, sa.MetaData(), autoload_with=connection)), its_rows)
    connection.commit()

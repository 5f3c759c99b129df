"""How things look on the wire and in the log. Every field is named here: what is not named is never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec

from tasktix.domain.access import Member, Person, Role
from tasktix.domain.due import rfc3339
from tasktix.domain.facts import Fact
from tasktix.domain.lists import List, Section
from tasktix.domain.sessions import Session
from tasktix.domain.tasks import Task
from tasktix.domain.users import User

Image = dict[str, Any]
"""A thing as JSON: texts, numbers, flags, None, lists and objects of these."""

encode: Final = msgspec.json.Encoder().encode


def image(thing: object) -> Image:
    """The image of an entity; raises `KeyError` for what is never shown."""
    return IMAGES[type(thing)](thing)


def task(it: Task) -> Image:
    return {
        "id": it.id,
        "list": it.list_id,
        "section": it.section_id,
        "name": it.name,
        "description": it.description,
        "status": it.status.value,
        "priority": it.priority.value,
        "unclear": it.unclear,
        "due": it.due and it.due.text,
        "expected": it.expected,
        "elapsed": it.elapsed,
        "timer_started_at": _instant(it.timer_started_at),
        "created_at": rfc3339(it.created_at),
        "completed_at": _instant(it.completed_at),
        "tags": list(it.tags),
        "assignees": list(it.assignees),
        "rank": it.rank,
        "version": it.version,
        "issue": None,
    }


def list_settings(it: List) -> Image:
    return {
        "id": it.id,
        "name": it.name,
        "color": it.color.value,
        "description": it.description,
        "has_due_dates": it.has_due_dates,
        "has_time_tracking": it.has_time_tracking,
        "auto_order": it.auto_order,
        "version": it.version,
    }


def section(it: Section) -> Image:
    return {"id": it.id, "name": it.name, "rank": it.rank, "version": it.version}


def person(it: Person) -> Image:
    return {
        "id": it.id,
        "username": it.username,
        "name": it.name,
        "color": it.color.value,
        "avatar_url": it.avatar_url,
    }


def member(it: Member) -> Image:
    return {"id": it.id, "user": person(it.person), "role": it.role_id, "version": it.version}


def role(it: Role) -> Image:
    return {
        "id": it.id,
        "name": it.name,
        "description": it.description,
        "permissions": sorted(it.permissions),
        "preset": it.preset,
        "version": it.version,
    }


def user(it: User) -> Image:
    """For the user alone: others see `person`."""
    return {
        **person(it.as_person()),
        "email": it.email,
        "timezone": it.timezone,
        "locale": it.locale,
        "version": it.version,
    }


def session(it: Session) -> Image:
    """For its user alone. The token's hash is a secret."""
    return {
        "id": it.id,
        "device": it.device,
        "address": it.address,
        "created_at": rfc3339(it.created_at),
        "seen_at": rfc3339(it.seen_at),
    }


def membership(list_id: str, it: Member) -> Image:
    """A member, told to that member."""
    return {"id": list_id, "role": it.role_id}


def fact(it: Fact) -> Image:
    return {"type": it.type, **attrs.asdict(it)}


IMAGES: Final[Mapping[type, Callable[[Any], Image]]] = {
    Task: task,
    List: list_settings,
    Section: section,
    Member: member,
    Role: role,
    Person: person,
    User: user,
    Session: session,
}


def entry_json(audience: str, position: int, text: str) -> bytes:
    """An entry of the log as its readers get it; `text` as in `Entry`."""
    return f'{{"audience":"{audience}","position":{position},{text}'.encode()


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)

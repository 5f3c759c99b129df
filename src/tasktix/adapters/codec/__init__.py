"""How things look on the wire and in the log. Every field is named here: what is not named is never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
import msgspec

from tasktix.adapters.codec import mirrors
from tasktix.domain.access import Member, Person, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.due import Due, rfc3339
from tasktix.domain.facts import Fact
from tasktix.domain.linked import LinkedAccount
from tasktix.domain.lists import List
from tasktix.domain.mirrors import Mirror
from tasktix.domain.notes import Note
from tasktix.domain.passkeys import Passkey
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.second_factor import SecondFactor
from tasktix.domain.sections import Section
from tasktix.domain.sessions import Session
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Stretch, Task, TimeEntry
from tasktix.domain.tokens import Token
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
        "issue": it.issue and attrs.asdict(it.issue),
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


def tag(it: Tag) -> Image:
    return {"id": it.id, "name": it.name, "color": it.color.value, "version": it.version}


def time_entry(it: TimeEntry) -> Image:
    return {"user": it.user_id, "started_at": rfc3339(it.started_at), "ended_at": rfc3339(it.ended_at)}


def stretch(it: Stretch) -> Image:
    return {"user": it.user_id, "started_at": rfc3339(it.started_at), "ended_at": _instant(it.ended_at)}


def saved_filter(it: SavedFilter) -> Image:
    return {"id": it.id, "name": it.name, "text": it.text, "version": it.version}


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


def token(it: Token) -> Image:
    """For its user alone. The secret is nowhere, its hash a secret too."""
    return {
        "id": it.id,
        "name": it.name,
        "hint": it.hint,
        "scopes": sorted(it.scopes),
        "created_at": rfc3339(it.created_at),
        "expires_at": _instant(it.expires_at),
        "used_at": _instant(it.used_at),
    }


def note(it: Note) -> Image:
    return {
        "id": it.id,
        "at": rfc3339(it.at),
        "kind": it.kind,
        "by": it.by,
        "about": it.about,
        "address": it.address,
        "device": it.device,
    }


def second_factor(it: SecondFactor) -> Image:
    """For its user alone. Its secret is nowhere, and of backup codes their number."""
    return {"on_since": _instant(it.on_since), "backup_codes": len(it.backup_hashes)}


def account(it: LinkedAccount) -> Image:
    """For its user alone. The tokens are secrets, and who one is there is the provider's own matter."""
    return {
        "id": it.id,
        "provider": it.provider,
        "name": it.name,
        "created_at": rfc3339(it.created_at),
        "used_at": rfc3339(it.used_at),
    }


def passkey(it: Passkey) -> Image:
    """For its user alone. What is in it is its device's and the program's own matter."""
    return {"id": it.id, "name": it.name, "created_at": rfc3339(it.created_at), "used_at": _instant(it.used_at)}


def membership(list_id: str, it: Member) -> Image:
    """A member, told to that member."""
    return {"id": list_id, "role": it.role_id}


def fact(it: Fact) -> Image:
    return {"type": it.type, **attrs.asdict(it)}


IMAGES: Final[Mapping[type, Callable[[Any], Image]]] = {
    Task: task,
    List: list_settings,
    Section: section,
    Tag: tag,
    Member: member,
    Role: role,
    Person: person,
    User: user,
    Session: session,
    Token: token,
    Note: note,
    SecondFactor: second_factor,
    LinkedAccount: account,
    Passkey: passkey,
    TimeEntry: time_entry,
    Stretch: stretch,
    SavedFilter: saved_filter,
    **mirrors.IMAGES,
}


def hidden(thing: object) -> Image:
    """What is kept of an entity beside its image, so that an undo can bring it back; nobody is told."""
    more: Image = {}
    origin = getattr(thing, "origin", None)
    if isinstance(origin, Origin):
        more = {"created_by": origin.user_id, "fingerprint": origin.fingerprint}
    match thing:
        case Task():
            more |= {"timer_started_by": thing.timer_started_by, "elapsed_ms": thing.elapsed_ms}
        case List():
            more |= {"created_at": rfc3339(thing.created_at)}
        case Mirror():
            more |= {"installation": thing.installation_id}
        case Session():
            # A session is a secret as a whole: this is for seeing that it has changed, and goes nowhere.
            more |= {"token_hash": thing.token_hash, "fresh_at": rfc3339(thing.fresh_at), "version": thing.version}
        case SecondFactor():
            # As a session.
            hashes = sorted(thing.backup_hashes)
            more |= {"sealed": thing.sealed, "last_step": thing.last_step, "backup_hashes": hashes}
            more |= {"version": thing.version}
        case LinkedAccount():
            more |= {"sealed": thing.sealed, "version": thing.version}
        case Passkey():
            more |= {"sign_count": thing.sign_count, "version": thing.version}
        case TimeEntry():
            more |= {"id": thing.id, "version": thing.version}
    return more


WIRE_NAMES: Final = {"list_id": "list", "section_id": "section", "role_id": "role", "person": "user"}
"""Attributes that have another name on the wire."""

ATTRIBUTES: Final = {name: attribute for attribute, name in WIRE_NAMES.items()}


def wire_name(attribute: str) -> str:
    """A field's name on the wire; of one thing among several, `id.attribute`."""
    thing, dot, name = attribute.rpartition(".")
    return thing + dot + WIRE_NAMES.get(name, name)


def value(of: Any) -> Any:
    """A field's value as JSON."""
    match of:
        case datetime():
            return rfc3339(of)
        case Due():
            return of.text
        case Person():
            return person(of)
        case frozenset():
            return sorted(of)
        case tuple() | list():
            return [value(each) for each in of]
        case _:
            return of


def entry_json(audience: str, position: int, text: str) -> bytes:
    """An entry of the log as its readers get it; `text` as in `Entry`."""
    return f'{{"audience":"{audience}","position":{position},{text}'.encode()


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)

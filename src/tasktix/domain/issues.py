"""Issues of a tracker elsewhere: what a task shows of the one it follows, how one looked at a moment, what both sides
had in common last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from tasktix.domain.fields import LONGEST_DESCRIPTION
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id

LONGEST_NAME: Final = 256
LONGEST_TAG: Final = 32
CUT: Final = "…"
"""How a text ends that was too long for us."""

OPEN: Final = "open"
CLOSED: Final = "closed"

_MARKER: Final = re.compile(r"\s*<!-- tasktix:([0-9A-Za-z]{16}) -->\s*\Z")
_CONTROL: Final = ("Cc", "Zl", "Zp")


@attrs.frozen
class Issue:
    """What a task shows of the issue that it follows. `repository` is its full name, `state` is open or closed."""

    url: str
    number: int
    repository: str
    state: str


@attrs.frozen
class Values:
    """The fields of an issue that a task can follow, as they fit a task: what is too long is shortened, never dropped.

    `labels` are names of tags, `assignees` ids of accounts at the tracker, both in order and once each; `due` is a day.
    """

    name: str
    description: str
    is_closed: bool
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: str | None = None


@attrs.frozen
class Sighting:
    """An issue of a repository as the tracker showed it. `id` is unique at the tracker and never changes; people know
    it by its number. `reason` says why it was closed. `marker` is the task that it was made from, if it says so."""

    repository_id: int
    id: int
    issue: Issue
    values: Values
    created_at: datetime
    updated_at: datetime
    reason: str | None = None
    marker: Id | None = None


@attrs.frozen
class Link:
    """Which task of a list follows an issue. `common` are the values that both sides had last, `sent` those that we are
    writing there, where nobody knows yet whether they arrived; `updated_at` is the tracker's. `is_gone`: the issue is
    deleted or went elsewhere, and what still comes of it counts no more."""

    list_id: Id
    repository_id: int
    issue_id: int
    number: int
    task_id: Id | None
    updated_at: datetime
    common: Values | None = None
    sent: Values | None = None
    is_gone: bool = False


def last_seen(link: Link, repository: str) -> Sighting:
    """An issue as it was when it was seen last, for what is known of it only that it is gone."""
    values = link.common or Values("?", "", is_closed=True)
    state = CLOSED if values.is_closed else OPEN
    return Sighting(
        repository_id=link.repository_id,
        id=link.issue_id,
        issue=Issue("", link.number, repository, state),
        values=values,
        created_at=link.updated_at,
        updated_at=link.updated_at,
    )


def fitting(
    title: str,
    body: str | None,
    *,
    is_closed: bool,
    labels: Iterable[str] = (),
    assignees: Iterable[str] = (),
    due: str | None = None,
) -> Values:
    """What a tracker says, as it fits a task. The marker in a body is not part of the text."""
    return Values(
        _line(title, LONGEST_NAME) or "?",
        _text(without_marker(body or "")),
        is_closed,
        ordered_names(_line(label, LONGEST_TAG) for label in labels),
        tuple(sorted(set(assignees))),
        due,
    )


def ordered_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, in any case, by their folded form; the empty one not at all."""
    by_key = {fold(name): name for name in names if name}
    return tuple(by_key[key] for key in sorted(by_key))


def marker_in(body: str | None) -> Id | None:
    found = _MARKER.search(body or "")
    return found[1] if found else None


def without_marker(body: str) -> str:
    return _MARKER.sub("", body)


def with_marker(body: str, task_id: Id) -> str:
    """The body of an issue that is made from a task: by this it is found again where the answer to its making was
    lost. People do not see it."""
    return f"{body}\n\n<!-- tasktix:{task_id} -->".lstrip()


def _line(text: str, longest: int) -> str:
    """As one line without control characters."""
    whole = "".join(" " if unicodedata.category(it) in _CONTROL else it for it in _well_formed(text)).strip()
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + CUT


def _text(text: str) -> str:
    whole = _well_formed(text).replace("\x00", "")
    raw = whole.encode()
    if len(raw) <= LONGEST_DESCRIPTION:
        return whole
    return raw[: LONGEST_DESCRIPTION - len(CUT.encode())].decode(errors="ignore") + CUT


def _well_formed(text: str) -> str:
    """JSON may hold halves of characters; no store does."""
    return text.encode(errors="replace").decode()

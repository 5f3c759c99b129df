"""What a filter looks at, and from where."""

from __future__ import annotations

import attrs

from tasktix.domain.calendar import Calendar
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task


@attrs.frozen
class Subject:
    """A task and the names that it knows only as ids. `tags` and `usernames` (of its assignees) are folded."""

    task: Task
    list_name: str
    section_name: str
    tags: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()


@attrs.frozen
class Context:
    """Who looks, when and where: `@me`, and what `today` is. `lists` are those of theirs that they look at, None for
    all."""

    calendar: Calendar
    viewer: Id
    lists: frozenset[Id] | None = None

    def looks_at(self, list_id: Id) -> bool:
        return self.lists is None or list_id in self.lists

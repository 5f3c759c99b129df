"""Today: what wants attention now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tasktix.domain.filters.matcher import matcher
from tasktix.domain.filters.parser import parse
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.ordering import AUTO
from tasktix.domain.tasks import Task

_GROUPS: Final = tuple(map(parse, ("is:overdue", "due:today", "is:running", "priority:high !has:due")))
"""In the order in which they are shown; a task stands in the first that it fits."""

WANTED: Final = parse("status:open & (is:overdue | due:today | is:running | priority:high !has:due)")


def in_order(tasks: Iterable[Task], context: Context) -> list[Task]:
    """Overdue, then due today, then running, then the rest; each in automatic order."""
    tests = [matcher(group, context) for group in _GROUPS]

    def group(task: Task) -> int:
        subject = Subject(task, "", "")
        return next((number for number, holds in enumerate(tests) if holds(subject)), len(tests))

    return sorted(AUTO.sort(tasks), key=group)

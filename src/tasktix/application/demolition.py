"""What goes along when something larger is deleted; part of several use cases."""

from __future__ import annotations

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.facts import Fact
from tasktix.domain.ids import Id


def clear(work: UnitOfWork, list_id: Id, fact: Fact) -> None:
    """All that is in a list goes with it. It is read before, so that an undo can bring it back."""
    for part in (work.lists.sections(list_id), work.lists.tags(list_id), work.lists.roster(list_id)):
        part.go_with(fact)
    for task in work.tasks.with_time(work.tasks.all_of(list_id)):
        task.go_with(fact)


def end_assignments(work: UnitOfWork, list_id: Id, user_id: Id) -> None:
    """Of somebody who is no longer a member."""
    for task in work.tasks.assigned_to(list_id, user_id):
        task.unassign(user_id)

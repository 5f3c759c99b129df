"""What follows from another profile; part of several use cases."""

from __future__ import annotations

from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Person
from tasktix.domain.errors import Taken
from tasktix.domain.users import User


def publish(work: UnitOfWork, user: User, before: Person) -> None:
    """Nobody else has its names (raises `Taken`), and every list that shows the user shows them as they are now."""
    taken = work.users.taken(user.username, user.email, besides=user.id)
    if taken is not None:
        raise Taken(taken)
    if user.as_person() != before:
        for list_id in sorted(work.lists.of(user.id)):
            work.lists.roster(list_id).show(user.as_person())

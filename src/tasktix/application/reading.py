"""How a line of text is understood as a task of a list; part of several use cases."""

from __future__ import annotations

from tasktix.application import calendars
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import Invalid
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.quick_add import Reading, Vocabulary, read


def of(work: UnitOfWork, actor: Actor, list_id: Id, text: str, field: str = "text") -> Reading:
    """With the names that the list has now, on the actor's calendar. Raises `Invalid` for a text that is too long."""
    lists = work.lists
    vocabulary = Vocabulary(
        tags={fold(tag.name): tag.id for tag in lists.tags(list_id).by_id.values()},
        people={fold(it.person.username): it.id for it in lists.roster(list_id).members.values()},
        # Of two sections with one name it is the first.
        sections={fold(section.name): section.id for section in reversed(lists.sections(list_id).in_order())},
        me=actor.user_id,
    )
    try:
        return read(text, vocabulary, calendars.of(work, actor))
    except ValueError as error:
        raise Invalid.of(field, str(error)) from None

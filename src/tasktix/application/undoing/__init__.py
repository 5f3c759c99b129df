"""How the entry of a list is put back, thing by thing; part of the use case `history.undo`."""

from __future__ import annotations

from tasktix.application import demolition
from tasktix.application.undoing import parts, people, tasks
from tasktix.application.undoing.reversal import Reversal
from tasktix.domain.errors import Clash
from tasktix.domain.lists import List
from tasktix.domain.roster import Roster
from tasktix.domain.sections import Section, Sections
from tasktix.domain.tags import Tag, Tags
from tasktix.domain.tasks import Task


def undo_in(reversal: Reversal, present: List) -> None:
    """An entry of a list that is there."""
    for change in reversal.past.of("list"):
        if change.is_made:
            _unmake(reversal, present)
            return
        if not change.is_gone and reversal.puts_back(present, change):
            present.record(reversal.fact)
    if reversal.has("role", "member"):
        people.undo_people(reversal, reversal.work.lists.roster(reversal.list_id))
    found = tasks.present_tasks(reversal)
    if reversal.has("section"):
        parts.undo_sections(reversal, found)
    if reversal.has("tag"):
        parts.undo_tags(reversal)
    tasks.undo_tasks(reversal, found)


def restore_list(reversal: Reversal) -> None:
    """The list that the entry deleted, and all that was in it."""
    lists = reversal.work.lists
    for found in reversal.gone("list", List).values():
        found.record(reversal.fact)
        lists.add(found)
    roster = Roster(id=reversal.list_id)
    people.restore_people(reversal, roster)
    sections = Sections(id=reversal.list_id, by_id=reversal.gone("section", Section))
    tags = Tags(id=reversal.list_id, by_id=reversal.gone("tag", Tag))
    for part in (roster, sections, tags):
        part.record(reversal.fact)
        lists.add(part)
    known = tasks.Known(frozenset(sections.by_id), frozenset(tags.by_id), frozenset(roster.members))
    tasks.restore(reversal, known, reversal.gone("task", Task))


def _unmake(reversal: Reversal, present: List) -> None:
    """A list is only as though it had never been made while nothing else has happened in it."""
    (change,) = reversal.past.of("list")
    present.go_with(reversal.fact)
    demolition.clear(reversal.work, reversal.list_id, reversal.fact)
    # Not before: now that all of its tasks are locked, no change of one can come between.
    position = reversal.work.log.reach([reversal.list_id])[reversal.list_id].position
    if position != reversal.past.position:
        reversal.is_free(change, {"position": Clash(reversal.past.position, position)})

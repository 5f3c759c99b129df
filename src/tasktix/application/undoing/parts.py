"""Putting back sections and tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from tasktix.application.undoing.reversal import Reversal
from tasktix.domain.aggregate import Aggregate, Entity
from tasktix.domain.errors import Clash, Taken
from tasktix.domain.history import changed_since
from tasktix.domain.ids import Id
from tasktix.domain.sections import Section
from tasktix.domain.tags import Tag

E = TypeVar("E", bound=Entity)
Clashes = Mapping[str, Clash]


def undo_sections(reversal: Reversal, made_tasks: Mapping[Id, object]) -> None:
    """`made_tasks` go in the same undo; any other task in a section that would go stands in the way."""
    work, list_id = reversal.work, reversal.list_id
    sections = work.lists.sections(list_id)

    def others_in(section_id: Id) -> Clashes:
        others = [it.id for it in work.tasks.in_section(list_id, section_id) if it.id not in made_tasks]
        return {"tasks": Clash([], others)} if others else {}

    _undo(reversal, "section", sections, sections.by_id, Section, lambda _: {}, others_in)


def undo_tags(reversal: Reversal) -> None:
    work, list_id = reversal.work, reversal.list_id
    tags = work.lists.tags(list_id)

    def same_name(tag: Tag) -> Clashes:
        return name_clash(tags.require_free_name, tag.name, tag.id)

    # Those that the entry gave it back to lose it again in the same undo.
    with_it = {change.id for change in reversal.past.of("task")}

    def carriers(tag_id: Id) -> Clashes:
        found = [it.id for it in work.tasks.with_tag(list_id, tag_id) if it.id not in with_it]
        return {"tasks": Clash([], found)} if found else {}

    _undo(reversal, "tag", tags, tags.by_id, Tag, same_name, carriers)


def name_clash(require_free: Callable[[str, Id], None], name: str, thing_id: Id) -> Clashes:
    try:
        require_free(name, thing_id)
    except Taken:
        return {"name": Clash(name, name)}
    return {}


def _undo(
    reversal: Reversal,
    kind: str,
    owner: Aggregate,
    present: dict[Id, E],
    shape: type[E],
    bars_return: Callable[[E], Clashes],
    bars_removal: Callable[[Id], Clashes],
) -> None:
    gone = reversal.gone(kind, shape)
    for change in reversal.past.of(kind):
        it = present.get(change.id)
        if change.is_gone:
            if it is None and reversal.is_free(change, bars_return(gone[change.id])):
                present[change.id] = gone[change.id]
                owner.record(reversal.fact)
        elif it is None:
            reversal.is_there(change, it)
        elif change.is_made:
            if reversal.is_free(change, {**changed_since(it, change), **bars_removal(change.id)}):
                del present[change.id]
                owner.record(reversal.fact)
        elif reversal.puts_back(it, change) and reversal.is_free(change, bars_return(it)):
            owner.record(reversal.fact)

"""Lists, their tags and sections."""

from __future__ import annotations

from typing import Final

from tasktix.application import lists, sections, tags
from tasktix.domain.access import Permission
from tests.catalogue.row import Access, Row, its_list, nothing, section

P = Permission
A = Access

LIST_FIELDS: Final = {
    "name": "Orchard",
    "color": "lime",
    "description": "*apples*",
    "has_due_dates": False,
    "has_time_tracking": False,
    "auto_order": False,
}

ROWS: Final[tuple[Row, ...]] = (
    # lists
    Row(
        lists.create,
        A.SIGNED_IN,
        lambda sample, _: {"list_id": sample.fresh_id, "fields": {"name": "Orchard"}},
        writes=True,
        settles=True,
    ),
    Row(lists.overviews, A.SIGNED_IN, nothing),
    Row(
        lists.revise,
        P.UPDATE_LIST,
        lambda sample, _: {"list_id": sample.id, "fields": LIST_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(lists.delete, P.DELETE_LIST, its_list, writes=True),
    # tags
    Row(
        tags.add,
        P.MANAGE_TAGS,
        lambda sample, _: {
            "list_id": sample.id,
            "tag_id": sample.fresh_id,
            "fields": {"name": "Someday", "color": "cyan"},
        },
        writes=True,
        settles=True,
    ),
    Row(
        tags.revise,
        P.MANAGE_TAGS,
        lambda sample, _: {
            "list_id": sample.id,
            "tag_id": sample.tag,
            "fields": {"name": "URGENT", "color": "orange"},
        },
        writes=True,
        settles=True,
    ),
    Row(tags.delete, P.MANAGE_TAGS, lambda sample, _: {"list_id": sample.id, "tag_id": sample.tag}, writes=True),
    Row(
        tags.attach,
        P.UPDATE_TASKS,
        lambda sample, _: {"list_id": sample.id, "task_id": sample.tasks[0], "tag_id": sample.tag},
        writes=True,
        settles=True,
    ),
    Row(
        tags.detach,
        P.UPDATE_TASKS,
        lambda sample, _: {"list_id": sample.id, "task_id": sample.rich, "tag_id": sample.tag},
        writes=True,
        settles=True,
    ),
    # sections
    Row(
        sections.add,
        P.UPDATE_LIST,
        lambda sample, _: {
            "list_id": sample.id,
            "section_id": sample.fresh_id,
            "after": sample.sections[0],
            "fields": {"name": "Herbs"},
        },
        writes=True,
        settles=True,
    ),
    Row(sections.revise, P.UPDATE_LIST, section(fields={"name": "Flower beds"}), writes=True, settles=True),
    Row(
        sections.place,
        P.UPDATE_LIST,
        lambda sample, _: {
            "list_id": sample.id,
            "section_id": sample.sections[0],
            "after": sample.sections[1],
        },
        writes=True,
        settles=True,
    ),
    Row(sections.delete, P.UPDATE_LIST, section(), writes=True),
)

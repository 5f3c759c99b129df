"""How mirrors and their ledgers look on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tasktix.domain.deliveries import Report
from tasktix.domain.due import rfc3339
from tasktix.domain.mirrors import Mirror, Repository


def mirror(it: Mirror) -> dict[str, Any]:
    return {
        "repository_id": it.repository_id,
        "repository": it.repository,
        "section": it.section_id,
        "directions": {field: way.value for field, way in it.directions.items()},
        "conflicts": it.conflicts.value,
        "linked_by": it.linked_by,
        "linked_at": rfc3339(it.linked_at),
        "halted": it.halted,
        "is_importing": it.is_importing,
        "version": it.version,
    }


def repository(it: Repository) -> dict[str, Any]:
    return {"id": it.id, "name": it.name, "description": it.description, "is_private": it.is_private}


def report(it: Report) -> dict[str, Any]:
    return {
        "id": it.id,
        "at": rfc3339(it.at),
        "way": it.way.value,
        "event": it.event,
        "action": it.action,
        "outcome": it.outcome.value,
        "number": it.number,
        "task": it.task_id,
        "detail": it.detail,
        "tries": it.tries,
    }


IMAGES: Final[Mapping[type, Callable[[Any], dict[str, Any]]]] = {
    Mirror: mirror,
    Repository: repository,
    Report: report,
}

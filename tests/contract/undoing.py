"""What tests of undoing have in common."""

from __future__ import annotations

from copy import deepcopy

from tasktix.application import history
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.ids import Id
from tests.builders import Sample
from tests.contract.view import Things, view_of_list


def look(app: Application, sample: Sample, list_id: Id) -> Things:
    return without_versions(view_of_list(app, sample.admin, list_id).things)


def without_versions(things: Things) -> Things:
    """Versions count changes, and an undo is one."""
    bare = deepcopy(things)
    for thing in bare.values():
        thing.pop("version", None)
    return bare


def undo(app: Application, sample: Sample, list_id: Id, position: int, by: Actor | None = None) -> int:
    """The position of the undo."""
    outcome = app.commit(by or sample.admin, history.undo, list_id=list_id, position=position)
    return outcome.positions.get(list_id, 0)

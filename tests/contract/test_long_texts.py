"""What is larger than one statement to the database may be: a list of long texts is deleted, and comes back."""

from __future__ import annotations

from tasktix.application import history, lists
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.aggregate import Origin
from tasktix.domain.fields import LONGEST_DESCRIPTION
from tasktix.domain.tasks import Task
from tests.builders import Sample
from tests.contract.undoing import without_versions
from tests.contract.view import entries_after, fold, view_of_list

MANY = 300
"""Tasks of 64 KB each: 19 MB, more than the 16 MB that MariaDB takes in one packet."""


def write_much(work: UnitOfWork, actor: Actor, *, sample: Sample) -> None:
    for _ in range(50):
        task = Task.add(
            work.new_id(),
            list_id=sample.id,
            section_id=sample.sections[0],
            rank="b00",
            now=work.now,
            origin=Origin.of(actor.user_id),
            fields={"name": "Long", "description": "x" * LONGEST_DESCRIPTION},
        )
        work.tasks.add(task)


def test_a_list_of_long_texts_is_deleted_and_comes_back(app: Application, sample: Sample) -> None:
    for _ in range(0, MANY, 50):
        app.perform(sample.admin, write_much, sample=sample)
    before = view_of_list(app, sample.admin, sample.id)

    position = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    app.perform(sample.admin, history.undo, list_id=sample.id, position=position)

    after = view_of_list(app, sample.admin, sample.id)
    assert without_versions(after.things) == without_versions(before.things)
    assert fold(before.things, entries_after(app, sample.id, before.position)) == after.things
    page = app.look(sample.admin, history.of_list, list_id=sample.id, limit=2)
    assert [entry.position for entry in page.entries] == [position + 1, position]

"""Several people change the same thing: field by field, and never unknowingly over what another has just written.

`seen` is the version of the thing that the sender knew (`If-Match`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from tasktix.application import history, lists, members, roles, saved_filters, sections, tags, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import COLLABORATOR, STAKEHOLDER
from tasktix.domain.errors import Conflicting
from tests.builders import Sample, join
from tests.contract.threads import together
from tests.fakes import FakeClock


@attrs.frozen
class Kind:
    """A thing that several can change: two values of one field (as sent, and as kept), and another field's."""

    use_case: Callable[..., Any]
    thing: Callable[[Sample], dict[str, Any]]
    field: str
    mine: Any
    theirs: Any
    other: dict[str, Any]
    keeps: Callable[[Any], Any] = lambda value: value

    def write(self, app: Application, sample: Sample, by: Actor, value: Any, seen: int | None = None) -> Any:
        return self.change(app, sample, by, {self.field: value}, seen)

    def change(
        self, app: Application, sample: Sample, by: Actor, fields: dict[str, Any], seen: int | None = None
    ) -> Any:
        ways = {**self.thing(sample), "fields": fields}
        return app.perform(by, self.use_case, seen=seen, **ways)


KINDS = {
    "task": Kind(
        tasks.revise, lambda it: {"list_id": it.id, "task_id": it.tasks[0]}, "name", "Mine", "Theirs", {"expected": 60}
    ),
    "list": Kind(lists.revise, lambda it: {"list_id": it.id}, "name", "Mine", "Theirs", {"description": "*x*"}),
    "section": Kind(
        sections.revise, lambda it: {"list_id": it.id, "section_id": it.sections[0]}, "name", "Mine", "Theirs", {}
    ),
    "tag": Kind(
        tags.revise, lambda it: {"list_id": it.id, "tag_id": it.tag}, "name", "Mine", "Theirs", {"color": "lime"}
    ),
    "role": Kind(
        roles.revise,
        lambda it: {"list_id": it.id, "role_id": it.role},
        "permissions",
        ["tasks:add", "tasks:update"],
        ["tasks:delete"],
        {"description": "of a gardener"},
        keeps=frozenset,
    ),
}

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
with_another_field = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.other], ids=[name for name, kind in KINDS.items() if kind.other]
)


@pytest.fixture
def other(app: Application, sample: Sample) -> Actor:
    return join(app, sample.admin, sample.id, "Admin")


@each_kind
def test_what_another_changed_since_is_told_with_both_values(
    kind: Kind, app: Application, sample: Sample, other: Actor, clock: FakeClock
) -> None:
    clock.advance(timedelta(minutes=1))
    moment = clock.now()
    kind.write(app, sample, other, kind.theirs)
    clock.advance(timedelta(minutes=1))

    with pytest.raises(Conflicting) as refusal:
        kind.write(app, sample, sample.admin, kind.mine, seen=1)

    assert refusal.value.clashes.keys() == {kind.field}
    clash = refusal.value.clashes[kind.field]
    assert (clash.yours, clash.theirs) == (kind.keeps(kind.mine), kind.keeps(kind.theirs))
    assert (clash.by, clash.at) == (other.user, moment)


@with_another_field
def test_then_nothing_of_it_is_applied(kind: Kind, app: Application, sample: Sample, other: Actor) -> None:
    kind.write(app, sample, other, kind.theirs)
    with pytest.raises(Conflicting) as refusal:
        kind.change(app, sample, sample.admin, {kind.field: kind.mine, **kind.other}, seen=1)
    assert refusal.value.clashes.keys() == {kind.field}
    present = kind.change(app, sample, sample.admin, {})
    assert getattr(present, kind.field) == kind.keeps(kind.theirs)
    (name,) = kind.other
    assert getattr(present, name) != kind.other[name]


@each_kind
def test_the_same_value_is_no_conflict(kind: Kind, app: Application, sample: Sample, other: Actor) -> None:
    kind.write(app, sample, other, kind.theirs)
    assert kind.write(app, sample, sample.admin, kind.theirs, seen=1).version == 2


@each_kind
def test_ones_own_change_is_no_conflict(kind: Kind, app: Application, sample: Sample) -> None:
    kind.write(app, sample, sample.admin, kind.theirs)
    assert getattr(kind.write(app, sample, sample.admin, kind.mine, seen=1), kind.field) == kind.keeps(kind.mine)


@each_kind
def test_what_was_seen_is_no_conflict(kind: Kind, app: Application, sample: Sample, other: Actor) -> None:
    kind.write(app, sample, other, kind.theirs)
    assert kind.write(app, sample, sample.admin, kind.mine, seen=2).version == 3


@each_kind
def test_without_a_version_the_last_write_wins(kind: Kind, app: Application, sample: Sample, other: Actor) -> None:
    kind.write(app, sample, other, kind.theirs)
    assert getattr(kind.write(app, sample, sample.admin, kind.mine), kind.field) == kind.keeps(kind.mine)


@with_another_field
def test_a_change_of_another_field_is_no_conflict(kind: Kind, app: Application, sample: Sample, other: Actor) -> None:
    kind.change(app, sample, other, kind.other)
    changed = kind.write(app, sample, sample.admin, kind.mine, seen=1)
    (name,) = kind.other
    assert (getattr(changed, kind.field), getattr(changed, name)) == (kind.keeps(kind.mine), kind.other[name])


@with_another_field
def test_a_field_is_known_by_the_version_at_which_it_changed(
    kind: Kind, app: Application, sample: Sample, other: Actor
) -> None:
    """Whatever came later: version 2 was seen, and the field has not changed since."""
    kind.write(app, sample, other, kind.theirs)
    kind.change(app, sample, other, kind.other)
    assert kind.write(app, sample, sample.admin, kind.mine, seen=2).version == 4


@each_kind
def test_of_two_who_write_the_same_field_at_once_one_is_told(
    kind: Kind, app: Application, sample: Sample, other: Actor
) -> None:
    first = partial(kind.write, app, sample, sample.admin, kind.mine, seen=1)
    second = partial(kind.write, app, sample, other, kind.theirs, seen=1)
    answers = together([first, second])
    (refusal,) = (answer for answer in answers if isinstance(answer, Exception))
    assert isinstance(refusal, Conflicting)
    (present,) = (answer for answer in answers if not isinstance(answer, Exception))
    clash = refusal.clashes[kind.field]
    assert clash.theirs == getattr(present, kind.field)
    assert clash.by in {sample.admin.user, other.user}


@with_another_field
def test_those_who_write_different_fields_at_once_all_do(
    kind: Kind, app: Application, sample: Sample, other: Actor
) -> None:
    first = partial(kind.write, app, sample, sample.admin, kind.mine, seen=1)
    second = partial(kind.change, app, sample, other, kind.other, seen=1)
    assert not [answer for answer in together([first, second]) if isinstance(answer, Exception)]
    present = kind.change(app, sample, sample.admin, {})
    (name,) = kind.other
    assert (getattr(present, kind.field), getattr(present, name)) == (kind.keeps(kind.mine), kind.other[name])


def test_several_conflicts_are_told_together(app: Application, sample: Sample, other: Actor) -> None:
    kind = KINDS["task"]
    kind.change(app, sample, other, {"name": "Theirs", "due": "2026-11-30"})
    third = join(app, sample.admin, sample.id, "Manager")
    kind.change(app, sample, third, {"priority": "high"})
    mine = {"name": "Mine", "due": None, "priority": "medium", "unclear": True}
    with pytest.raises(Conflicting) as refusal:
        kind.change(app, sample, sample.admin, mine, seen=1)
    by = {field: clash.by for field, clash in refusal.value.clashes.items()}
    assert by == {"name": other.user, "due": other.user, "priority": third.user}


def test_what_another_cleared_is_a_change_too(app: Application, sample: Sample, other: Actor) -> None:
    kind = KINDS["task"]
    kind.change(app, sample, sample.admin, {"due": "2026-11-30"})
    kind.change(app, sample, other, {"due": None})
    with pytest.raises(Conflicting) as refusal:
        kind.change(app, sample, sample.admin, {"due": "2026-12-01"}, seen=2)
    assert refusal.value.clashes["due"].theirs is None


def test_an_undo_by_another_is_a_change_too(app: Application, sample: Sample, other: Actor) -> None:
    kind = KINDS["task"]
    kind.write(app, sample, sample.admin, "Mine")
    app.perform(other, history.undo, list_id=sample.id, position=entries(app, sample))
    with pytest.raises(Conflicting) as refusal:
        kind.write(app, sample, sample.admin, "Mine again", seen=2)
    assert refusal.value.clashes["name"].by == other.user


def entries(app: Application, sample: Sample) -> int:
    return app.look(sample.admin, history.of_list, list_id=sample.id, limit=1).entries[0].position


# a member's role, and a saved filter


def change_role(app: Application, sample: Sample, by: Actor, role: str, seen: int | None = None) -> Any:
    ways: dict[str, Any] = {"list_id": sample.id, "user_id": sample.viewer.user_id}
    return app.perform(by, members.change_role, role=role, seen=seen, **ways)


def test_a_members_role_that_another_changed_since_is_told(app: Application, sample: Sample, other: Actor) -> None:
    change_role(app, sample, other, COLLABORATOR.name)
    with pytest.raises(Conflicting) as refusal:
        change_role(app, sample, sample.admin, STAKEHOLDER.name, seen=1)
    clash = refusal.value.clashes["role_id"]
    assert (clash.yours, clash.theirs, clash.by) == (STAKEHOLDER.id, COLLABORATOR.id, other.user)
    assert change_role(app, sample, sample.admin, COLLABORATOR.name, seen=1).version == 2
    assert change_role(app, sample, sample.admin, STAKEHOLDER.name, seen=2).version == 3
    assert change_role(app, sample, other, COLLABORATOR.name).version == 4


def test_a_saved_filter_is_only_ever_changed_by_its_owner(app: Application, sample: Sample) -> None:
    """On two devices: the last write wins, whatever was seen."""
    for text in ("is:overdue", "is:unclear"):
        ways: dict[str, Any] = {"filter_id": sample.filter, "fields": {"text": text}}
        assert app.perform(sample.admin, saved_filters.revise, seen=1, **ways).text == text

"""A list in which many things happen in any order, undoing among them: whatever is told agrees with what is there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import attrs
import pytest

from tasktix.application import assignees, history, lists, members, roles, sections, tags, tasks, timers
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import ADMIN, PRESETS
from tasktix.domain.errors import Refused
from tasktix.domain.folding import fold as without_case
from tasktix.domain.ids import Id
from tasktix.domain.words import ABSENT
from tests.builders import Sample, login_of, sign_up
from tests.contract.threads import together
from tests.contract.view import Things, View, entries_after, fold, view_of_list, view_of_me
from tests.fakes import FakeClock

STEPS = 60
NAMES = ("A", "a", "B", "b", "Urgent", "Straße", "STRASSE", "C")
PERMISSIONS = ("tasks:add", "tasks:complete", "members:manage", "list:update", "tags:manage")

Call = tuple[Callable[..., Any], dict[str, Any]]


@attrs.define
class Life:
    """`people` are all who may come and go; `chance` decides what they do next."""

    app: Application
    list_id: Id
    people: Sequence[Actor]
    logins: Sequence[str]
    chance: random.Random
    spares_the_list: bool = False

    def view(self) -> View:
        """As any member sees it; empty where the list is gone."""
        views = (view_of_list(self.app, person, self.list_id) for person in self.people)
        return next((view for view in views if view.things), View({}, 0))

    def one(self, things: Things, kind: str) -> Id:
        found = sorted(it for its_kind, it in things if its_kind == kind)
        return self.chance.choice(found) if found else "x" * 16

    def calls(self, things: Things, position: int) -> Iterator[Call]:
        """One of each kind, about what is there."""
        chance = self.chance
        name, after = {"name": chance.choice(NAMES)}, chance.choice([ABSENT, None])
        task, section, tag, role, member = (
            self.one(things, kind) for kind in ("task", "section", "tag", "role", "member")
        )
        any_role = chance.choice([*PRESETS, role])
        its_task = {"task_id": task}
        yield tasks.add, {"fields": name, "section_id": section, "after": chance.choice([after, task])}
        yield tasks.add, {"fields": name, "tags": [tag], "assignees": [member]}
        yield tasks.revise, {"fields": {**name, "priority": "high"}, "seen": chance.choice([None, 1]), **its_task}
        yield (
            tasks.place,
            {"section_id": section, "after": chance.choice([after, self.one(things, "task")]), **its_task},
        )
        for on_task in (tasks.complete, tasks.reopen, timers.start, timers.pause, timers.reset, tasks.delete):
            yield on_task, its_task
        for with_tag in (tags.attach, tags.detach):
            yield with_tag, {"tag_id": tag, **its_task}
        for with_member in (assignees.assign, assignees.unassign):
            yield with_member, {"user_id": member, **its_task}
        yield tags.add, {"fields": {**name, "color": "red"}}
        yield tags.revise, {"tag_id": tag, "fields": name}
        yield tags.delete, {"tag_id": tag}
        yield sections.add, {"fields": name, "after": chance.choice([after, section])}
        yield sections.place, {"section_id": section, "after": chance.choice([after, self.one(things, "section")])}
        yield sections.delete, {"section_id": section}
        yield members.add, {"login": chance.choice(self.logins), "role": any_role}
        yield members.change_role, {"user_id": member, "role": any_role}
        yield members.remove, {"user_id": member}
        yield roles.add, {"fields": {**name, "permissions": chance.sample(PERMISSIONS, 2)}}
        yield roles.revise, {"role_id": role, "fields": {"permissions": chance.sample(PERMISSIONS, 2)}}
        yield roles.delete, {"role_id": role}
        yield lists.revise, {"fields": name}
        for back in (1, 1, 1, 2, 2, 3, 5, 8):
            yield history.undo, {"position": max(position - chance.randrange(back), 2 if self.spares_the_list else 1)}
        if not self.spares_the_list and chance.random() < 0.2:
            yield lists.delete, {}

    def act(self, before: View, position: int) -> bool:
        """Somebody does something; whether it was not refused."""
        by = self.chance.choice([self.people[0], self.chance.choice(self.people)])
        use_case, arguments = self.chance.choice(list(self.calls(before.things, position)))
        try:
            self.app.perform(by, use_case, list_id=self.list_id, **arguments)
        except Refused:
            return False
        return True

    def act_often(self) -> None:
        for _ in range(STEPS // 4):
            view = self.view()
            self.act(view, view.position or len(entries_after(self.app, self.list_id)))

    def step(self) -> None:
        before = self.view()
        position = before.position or len(entries_after(self.app, self.list_id))
        own = {person.user_id: view_of_me(self.app, person.user_id) for person in self.people}
        is_done = self.act(before, position)
        after = self.view()
        if not is_done:
            assert after == before
            return
        assert fold(before.things, entries_after(self.app, self.list_id, position)) == after.things
        for user_id, view in own.items():
            mine = view_of_me(self.app, user_id).things
            assert fold(view.things, entries_after(self.app, user_id, view.position)) == mine
        self.require_sense(after.things)

    def require_sense(self, things: Things) -> None:
        """What refers to something refers to what is there, and what says the same twice agrees."""
        if not things:
            return
        there = {kind: {it for its_kind, it in things if its_kind == kind} for kind, _ in things}
        of = {kind: [thing for (its_kind, _), thing in things.items() if its_kind == kind] for kind in there}
        for task in of.get("task", []):
            assert task["section"] in there["section"]
            assert {*task["tags"]} <= there.get("tag", set())
            assert {*task["assignees"]} <= there["member"]
            assert (task["status"] == "in_progress") == (task["timer_started_at"] is not None)
            assert (task["status"] == "completed") == (task["completed_at"] is not None)
        assert {member["role"] for member in of["member"]} <= {*PRESETS, *there.get("role", ())}
        assert ADMIN.id in {member["role"] for member in of["member"]}
        for kind in ("tag", "role"):
            names = [without_case(thing["name"]) for thing in of.get(kind, [])]
            assert len(names) == len({*names})

    def require_time_that_agrees(self) -> None:
        """The elapsed time of each task is that of its entries."""
        things = self.view().things
        viewer = next((it for it in self.people if ("member", it.user_id) in things), self.people[0])
        for kind, task_id in things:
            if kind == "task":
                ways = {"list_id": self.list_id, "task_id": task_id}
                stretches = self.app.look(viewer, timers.entries, **ways)
                worked = sum((it.ended_at - it.started_at for it in stretches if it.ended_at), timedelta())
                assert self.app.look(viewer, tasks.show, **ways).elapsed_ms == worked / timedelta(milliseconds=1)


def new_life(app: Application, sample: Sample, seed: int) -> Life:
    people = [sample.admin, sample.viewer, sample.outsider, sign_up(app)]
    return Life(app, sample.id, people, [login_of(app, person) for person in people], random.Random(seed))


@pytest.mark.parametrize("seed", range(4))
def test_a_busy_life_makes_sense_at_every_step(app: Application, sample: Sample, clock: FakeClock, seed: int) -> None:
    life = new_life(app, sample, seed)
    for _ in range(STEPS):
        clock.advance(timedelta(milliseconds=life.chance.randrange(5000)))
        life.step()
    life.require_time_that_agrees()
    assert fold({}, entries_after(app, sample.id)) == life.view().things


def test_the_busy_lives_of_six_at_once_make_sense_together(app: Application, sample: Sample) -> None:
    life = new_life(app, sample, 0)
    rivals = [attrs.evolve(life, chance=random.Random(seed), spares_the_list=True) for seed in range(6)]
    assert together([rival.act_often for rival in rivals]) == [None] * 6

    entries = entries_after(app, sample.id)
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) > STEPS // 4
    view = life.view()
    assert fold({}, entries) == view.things
    life.require_sense(view.things)
    life.require_time_that_agrees()

"""Tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import attrs

from tasktix.adapters.memory.tables import Repository, copied, of_list
from tasktix.application.unit_of_work import Search, Spot
from tasktix.domain.access import Standing
from tasktix.domain.calibration import Sample, sample_of
from tasktix.domain.filters.ast import Node
from tasktix.domain.filters.matcher import matcher
from tasktix.domain.filters.subject import Context, Subject
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT, Absent, Status


@attrs.define(eq=False)
class Tasks(Repository):
    def add(self, task: Task) -> None:
        self.ledger.add(task)

    def get(self, list_id: Id, task_id: Id, viewer: Id) -> tuple[Standing | None, Task | None]:
        task = self.tables.tasks.get(task_id)
        mine = task is not None and task.list_id == list_id
        return self.tables.standing(list_id, viewer), self._tracked(task) if task is not None and mine else None

    def these(self, list_id: Id, task_ids: Collection[Id]) -> Sequence[Task]:
        wanted = set(task_ids)
        return self._all(list_id, lambda task: task.id in wanted)

    def spot(
        self,
        list_id: Id,
        viewer: Id,
        section_id: Id | None,
        after: Id | Absent | None,
        moving: Id | None = None,
    ) -> Spot | None:
        standing = self.tables.standing(list_id, viewer)
        if standing is None:
            return None
        sections = sorted(of_list(self.tables.sections, list_id).values(), key=lambda it: (it.rank, it.id))
        found = [section.id for section in sections if section_id in (None, section.id)]
        if not found:
            return Spot(standing, None, None, None, after_found=not isinstance(after, str))
        tasks = [task for task in self.tables.tasks.values() if task.section_id == found[0] and task.id != moving]
        ranks = sorted(task.rank for task in tasks)
        if after is ABSENT:
            return Spot(standing, found[0], ranks[-1] if ranks else None, None)
        if after is None:
            return Spot(standing, found[0], None, ranks[0] if ranks else None)
        lower = next((task.rank for task in tasks if task.id == after), None)
        upper = next((rank for rank in ranks if lower is not None and rank > lower), None)
        return Spot(standing, found[0], lower, upper, after_found=lower is not None)

    def in_section(self, list_id: Id, section_id: Id) -> Sequence[Task]:
        return self._all(list_id, lambda task: task.section_id == section_id)

    def with_tag(self, list_id: Id, tag_id: Id) -> Sequence[Task]:
        return self._all(list_id, lambda task: tag_id in task.tags)

    def assigned_to(self, list_id: Id, user_id: Id) -> Sequence[Task]:
        return self._all(list_id, lambda task: user_id in task.assignees)

    def with_issue(self, list_id: Id) -> Sequence[Task]:
        return self._all(list_id, lambda task: task.issue is not None)

    def all_of(self, list_id: Id) -> Sequence[Task]:
        return self._all(list_id, lambda _: True)

    def in_list(self, list_id: Id, completed: bool) -> Sequence[Task]:
        tasks = [task for task in self.tables.tasks_of(list_id) if completed or task.status is not Status.COMPLETED]
        return [copied(task) for task in sorted(tasks, key=lambda task: task.id)]

    def with_time(self, tasks: Sequence[Task]) -> Sequence[Task]:
        for task in tasks:
            task.time = dict(self.tables.times.get(task.id, {}))
            self.ledger.look_again(task)
        return tasks

    def find(self, wanted: Search) -> Sequence[Task]:
        tasks = [
            task
            for task in self._matching(wanted.where, wanted.context)
            if wanted.after is None or wanted.order.comes_after(task, wanted.after)
        ]
        return [copied(task) for task in wanted.order.sort(tasks)[: wanted.limit]]

    def samples(self, where: Node, context: Context) -> Sequence[Sample]:
        found = (
            sample_of(task.list_id, task.tags, task.expected, task.elapsed)
            for task in self._matching(where, context)
            if task.status is Status.COMPLETED
        )
        return [sample for sample in found if sample is not None]

    def _matching(self, where: Node, context: Context) -> list[Task]:
        holds = matcher(where, context)
        mine = {list_id for list_id, user_id in self.tables.members if user_id == context.viewer}
        mine = {list_id for list_id in mine if context.looks_at(list_id)}
        return [task for task in self.tables.tasks.values() if task.list_id in mine and holds(self._subject(task))]

    def _subject(self, task: Task) -> Subject:
        tables = self.tables
        return Subject(
            task,
            tables.lists[task.list_id].name,
            tables.sections[task.section_id][1].name,
            frozenset(fold(tables.tags[tag_id][1].name) for tag_id in task.tags),
            frozenset(fold(tables.users[user_id].username) for user_id in task.assignees),
        )

    def _all(self, list_id: Id, is_wanted: Callable[[Task], bool]) -> list[Task]:
        tasks = [task for task in self.tables.tasks_of(list_id) if is_wanted(task)]
        return [self._tracked(task) for task in sorted(tasks, key=lambda task: task.id)]

    def _tracked(self, task: Task) -> Task:
        its = copied(task)
        its.time = {}
        return self.ledger.track(its)

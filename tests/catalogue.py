"""Every use case: what it needs, and a call of it that is right.

Tests walk this table; one of them fails for a use case that is not in it. A use case that does two things has a row
for each.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from tasktix import application as package
from tasktix.application import (
    accounts,
    assignees,
    feed,
    history,
    lists,
    members,
    replies,
    roles,
    saved_filters,
    search,
    sections,
    sessions,
    snapshots,
    tags,
    tasks,
    timers,
)
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.feed import Mark
from tasktix.application.ports import Outcome
from tasktix.domain.access import STAKEHOLDER, VIEWER, Permission
from tests.builders import Sample, person_fields

UseCase = Callable[..., Any]
Arguments = Callable[[Sample, Actor], dict[str, Any]]


class Access(enum.Enum):
    """What a use case needs that is not a permission."""

    MEMBER = "member"
    OWNER = "owner"
    SIGNED_IN = "signed in"
    ANYONE = "anyone"
    SYSTEM = "system"
    """Never called for somebody: the program asks it for itself."""


@attrs.frozen
class Row:
    use_case: UseCase
    needs: Permission | Access
    arguments: Arguments
    writes: bool = False
    settles: bool = False
    """Done a second time it finds everything as it should be."""
    variant: str = ""
    by: Callable[[Sample], Actor] = lambda sample: sample.admin

    @property
    def name(self) -> str:
        module = self.use_case.__module__.rpartition(".")[2]
        return f"{module}.{self.use_case.__name__}" + (f" ({self.variant})" if self.variant else "")

    def commit(
        self, application: Application, sample: Sample, actor: Actor | None = None, /, **instead: Any
    ) -> Outcome[Any]:
        """The right call, or one that is `instead` wrong somewhere; by who may, or by `actor`."""
        caller = actor or self.by(sample)
        return application.commit(caller, self.use_case, **{**self.arguments(sample, caller), **instead})

    def look(self, application: Application, sample: Sample) -> Any:
        caller = self.by(sample)
        return application.look(caller, self.use_case, **self.arguments(sample, caller))


def _nothing(_sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {}


def _list(sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {"list_id": sample.id}


def _section(**more: Any) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "section_id": sample.sections[0], **more}


def _task(**more: Any) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "task_id": sample.tasks[0], **more}


def _rich(sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {"list_id": sample.id, "task_id": sample.rich}


def _task_and_viewer(task: Callable[[Sample], str]) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "task_id": task(sample), "user_id": sample.viewer.user_id}


PROFILE_FIELDS: Final = {"timezone": "Europe/Berlin", "locale": "en-GB"}
ROLE_FIELDS: Final = {"name": "Gardener", "description": "Works on it", "permissions": ["tasks:add", "tasks:complete"]}
LIST_FIELDS: Final = {
    "name": "Orchard",
    "color": "lime",
    "description": "*apples*",
    "has_due_dates": False,
    "has_time_tracking": False,
    "auto_order": False,
}
TASK_FIELDS: Final = {
    "name": "Water twice",
    "description": "with the *can*",
    "priority": "high",
    "due": "2026-11-30T17:00:00+02:00",
    "expected": 3600,
    "unclear": True,
}

P = Permission
A = Access

ROWS: Final[tuple[Row, ...]] = (
    # lists
    Row(
        lists.create,
        A.SIGNED_IN,
        lambda sample, _: {"list_id": sample.fresh_id, "fields": {"name": "Orchard"}},
        writes=True,
        settles=True,
    ),
    Row(lists.overviews, A.SIGNED_IN, _nothing),
    Row(
        lists.revise,
        P.UPDATE_LIST,
        lambda sample, _: {"list_id": sample.id, "fields": LIST_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(lists.delete, P.DELETE_LIST, _list, writes=True),
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
    Row(sections.revise, P.UPDATE_LIST, _section(fields={"name": "Flower beds"}), writes=True, settles=True),
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
    Row(sections.delete, P.UPDATE_LIST, _section(), writes=True),
    # tasks
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "section_id": sample.sections[0],
            "task_id": sample.fresh_id,
            "after": sample.tasks[0],
            "fields": TASK_FIELDS,
        },
        writes=True,
        settles=True,
    ),
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {"list_id": sample.id, "fields": {"name": "Rake"}},
        writes=True,
        variant="anywhere",
    ),
    Row(tasks.show, A.MEMBER, _task()),
    Row(tasks.revise, P.UPDATE_TASKS, _task(fields=TASK_FIELDS), writes=True, settles=True),
    Row(
        tasks.place,
        P.UPDATE_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "task_id": sample.tasks[0],
            "section_id": sample.sections[1],
            "after": sample.completed,
        },
        writes=True,
        settles=True,
    ),
    Row(tasks.complete, P.COMPLETE_TASKS, _task(), writes=True, settles=True),
    Row(
        tasks.reopen,
        P.COMPLETE_TASKS,
        lambda sample, _: {"list_id": sample.id, "task_id": sample.completed},
        writes=True,
        settles=True,
    ),
    Row(tasks.complete, P.COMPLETE_TASKS, _rich, writes=True, settles=True, variant="with a running timer"),
    Row(tasks.delete, P.DELETE_TASKS, _task(), writes=True),
    Row(tasks.delete, P.DELETE_TASKS, _rich, writes=True, variant="with all it can have"),
    Row(
        tasks.add,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "fields": {"name": "Rake"},
            "tags": [sample.tag],
            "assignees": [sample.viewer.user_id],
        },
        writes=True,
        variant="with tags and assignees",
    ),
    Row(
        tasks.add_quick,
        P.ADD_TASKS,
        lambda sample, _: {
            "list_id": sample.id,
            "task_id": sample.fresh_id,
            "text": "Rake leaves #urgent @me !high ~2h due:fri 17:00 in:trees",
        },
        writes=True,
        settles=True,
    ),
    Row(tasks.read_quick, A.MEMBER, lambda sample, _: {"list_id": sample.id, "text": "Rake #urgent"}),
    # timers
    Row(timers.start, P.COMPLETE_TASKS, _task(), writes=True, settles=True),
    Row(timers.pause, P.COMPLETE_TASKS, _rich, writes=True, settles=True),
    Row(timers.reset, P.COMPLETE_TASKS, _rich, writes=True, settles=True),
    Row(timers.entries, A.MEMBER, _rich),
    # assignees
    Row(
        assignees.assign,
        P.MANAGE_ASSIGNEES,
        _task_and_viewer(lambda sample: sample.tasks[0]),
        writes=True,
        settles=True,
    ),
    Row(
        assignees.unassign,
        P.MANAGE_ASSIGNEES,
        _task_and_viewer(lambda sample: sample.rich),
        writes=True,
        settles=True,
    ),
    # members
    Row(members.of_list, A.MEMBER, _list),
    Row(
        members.add,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "login": sample.outsider_login, "role": VIEWER.name},
        writes=True,
    ),
    Row(
        members.change_role,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "user_id": sample.viewer.user_id, "role": STAKEHOLDER.name},
        writes=True,
        settles=True,
    ),
    Row(
        members.remove,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "user_id": sample.viewer.user_id},
        writes=True,
    ),
    Row(
        members.remove,
        A.MEMBER,
        lambda sample, actor: {"list_id": sample.id, "user_id": actor.user_id if actor.user else ""},
        writes=True,
        variant="leaving",
        by=lambda sample: sample.viewer,
    ),
    # roles
    Row(roles.of_list, A.MEMBER, _list),
    Row(
        roles.add,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "role_id": sample.fresh_id, "fields": ROLE_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(
        roles.revise,
        P.MANAGE_MEMBERS,
        lambda sample, _: {"list_id": sample.id, "role_id": sample.role, "fields": ROLE_FIELDS},
        writes=True,
        settles=True,
    ),
    Row(roles.delete, P.MANAGE_MEMBERS, lambda sample, _: {"list_id": sample.id, "role_id": sample.role}, writes=True),
    # saved filters
    Row(saved_filters.own, A.SIGNED_IN, _nothing),
    Row(
        saved_filters.save,
        A.SIGNED_IN,
        lambda sample, _: {"filter_id": sample.fresh_id, "fields": {"name": "Mine", "text": "@me status:open"}},
        writes=True,
        settles=True,
    ),
    Row(
        saved_filters.revise,
        A.OWNER,
        lambda sample, _: {"filter_id": sample.filter, "fields": {"name": "Later", "text": "due>+2w"}},
        writes=True,
        settles=True,
    ),
    Row(saved_filters.delete, A.OWNER, lambda sample, _: {"filter_id": sample.filter}, writes=True),
    # search
    Row(search.find, A.SIGNED_IN, lambda _, __: {"filter_text": "status:open (#urgent | dig)", "limit": 50}),
    Row(search.today, A.SIGNED_IN, _nothing),
    Row(search.calibration, A.SIGNED_IN, _nothing),
    # history
    Row(history.of_list, A.MEMBER, lambda sample, _: {"list_id": sample.id, "limit": 50}),
    Row(
        history.of_list,
        A.MEMBER,
        lambda sample, _: {"list_id": sample.id, "limit": 50, "task_id": sample.tasks[0]},
        variant="of a task",
    ),
    Row(history.own, A.SIGNED_IN, lambda _, __: {"limit": 50}),
    # accounts
    Row(
        accounts.sign_up,
        A.ANYONE,
        lambda _, __: {"fields": person_fields(), "password_hash": "hash of a password"},
        writes=True,
    ),
    Row(accounts.credential, A.SYSTEM, lambda sample, _: {"login": sample.outsider_login}),
    Row(accounts.me, A.SIGNED_IN, _nothing),
    Row(accounts.revise, A.SIGNED_IN, lambda _, __: {"fields": PROFILE_FIELDS}, writes=True, settles=True),
    Row(
        accounts.revise,
        A.SIGNED_IN,
        lambda sample, _: {"fields": {"username": f"Ann{sample.fresh_id}", "color": "amber"}},
        writes=True,
        settles=True,
        variant="as others see it",
    ),
    # sessions
    Row(
        sessions.start,
        A.SYSTEM,
        lambda sample, actor: {
            "user_id": actor.user_id,
            "token": sample.fresh_id,
            "device": "Firefox",
            "address": "192.0.2.1",
            "remember": True,
        },
        writes=True,
    ),
    Row(sessions.with_token, A.SYSTEM, lambda _, __: {"token": "of nobody"}),
    # Writes no fact, because nobody's screen changes by it.
    Row(sessions.touch, A.SYSTEM, lambda _, actor: {"session_id": actor.session_id}),
    Row(sessions.current, A.SIGNED_IN, _nothing),
    Row(sessions.end, A.SIGNED_IN, _nothing, writes=True),
    # snapshots and the feed
    Row(snapshots.position, A.MEMBER, _list),
    Row(snapshots.of_list, A.MEMBER, _list),
    Row(feed.audiences, A.SIGNED_IN, _nothing),
    Row(feed.audiences, A.MEMBER, lambda sample, _: {"only": [sample.id]}, variant="of one list"),
    Row(feed.since, A.SYSTEM, lambda sample, _: {"mark": Mark(sample.id, 1), "others": [sample.id]}),
    Row(feed.entries, A.SYSTEM, lambda sample, _: {"after": {sample.id: 0}}),
    Row(feed.reach, A.SYSTEM, lambda sample, _: {"audiences": [sample.id]}),
    Row(feed.overgrown, A.SYSTEM, _nothing),
    # Writes no fact, because nobody's screen changes by it.
    Row(feed.trim, A.SYSTEM, lambda sample, _: {"audience": sample.id}),
    # replies; forgetting one writes no fact, because nobody's screen changes by it
    Row(
        replies.require_unanswered,
        A.SYSTEM,
        lambda _, __: {"fingerprint": "of a request"},
        by=lambda sample: attrs.evolve(sample.admin, key=sample.fresh_id),
    ),
    Row(replies.forget_old, A.SYSTEM, _nothing),
)

WRITING: Final = [row for row in ROWS if row.writes]
SETTLING: Final = [row for row in ROWS if row.settles]

_NO_USE_CASES: Final = {"guards", "demolition", "undoing", "calendars", "reading", "profiles"}
"""Modules whose functions take `work` and are parts of use cases."""


_OF_OTHERS: Final[set[UseCase]] = {history.undo, history.undo_own}
"""Need an entry that another use case made: tests/contract/test_undo.py does this whole table and undoes it."""


def use_cases() -> Iterator[UseCase]:
    """Every public function of the application whose first parameter is `work`, but for those `_OF_OTHERS`."""
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in _NO_USE_CASES:
            continue
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            takes_work = next(iter(inspect.signature(function).parameters), None) == "work"
            if is_own and takes_work and function not in _OF_OTHERS:
                yield function

"""Use cases: what happens at a tracker happens here too. As the user who linked the list: what they may not do in it is
refused."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import attrs

from tasktix.application import guards, places
from tasktix.application.actor import Actor
from tasktix.application.reporting import Cause, report
from tasktix.application.tracker import People
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission, Role
from tasktix.domain.aggregate import Origin
from tasktix.domain.converging import Difference, Plan, ours_of, plan
from tasktix.domain.deliveries import Outcome, Report
from tasktix.domain.folding import fold
from tasktix.domain.ids import Id
from tasktix.domain.issues import Link, Sighting, Values
from tasktix.domain.mirrors import Mirror
from tasktix.domain.tags import Tags
from tasktix.domain.tasks import Task
from tasktix.domain.words import ABSENT, Color


@attrs.frozen
class _Following:
    """What the parts of `converge` have in common. `people` says who is who at the tracker."""

    work: UnitOfWork
    actor: Actor
    role: Role
    mirror: Mirror
    sighting: Sighting
    people: People


def converge(
    work: UnitOfWork, actor: Actor, *, list_id: Id, sighting: Sighting, people: People, cause: Cause
) -> Report | None:
    """For the program itself, as who linked the list. The task becomes what the issue is, as far as the mirror lets it;
    older news change nothing. None where the list follows the repository no more."""
    standing = guards.standing(work, actor, list_id)
    mirror = work.mirrors.of(list_id)
    if mirror is None or mirror.repository_id != sighting.repository_id:
        return None
    if mirror.halted is not None:
        return report(work, cause, list_id, Outcome.IGNORED, number=sighting.issue.number, detail=mirror.halted)
    link = work.links.of_issue(list_id, sighting.id)
    following = _Following(work, actor, standing.role, mirror, sighting, people)
    if link is None:
        outcome, task_id, detail = _begin(following)
    elif link.is_gone:
        outcome, task_id, detail = Outcome.IGNORED, link.task_id, "the issue is gone"
    elif sighting.updated_at < link.updated_at:
        outcome, task_id, detail = Outcome.UNCHANGED, link.task_id, "older than what is known"
    else:
        outcome, task_id, detail = _follow(following, link)
    return report(work, cause, list_id, outcome, number=sighting.issue.number, task_id=task_id, detail=detail)


def lose(
    work: UnitOfWork, actor: Actor, *, list_id: Id, sighting: Sighting, is_moved: bool, cause: Cause
) -> Report | None:
    """For the program itself, as who linked the list. The issue is deleted, and its task with it; or it is elsewhere
    now, and its task stays and follows nothing. Whatever still comes of it counts no more."""
    standing = guards.standing(work, actor, list_id)
    mirror = work.mirrors.of(list_id)
    if mirror is None or mirror.repository_id != sighting.repository_id:
        return None
    link = work.links.of_issue(list_id, sighting.id)
    task_id = None if link is None else link.task_id
    outcome = Outcome.UNCHANGED
    if link is None or not link.is_gone:
        gone = _link(mirror, sighting, task_id, ())
        keep = work.links.add if link is None else work.links.put
        keep(attrs.evolve(gone, is_gone=True))
        for task in work.tasks.these(list_id, [task_id] if task_id else []):
            outcome = Outcome.CHANGED
            if is_moved or not mirror.directions["tasks"].comes_in:
                task.follow(None)
            else:
                standing.role.require(Permission.DELETE_TASKS)
                work.tasks.with_time([task])
                task.delete()
    return report(work, cause, list_id, outcome, number=sighting.issue.number, task_id=task_id)


def rename(work: UnitOfWork, actor: Actor, *, list_id: Id, name: str, cause: Cause) -> Report | None:
    """For the program itself: the repository has another name."""
    mirror = work.mirrors.of(list_id)
    if mirror is None:
        return None
    mirror.rename(name)
    outcome = Outcome.CHANGED if mirror.recorded else Outcome.UNCHANGED
    return report(work, cause, list_id, outcome, detail=name)


def halt(work: UnitOfWork, actor: Actor, *, list_id: Id, reason: str | None, cause: Cause) -> Report | None:
    """For the program itself: the repository is out of reach, or (no reason) within it again."""
    mirror = work.mirrors.of(list_id)
    if mirror is None:
        return None
    mirror.halt(reason)
    outcome = Outcome.CHANGED if mirror.recorded else Outcome.UNCHANGED
    return report(work, cause, list_id, outcome, detail=reason or "")


def note(
    work: UnitOfWork, actor: Actor, *, list_id: Id, outcome: Outcome, number: int | None, detail: str, cause: Cause
) -> Report | None:
    """For the program itself: nothing came of it, and why."""
    if work.mirrors.of(list_id) is None:
        return None
    return report(work, cause, list_id, outcome, number=number, detail=detail)


_Result = tuple[Outcome, Id | None, str]


def _begin(it: _Following) -> _Result:
    """A task for an issue that was never seen here. One that was closed before the list followed makes none."""
    values = it.sighting.values
    made_here = it.work.tasks.these(it.mirror.id, [it.sighting.marker] if it.sighting.marker else [])
    if made_here and it.work.links.of_task(it.mirror.id, made_here[0].id) is None:
        [task] = made_here
        it.work.links.add(_link(it.mirror, it.sighting, task.id, values.labels))
        task.follow(it.sighting.issue)
        return Outcome.CHANGED, task.id, "made from this task"
    if not it.mirror.directions["tasks"].comes_in:
        return Outcome.IGNORED, None, "new issues make no tasks here"
    if values.is_closed and it.sighting.created_at < _second(it.mirror.linked_at):
        return Outcome.IGNORED, None, "it was closed before the list followed"
    task = _add(it)
    if values.is_closed and it.mirror.directions["status"].comes_in:
        it.role.require(Permission.COMPLETE_TASKS)
        task.complete(it.work.now, it.work.new_id())
    it.work.links.add(_link(it.mirror, it.sighting, task.id, _shared(it, task, None)))
    return Outcome.MADE, task.id, _reason(it)


def _add(it: _Following) -> Task:
    work, list_id, ways = it.work, it.mirror.id, it.mirror.directions
    values = it.sighting.values
    spot = guards.spot(work, it.actor, list_id, it.mirror.section_id, ABSENT, Permission.ADD_TASKS)
    if spot.section_id is None and it.mirror.section_id is not None:
        # The section that new tasks should go to is gone.
        spot = guards.spot(work, it.actor, list_id, None, ABSENT, Permission.ADD_TASKS)
    task_id = work.new_id()
    fields = {"name": values.name}
    if ways["description"].comes_in:
        fields["description"] = values.description
    if ways["due"].comes_in and values.due is not None:
        fields["due"] = values.due
    labels = Difference(frozenset(map(fold, values.labels)) if ways["tags"].comes_in else frozenset())
    people = values.assignees if ways["assignees"].comes_in else ()
    task = Task.add(
        task_id,
        list_id=list_id,
        section_id=spot.section_id or places.first_section(work, it.actor, list_id),
        rank=places.rank(work, spot, list_id, task_id, ABSENT),
        now=work.now,
        origin=Origin.of(it.actor.user_id, "issue", it.sighting.id),
        fields=fields,
        tags=tuple(_tags(it, labels.added)),
        assignees=tuple(_members(it, people)),
        issue=it.sighting.issue,
    )
    work.tasks.add(task)
    return task


def _follow(it: _Following, link: Link) -> _Result:
    found = it.work.tasks.these(it.mirror.id, [link.task_id] if link.task_id else [])
    if not found:
        it.work.links.put(_link(it.mirror, it.sighting, link.task_id, it.sighting.values.labels))
        return Outcome.IGNORED, link.task_id, "its task was deleted here"
    [task] = found

    def is_ours_newer(field: str) -> bool:
        mark = task.marks.get(field)
        # The tracker tells whole seconds; within one, what was done here is taken for the later.
        return mark is not None and _second(mark.at) >= it.sighting.updated_at

    planned = plan(
        it.mirror,
        common=link.common,
        sent=link.sent,
        theirs=it.sighting.values,
        ours=ours_of(task),
        is_ours_newer=is_ours_newer,
    )
    _apply(it, task, planned)
    it.work.links.put(_link(it.mirror, it.sighting, task.id, _shared(it, task, link.common)))
    detail = "; ".join(map(str, planned.collisions))
    if planned.collisions:
        return Outcome.CONFLICT, task.id, detail
    return (Outcome.CHANGED, task.id, _reason(it)) if task.recorded else (Outcome.UNCHANGED, task.id, "")


def _link(mirror: Mirror, seen: Sighting, task_id: Id | None, labels: tuple[str, ...]) -> Link:
    """`labels` are those that both sides have now."""
    return Link(
        list_id=mirror.id,
        repository_id=seen.repository_id,
        issue_id=seen.id,
        number=seen.issue.number,
        task_id=task_id,
        updated_at=seen.updated_at,
        common=attrs.evolve(seen.values, labels=labels),
    )


def _apply(it: _Following, task: Task, planned: Plan) -> None:
    texts = {field: value for field, value in planned.take.items() if field != "status"}
    if texts or planned.labels:
        it.role.require(Permission.UPDATE_TASKS)
    task.revise(texts)
    if "status" in planned.take:
        it.role.require(Permission.COMPLETE_TASKS)
        if planned.take["status"]:
            task.complete(it.work.now, it.work.new_id())
        else:
            task.reopen()
    for tag_id in _tags(it, planned.labels.added):
        task.tag(tag_id)
    if planned.labels.removed:
        for tag_id in _named(it.work.lists.tags(it.mirror.id), planned.labels.removed):
            task.untag(tag_id)
    for user_id in _members(it, planned.assignees.added):
        task.assign(user_id)
    for user_id in _users(it, planned.assignees.removed):
        task.unassign(user_id)
    task.follow(it.sighting.issue)


def _tags(it: _Following, labels: frozenset[str]) -> list[Id]:
    """The tags with these names. One that is missing is made where who linked the list may, else left out."""
    if not labels:
        return []
    work, list_id = it.work, it.mirror.id
    # Nobody else may make the same tag meanwhile.
    guards.alone(work, it.actor, list_id)
    tags = work.lists.tags(list_id)
    known = {fold(tag.name) for tag in tags.by_id.values()}
    if Permission.MANAGE_TAGS in it.role.permissions:
        for name in it.sighting.values.labels:
            if fold(name) in labels - known:
                origin = Origin.of(it.actor.user_id, "label", name)
                color = Color.picked_by(work.chance(len(Color)))
                tags.add(work.new_id(), origin=origin, fields={"name": name, "color": color})
    return _named(tags, labels)


def _shared(it: _Following, task: Task, common: Values | None) -> tuple[str, ...]:
    """The labels that there is a tag for on the task, or was: what could be made no tag is not ours to take away."""
    labels = it.sighting.values.labels
    before = set(map(fold, common.labels)) if common else set()
    if not labels:
        return ()
    if {fold(label) for label in labels} == before:
        return labels
    tags = it.work.lists.tags(it.mirror.id).by_id
    carried = {fold(tags[tag_id].name) for tag_id in task.tags if tag_id in tags}
    return tuple(label for label in labels if fold(label) in before | carried)


def _named(tags: Tags, labels: frozenset[str]) -> list[Id]:
    return [tag.id for tag in tags.by_id.values() if fold(tag.name) in labels]


def _members(it: _Following, accounts: Collection[str]) -> list[Id]:
    return [user_id for user_id in _users(it, accounts) if it.work.lists.standing(it.mirror.id, user_id) is not None]


def _users(it: _Following, accounts: Collection[str]) -> list[Id]:
    """Those who have these accounts, where who linked the list may assign members."""
    if not accounts or Permission.MANAGE_ASSIGNEES not in it.role.permissions:
        return []
    return sorted(set(it.people(it.work, accounts).values()))


def _reason(it: _Following) -> str:
    closed = it.sighting.values.is_closed and it.sighting.reason
    return f"closed: {it.sighting.reason}" if closed else ""


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)

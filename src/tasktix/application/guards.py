"""The first line of a use case: may this actor? What one may not see is `NotFound`, exactly like what is not there."""

from __future__ import annotations

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Spot, UnitOfWork
from tasktix.domain.access import Permission, Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import IdTaken, NotFound, NotFresh, NotSignedIn, checked
from tasktix.domain.ids import Id, clean_id
from tasktix.domain.lists import List
from tasktix.domain.merging import Basis
from tasktix.domain.sessions import Session
from tasktix.domain.tasks import Task
from tasktix.domain.users import User
from tasktix.domain.words import Absent


def user(work: UnitOfWork, actor: Actor) -> User:
    """Oneself; raises `NotSignedIn` where there is no such account any more."""
    found = work.users.get(actor.user_id)
    if found is None:
        raise NotSignedIn
    return found


def session(work: UnitOfWork, actor: Actor) -> Session:
    """One's own, which lives; raises `NotSignedIn`."""
    found = work.sessions.get(actor.user_id, actor.session_id) if actor.session_id else None
    if found is None:
        raise NotSignedIn
    return found


def fresh(work: UnitOfWork, actor: Actor) -> None:
    """For who has proved a short while ago who they are; raises `NotFresh`. A program that embeds the tracker, and has
    no sessions, vouches for its users itself."""
    if actor.session_id is not None and not session(work, actor).is_fresh(work.now):
        raise NotFresh


def standing(work: UnitOfWork, actor: Actor, list_id: Id) -> Standing:
    """For a member."""
    found = work.lists.standing(list_id, actor.user_id)
    if found is None:
        raise NotFound
    return found


def alone(work: UnitOfWork, actor: Actor, list_id: Id, permission: Permission | None = None) -> tuple[Standing, List]:
    """For a member who has `permission`, the list to change: nobody else changes it until the transaction ends."""
    found = work.lists.get(list_id, actor.user_id)
    if found is None:
        raise NotFound
    if permission is not None:
        found[0].role.require(permission)
    return found


def task(work: UnitOfWork, actor: Actor, list_id: Id, task_id: Id, permission: Permission | None = None) -> Task:
    """The task of this list, for a member who has `permission`."""
    standing, found = work.tasks.get(list_id, task_id, viewer=actor.user_id)
    if standing is None or found is None:
        raise NotFound
    if permission is not None:
        standing.role.require(permission)
    return found


def spot(
    work: UnitOfWork,
    actor: Actor,
    list_id: Id,
    section_id: Id | None,
    after: Id | Absent | None,
    permission: Permission,
    moving: Id | None = None,
) -> Spot:
    """A place for a task in this list, for a member who has `permission`, if there is one (`require_place`)."""
    found = work.tasks.spot(list_id, actor.user_id, section_id, after, moving)
    if found is None:
        raise NotFound
    found.standing.role.require(permission)
    return found


def require_place(spot: Spot, section_id: Id | None) -> None:
    """A section is missing only where none was asked for and the list has none."""
    if (section_id is not None and spot.section_id is None) or not spot.after_found:
        raise NotFound


def is_repeat(work: UnitOfWork, kind: str, wanted_id: Id | None, owner_id: Id | None, origin: Origin) -> bool:
    """Whether the same user has made the same thing with this id before; raises `IdTaken` where it is another's."""
    if wanted_id is None:
        return False
    checked({"id": clean_id}, {"id": wanted_id})
    holder = work.holder_of(wanted_id)
    if holder is None:
        return False
    if holder.kind != kind or holder.origin != origin or (owner_id or wanted_id) != holder.owner_id:
        raise IdTaken
    return True


def basis(actor: Actor, seen: int | None) -> Basis | None:
    """What the actor knew of a thing who changes it, where they say so: its version."""
    return None if seen is None else Basis(seen, actor.user_id)

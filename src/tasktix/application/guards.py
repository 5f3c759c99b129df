"""The first line of a use case: may this actor? What one may not see is `NotFound`, exactly like what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import Spot, UnitOfWork
from tasktix.domain.access import Permission, Person, Standing
from tasktix.domain.aggregate import Origin
from tasktix.domain.errors import IdTaken, LastWayIn, NotFound, NotFresh, NotSignedIn, OutOfScope, checked
from tasktix.domain.ids import Id, clean_id
from tasktix.domain.lists import List
from tasktix.domain.merging import Basis
from tasktix.domain.sessions import Session
from tasktix.domain.tasks import Task
from tasktix.domain.users import NO_PASSWORD, User
from tasktix.domain.words import Absent

_Found = TypeVar("_Found")


def user(work: UnitOfWork, actor: Actor) -> User:
    """Oneself; raises `NotSignedIn` where there is no such account any more."""
    return _there(work.users.get(actor.user_id))


def user_alone(work: UnitOfWork, actor: Actor) -> User:
    """The same, for a change of what others see: nobody makes them a member of a list meanwhile, which would then show
    them as they were."""
    return _there(work.users.alone(actor.user_id))


def person(work: UnitOfWork, actor: Actor) -> Person:
    """Oneself, as a list shows one that one becomes a member of; raises `NotSignedIn` like `user`."""
    return _there(work.users.people([actor.user_id]).get(actor.user_id))


def _there(found: _Found | None) -> _Found:
    if found is None:
        raise NotSignedIn
    return found


def in_person(actor: Actor) -> None:
    """For a user themselves; a token may not manage what opens their account (raises `OutOfScope`)."""
    if actor.grant is not None:
        raise OutOfScope


def reads_own(actor: Actor) -> None:
    """For who reaches what is the user's own; raises `OutOfScope`."""
    if actor.grant is not None and not actor.grant.reads_own:
        raise OutOfScope


def writes_own(actor: Actor) -> None:
    """For who may change what is the user's own, and make lists; raises `OutOfScope`."""
    if actor.grant is not None and not actor.grant.writes_own:
        raise OutOfScope


def reached(actor: Actor, list_ids: Iterable[Id]) -> list[Id]:
    """Those of the lists that the actor reaches."""
    return [it for it in list_ids if actor.grant is None or actor.grant.reads(it)]


def writes(actor: Actor, list_id: Id) -> None:
    """For what needs no permission in the list, but is no reading either; raises `NotFound`, `OutOfScope`."""
    if actor.grant is not None and not actor.grant.writes(list_id):
        raise OutOfScope if actor.grant.reads(list_id) else NotFound


def _within(actor: Actor, standing: Standing) -> Standing:
    """The wall of API tokens: a list out of reach is not there, and who may only read it has no permission in it."""
    if actor.grant is None or actor.grant.writes(standing.list_id):
        return standing
    if not actor.grant.reads(standing.list_id):
        raise NotFound
    return standing.to_look()


def session(work: UnitOfWork, actor: Actor) -> Session:
    """One's own, which lives; raises `NotSignedIn`."""
    in_person(actor)
    found = work.sessions.get(actor.user_id, actor.session_id) if actor.session_id else None
    if found is None:
        raise NotSignedIn
    return found


def fresh(work: UnitOfWork, actor: Actor) -> None:
    """For who has proved a short while ago who they are; raises `NotFresh`. A program that embeds the tracker, and has
    no sessions, vouches for its users itself."""
    if actor.session_id is not None and not session(work, actor).is_fresh(work.now):
        raise NotFresh


def another_way_in(work: UnitOfWork, actor: Actor, *, passwords_count: bool) -> None:
    """For who takes away a way to sign in: raises `LastWayIn` where it is the only one. The credential is locked: of
    two ways that go at the same moment, one sees that it is the last."""
    credential = _there(work.users.credential(actor.user_id))
    has_password = passwords_count and credential.password_hash != NO_PASSWORD
    keys = len(work.linked_accounts.of(actor.user_id)) + len(work.passkeys.of(actor.user_id))
    if has_password + keys <= 1:
        raise LastWayIn


def standing(work: UnitOfWork, actor: Actor, list_id: Id) -> Standing:
    """For a member."""
    found = work.lists.standing(list_id, actor.user_id)
    if found is None:
        raise NotFound
    return _within(actor, found)


def alone(work: UnitOfWork, actor: Actor, list_id: Id, permission: Permission | None = None) -> tuple[Standing, List]:
    """For a member who has `permission`, the list to change: nobody else changes it until the transaction ends."""
    found = work.lists.get(list_id, actor.user_id)
    if found is None:
        raise NotFound
    standing = _within(actor, found[0])
    if permission is not None:
        standing.role.require(permission)
    return standing, found[1]


def task(work: UnitOfWork, actor: Actor, list_id: Id, task_id: Id, permission: Permission | None = None) -> Task:
    """The task of this list, for a member who has `permission`."""
    standing, found = work.tasks.get(list_id, task_id, viewer=actor.user_id)
    if standing is None or found is None:
        raise NotFound
    standing = _within(actor, standing)
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
    _within(actor, found.standing).role.require(permission)
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

"""What today is for somebody; part of several use cases."""

from __future__ import annotations

from datetime import UTC

from tasktix.application import guards
from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.calendar import Calendar, zone_of
from tasktix.domain.filters.subject import Context


def of(work: UnitOfWork, actor: Actor) -> Calendar:
    """In the user's own time zone, or in UTC where they have set none."""
    user = guards.user(work, actor)
    return Calendar(work.now, UTC if user.timezone is None else zone_of(user.timezone))


def context(work: UnitOfWork, actor: Actor) -> Context:
    return Context(of(work, actor), actor.user_id, None if actor.grant is None else actor.grant.lists)

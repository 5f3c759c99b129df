"""Use cases: tickets, which are redeemed once by who comes back with their key. For the program's own flows."""

from __future__ import annotations

from collections.abc import Mapping

from tasktix.application.actor import Actor
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.sessions import hash_token
from tasktix.domain.tickets import Purpose, Ticket


def put(work: UnitOfWork, actor: Actor, *, purpose: Purpose, key: str, content: Mapping[str, str]) -> None:
    """For the program itself: what is to be known when somebody comes back with this key."""
    work.tickets.put(Ticket.of(purpose, key, content, work.now, actor.user))


def redeem(work: UnitOfWork, actor: Actor, *, purpose: Purpose, key: str) -> Mapping[str, str] | None:
    """For the program itself: what was put with this key; for the first who asks."""
    ticket = work.tickets.redeem(purpose, hash_token(key))
    return ticket.content if ticket is not None else None


def forget_expired(work: UnitOfWork, actor: Actor) -> None:
    """For the program itself, now and then: those that nobody came back with."""
    work.tickets.forget_expired()

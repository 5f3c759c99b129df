"""Requests with a key: done once, however often they are sent, and answered as the first time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import attrs

from tasktix.application.actor import Actor
from tasktix.application.ports import Outcome
from tasktix.application.unit_of_work import Reply, UnitOfWork
from tasktix.domain.errors import Invalid, Refused

KEPT: Final = timedelta(hours=24)
"""How long, at least, a repeat is known as one."""


class AnsweredBefore(Refused):
    """This request was answered before."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


@attrs.frozen
class Once:
    """`fingerprint` stands for the content of the request; `render` makes the text that a repeat is answered with."""

    fingerprint: str
    render: Callable[[Outcome[Any]], str]

    def seal(self, work: UnitOfWork, actor: Actor, outcome: Outcome[Any]) -> None:
        """In the transaction that does it, so that a thing done is a thing known to be done. What a stranger's request
        makes is the user whose reply it is."""
        assert actor.key is not None
        user_id = actor.user or outcome.answer.id
        work.replies.keep(Reply(user_id, actor.key, self.fingerprint, work.now, self.render(outcome)))


def require_unanswered(work: UnitOfWork, actor: Actor, *, fingerprint: str) -> None:
    """For one's own requests: raises `AnsweredBefore`, or `Invalid` where the key was another request's. Of a stranger
    nobody knows whose requests to look among."""
    reply = work.replies.find(actor.user, actor.key) if actor.user and actor.key is not None else None
    if reply is None:
        return
    if reply.fingerprint != fingerprint:
        raise Invalid.of("key", "was used for another request")
    raise AnsweredBefore(reply.text)


def forget_old(work: UnitOfWork, actor: Actor) -> None:
    """For the program itself, now and then."""
    work.replies.forget_before(work.now - KEPT)

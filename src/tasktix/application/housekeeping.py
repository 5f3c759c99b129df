"""Forgetting what is too old: for the server and for programs that embed the tracker, now and then."""

from __future__ import annotations

from tasktix.application import audit, feed, limits, mirrors, replies, sessions, tickets, tokens
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application


def keep_house(application: Application) -> None:
    """Many small transactions; may be called at any time, by several programs at once."""
    application.perform(SYSTEM, replies.forget_old)
    application.perform(SYSTEM, limits.forget_old)
    application.perform(SYSTEM, audit.forget_old)
    application.perform(SYSTEM, tickets.forget_expired)
    application.perform(SYSTEM, mirrors.forget_old)
    while application.perform(SYSTEM, sessions.end_expired):
        pass
    while application.perform(SYSTEM, tokens.revoke_expired):
        pass
    for audience in application.look(SYSTEM, feed.overgrown):
        while application.perform(SYSTEM, feed.trim, audience=audience):
            pass

"""Letting a list follow a repository: the tracker is asked what the person reaches there, outside every transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tasktix.application import guards, mirrors
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome
from tasktix.application.tracker import IssueTracker
from tasktix.domain.errors import Invalid
from tasktix.domain.ids import Id
from tasktix.domain.mirrors import Mirror, Repository


@attrs.frozen
class Linking:
    """`can_import` False: this server cannot ask for issues, and waits for what it is sent."""

    application: Application
    tracker: IssueTracker
    can_import: bool = True

    def repositories(self, actor: Actor) -> Sequence[Repository]:
        """One's own: those that one's account at the tracker reaches, of all installations, by name."""
        guards.reads_own(actor)
        return self.tracker.repositories(actor.user_id)

    def link(
        self,
        actor: Actor,
        *,
        list_id: Id,
        repository_id: int,
        fields: Mapping[str, Any],
        section_id: Id | None = None,
    ) -> Outcome[Mirror]:
        """Raises `NotConnected`, `TrackerFailed`, `Invalid` where one's account does not reach it or nothing can be
        imported, and what `mirrors.link` refuses with."""
        if fields.get("is_importing") and not self.can_import:
            raise Invalid.of("is_importing", "needs the key of an app, which this server does not have")
        # Before: whether one's account reaches a repository is told only to who may link the list.
        self.application.look(actor, mirrors.may_link, list_id=list_id)
        found = {it.id: it for it in self.tracker.repositories(actor.user_id)}.get(repository_id)
        if found is None:
            raise Invalid.of("repository_id", "must be a repository that your account reaches")
        return self.application.commit(
            actor, mirrors.link, list_id=list_id, repository=found, fields=fields, section_id=section_id
        )

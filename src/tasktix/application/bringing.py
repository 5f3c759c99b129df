"""What an issue is now, for one list that follows; part of several flows."""

from __future__ import annotations

from typing import Final

from tasktix.application import converging
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Accounts
from tasktix.domain.issues import Sighting
from tasktix.domain.mirrors import Mirror

VIA: Final = "github"


def by_linker(mirror: Mirror) -> Actor:
    return Actor(user=mirror.linked_by, via=VIA)


def bring_in(application: Application, accounts: Accounts, mirror: Mirror, sighting: Sighting, cause: Cause) -> None:
    """Raises what `converging.converge` refuses with."""
    application.perform(
        by_linker(mirror),
        converging.converge,
        list_id=mirror.id,
        sighting=sighting,
        people=accounts.users,
        cause=cause,
    )

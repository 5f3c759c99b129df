"""Another program over a server's database, for what a test cannot say by HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tasktix import connect
from tasktix.application import mirrors
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.mirrors import Repository
from tests.harness.server import RunningServer
from tests.http.client import Client


@contextmanager
def neighbour(server: RunningServer) -> Iterator[Application]:
    application = connect(server.database_url)
    try:
        yield application
    finally:
        application.close()


def link(server: RunningServer, person: Client, list_id: str, repository_id: int, **fields: Any) -> None:
    """As if the person's account at GitHub reached the repository."""
    repository = Repository(repository_id, "Codertocat/Hello-World")
    with neighbour(server) as application:
        application.perform(
            Actor(user=person.user.id), mirrors.link, list_id=list_id, repository=repository, fields=fields
        )

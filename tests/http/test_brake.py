"""How fast one user may write, whatever it is that they write (contract, section 1: limits)."""

from __future__ import annotations

from tasktix.adapters.http import brake, shapes
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, Client

ENOUGH = brake.BURST * 5
"""Tries after which a user must have been stopped, on a machine that answers 63 in a second."""


def test_who_writes_without_end_waits_and_may_read_meanwhile() -> None:
    with RunningServer(environment={"TASKTIX_RATE_LIMITS": "on"}) as server:
        ann, bob = (Client.newcomer(server.url, name) for name in ("Ann", "Bob"))
        stopped = next(it for it in (ann.delete(f"/lists/{NOBODY}") for _ in range(ENOUGH)) if it.status != 404)
        stopped.refuses(429, "too_many_requests")
        assert int(stopped.headers["Retry-After"]) >= 1
        assert ann.get("/lists").shows(list[shapes.Overview]) == []
        bob.delete(f"/lists/{NOBODY}").refuses(404, "not_found")

"""The route table."""

from __future__ import annotations

from typing import Final

from tasktix.adapters.http import feed, lists, members, sections, sessions, tasks
from tasktix.adapters.http.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *sessions.ROUTES,
    *lists.ROUTES,
    *sections.ROUTES,
    *tasks.ROUTES,
    *members.ROUTES,
    *feed.ROUTES,
)

"""The route table."""

from __future__ import annotations

from typing import Final

from tasktix.adapters.http import (
    audit,
    feed,
    history,
    lists,
    looking,
    members,
    roles,
    saved_filters,
    search,
    sections,
    sessions,
    tags,
    tasks,
    timers,
    tokens,
)
from tasktix.adapters.http.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *sessions.ROUTES,
    *tokens.ROUTES,
    *audit.ROUTES,
    *lists.ROUTES,
    *sections.ROUTES,
    *tasks.ROUTES,
    *timers.ROUTES,
    *tags.ROUTES,
    *members.ROUTES,
    *roles.ROUTES,
    *looking.ROUTES,
    *history.ROUTES,
    *saved_filters.ROUTES,
    *search.ROUTES,
    *feed.ROUTES,
)

"""The route table."""

from __future__ import annotations

from typing import Final

from tasktix.adapters.http import (
    audit,
    feed,
    history,
    linked,
    lists,
    looking,
    members,
    mirrors,
    passkeys,
    roles,
    saved_filters,
    search,
    second_factor,
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
    *second_factor.ROUTES,
    *linked.ROUTES,
    *passkeys.ROUTES,
    *tokens.ROUTES,
    *audit.ROUTES,
    *lists.ROUTES,
    *sections.ROUTES,
    *tasks.ROUTES,
    *timers.ROUTES,
    *tags.ROUTES,
    *members.ROUTES,
    *mirrors.ROUTES,
    *roles.ROUTES,
    *looking.ROUTES,
    *history.ROUTES,
    *saved_filters.ROUTES,
    *search.ROUTES,
    *feed.ROUTES,
)

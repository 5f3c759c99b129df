"""The next tokens of a person, where those of a GitHub App come to their end: eight hours after they were given."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import attrs
import msgspec

from tasktix.adapters.github.answers import required
from tasktix.adapters.github.line import PATIENCE, send
from tasktix.application.tracker import TrackerRefused
from tasktix.domain.linked import Tokens


class _Given(msgspec.Struct):
    """A refusal is a 200 with an `error` in it."""

    access_token: str = ""
    refresh_token: str | None = None
    expires_in: int | None = None
    error: str = ""


@attrs.frozen
class GitHubRenewal:
    """`url` is where people are. `now` is in seconds since 1970."""

    url: str
    client_id: str
    client_secret: str = attrs.field(repr=False)
    patience: float = PATIENCE
    now: Callable[[], float] = time.time

    def renew(self, refresh: str) -> Tokens:
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "grant_type": "refresh_token",
            "refresh_token": refresh,
        }
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        address = f"{self.url}/login/oauth/access_token"
        answer = required(send("POST", address, headers, urlencode(form).encode(), self.patience), self.now())
        given = answer.shows(_Given)
        if given.error or not given.access_token:
            raise TrackerRefused(given.error[:200] or "no access_token")
        lasts = None if given.expires_in is None else timedelta(seconds=given.expires_in)
        return Tokens(given.access_token, given.refresh_token, lasts)

"""GitHub is asked for the next tokens as its documents say, and whatever it answers has a meaning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tasktix.adapters.github.renewal import GitHubRenewal
from tasktix.application.tracker import TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.linked import Tokens
from tests.harness.github import GitHub


@pytest.fixture
def github() -> Iterator[GitHub]:
    with GitHub() as fake:
        yield fake


@pytest.fixture
def renewal(github: GitHub) -> GitHubRenewal:
    return GitHubRenewal(github.url, *github.CLIENT)


def test_the_next_tokens(github: GitHub, renewal: GitHubRenewal) -> None:
    github.expires_in = 28800
    first = github.give()
    assert renewal.renew(first["refresh_token"]) == Tokens(github.access, github.refresh, timedelta(hours=8))
    assert first["access_token"] != github.access
    with pytest.raises(TrackerRefused, match="bad_refresh_token"):
        renewal.renew(first["refresh_token"])


def test_who_we_are_not_is_refused(github: GitHub) -> None:
    with pytest.raises(TrackerRefused, match="incorrect_client_credentials"):
        GitHubRenewal(github.url, "x", "y").renew("z")


@pytest.mark.parametrize(
    ("status", "error"), [(500, TrackerFailed), (429, TrackerBusy), (404, TrackerRefused), (200, TrackerFailed)]
)
def test_another_answer(github: GitHub, renewal: GitHubRenewal, status: int, error: type[Exception]) -> None:
    github.instead = (status, ["neither"])
    with pytest.raises(error):
        renewal.renew("x")


def test_an_answer_without_a_token_is_a_no(github: GitHub, renewal: GitHubRenewal) -> None:
    github.instead = (200, {})
    with pytest.raises(TrackerRefused, match="no access_token"):
        renewal.renew("x")


def test_a_site_that_is_not_there_fails() -> None:
    with pytest.raises(TrackerFailed):
        GitHubRenewal("http://127.0.0.1:1", "x", "y", patience=1.0).renew("z")


def test_the_secret_is_in_no_text_about_it(renewal: GitHubRenewal) -> None:
    assert GitHub.CLIENT[1] not in repr(renewal)

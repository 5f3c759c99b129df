"""GitHub's API as it is asked: pages, tokens, moves, limits, and everything that can go wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tasktix.adapters.github.answers import Answer
from tasktix.adapters.github.keys import AppKeys, NoKey, private_key
from tasktix.adapters.github.line import Line
from tasktix.adapters.github.memory import Memory
from tasktix.adapters.github.tracker import GitHubTracker
from tasktix.application.tracker import Edit, TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.issues import with_marker
from tasktix.domain.mirrors import Repository
from tests.fakes import FakeAccounts
from tests.github.both import GARDEN
from tests.harness.fake_github import Cut, FakeGitHub, Said

ANN = "0VbhcbFgf0X3SArs"


ACCOUNTS: Final = FakeAccounts(tokens={ANN: "ann's"})


@pytest.fixture
def github(key: RSAPrivateKey) -> Iterator[FakeGitHub]:
    with FakeGitHub(key.public_key()) as fake:
        yield fake


@pytest.fixture
def tracker(github: FakeGitHub, key: RSAPrivateKey) -> GitHubTracker:
    line = Line(github.url)
    return GitHubTracker(line, ACCOUNTS, AppKeys("12", key, line))


def test_repositories_of_all_installations_and_all_pages(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.many = 250
    found = tracker.repositories(ANN)
    assert len(found) == 251
    assert [it.name for it in found] == sorted(it.name for it in found)
    garden = next(it for it in found if it.id == 7)
    assert garden == Repository(7, "ann/garden", "", is_private=True, installation_id=3)
    with pytest.raises(NotConnected):
        tracker.repositories("0" * 16)


@pytest.mark.parametrize("status", [403, 404])
def test_an_installation_that_refuses_hides_no_other(github: FakeGitHub, tracker: GitHubTracker, status: int) -> None:
    """An organisation may want a sign-in of its own."""
    github.many = 2
    github.faults = [None, Said(status, {"message": "Resource protected by organization SAML enforcement."})]
    assert [it.name for it in tracker.repositories(ANN)] == ["org/0", "org/1"]
    github.faults = [None, Said(429)]
    with pytest.raises(TrackerBusy):
        tracker.repositories(ANN)


def test_a_suspended_installation_reaches_nothing(github: FakeGitHub, tracker: GitHubTracker) -> None:
    suspended = {"id": 3, "suspended_at": "2026-11-23T08:00:00Z"}
    github.faults = [Said(200, {"installations": [suspended]})]
    assert tracker.repositories(ANN) == []
    assert len(github.asks) == 1


def test_a_token_of_a_person_that_is_known_no_more(github: FakeGitHub, tracker: GitHubTracker) -> None:
    """The next one is asked for once: it may have been renewed in the middle of the pages."""
    github.faults = [None, Said(401)]
    with pytest.raises(NotConnected):
        tracker.repositories(ANN)
    tracker.accounts = Renewed()
    github.faults = [None, Said(401)]
    assert [it.id for it in tracker.repositories(ANN)] == [7]
    github.faults = [Said(401), Said(401)]
    with pytest.raises(NotConnected):
        tracker.repositories(ANN)


class Renewed(FakeAccounts):
    """Each has a token, and another for one that was refused."""

    def token(self, user_id: Id, refused: str = "") -> str:
        return "ann's"


def test_an_issue_as_it_is(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake", "leaves")
    seen = tracker.issue(GARDEN, 1)
    assert seen is not None
    assert (seen.id, seen.repository_id, seen.values.name, seen.values.description) == (1001, 7, "Rake", "leaves")
    assert tracker.issue(GARDEN, 2) is None


def test_a_token_is_used_until_it_nearly_ends(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake")
    for _ in range(3):
        tracker.issue(GARDEN, 1)
    assert github.tokens == 1


def test_one_that_ends_too_soon_is_not_begun_with(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake")
    github.life = 100.0
    for _ in range(3):
        tracker.issue(GARDEN, 1)
    assert github.tokens == 3


def test_a_token_that_is_known_no_more_is_replaced(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake")
    tracker.issue(GARDEN, 1)
    github.tokens += 1
    assert tracker.issue(GARDEN, 1) is not None
    assert github.asks[-1].authorization.endswith("_3")
    assert len(github.asks[-1].authorization) > 400


def test_all_issues_that_changed_since_by_pages(github: FakeGitHub, tracker: GitHubTracker) -> None:
    for number in range(230):
        github.open(f"Issue {number}")
    github.change(5, "closed", state="closed")
    every = tracker.issues(GARDEN, None)
    assert len(every) == 229
    first = every[0].updated_at
    since = tracker.issues(GARDEN, first)
    assert len(since) == 230
    assert [it.updated_at for it in since] == sorted(it.updated_at for it in since)
    assert since[-1].issue.number == 5
    assert tracker.issues(GARDEN, first + timedelta(days=1)) == []


def test_what_has_not_changed_is_not_sent_again(github: FakeGitHub, tracker: GitHubTracker) -> None:
    """Also under another token, and through all pages."""
    for number in range(150):
        github.open(f"Issue {number}")
    first = tracker.issues(GARDEN, None)
    github.tokens += 1
    assert tracker.issues(GARDEN, None) == first
    assert github.unchanged == 2
    github.change(150, title="Changed")
    assert tracker.issues(GARDEN, None)[-1].values.name == "Changed"
    assert github.unchanged == 3
    assert tracker.issue(GARDEN, 1) == tracker.issue(GARDEN, 1)
    assert github.unchanged == 4


def test_what_is_known_has_its_bounds() -> None:
    memory = Memory(most=400)
    answers = {f"q{number}": Answer(200, {"etag": str(number)}, b"x" * 90) for number in range(6)}
    for question, answer in answers.items():
        memory.keep(question, answer)
    assert [memory.known(it) for it in answers] == [None, None, *list(answers.values())[2:]]
    memory.keep("q5", Answer(200, {"etag": "too long"}, b"x" * 101))
    memory.keep("q4", Answer(200, {}, b"without a mark"))
    assert [it for it in answers if memory.known(it) is not None] == ["q2", "q3"]


def test_pull_requests_are_no_issues(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake")
    github.open("A change")["pull_request"] = {"url": "x"}
    assert [it.issue.number for it in tracker.issues(GARDEN, None)] == [1]


def test_what_is_written_is_there(github: FakeGitHub, tracker: GitHubTracker) -> None:
    github.open("Rake", "leaves")
    seen = tracker.write(GARDEN, 1, Edit(name="Sweep", is_closed=True))
    assert (seen.values.name, seen.values.is_closed, seen.values.description) == ("Sweep", True, "leaves")
    assert github.issues[1]["state_reason"] == "completed"
    seen = tracker.write(GARDEN, 1, Edit(is_closed=False, description="", labels_added=("bug", "a/b ü")))
    assert (seen.values.is_closed, seen.values.description, seen.values.labels) == (False, "", ("a/b ü", "bug"))
    seen = tracker.write(GARDEN, 1, Edit(labels_removed=("a/b ü", "never there")))
    assert seen.values.labels == ("bug",)


def test_an_issue_is_made_with_its_marker(github: FakeGitHub, tracker: GitHubTracker) -> None:
    seen = tracker.create(GARDEN, "Rake", with_marker("leaves", ANN))
    assert (seen.marker, seen.values.description) == (ANN, "leaves")
    assert "tasktix" in github.issues[1]["body"]


def test_a_repository_that_went_elsewhere_is_followed_on_the_same_site_alone(
    github: FakeGitHub, tracker: GitHubTracker
) -> None:
    github.open("Rake")
    github.moved_to = 8
    assert tracker.write(GARDEN, 1, Edit(name="Sweep")).values.name == "Sweep"
    github.faults = [Said(301, None, {"Location": "http://127.0.0.1:1/steal"})]
    with pytest.raises(TrackerFailed, match="another site"):
        tracker.issue(GARDEN, 1)
    github.faults = [Said(302, None, {"Location": "/repositories/7/issues/1"})] * 3
    with pytest.raises(TrackerFailed, match="circles"):
        tracker.issue(GARDEN, 1)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (Said(403, {"message": "You have exceeded a secondary rate limit"}, {"Retry-After": "30"}), 30),
        (Said(403, {"message": "You have exceeded a secondary rate limit"}), 60),
        (Said(429, None, {"Retry-After": "0"}), 1),
        (Said(429), 60),
        (Said(429, None, {"Retry-After": "soon"}), 60),
        (Said(429, None, {"Retry-After": "9999999"}), 3600),
        (Said(403, None, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000100"}), 101),
        (Said(403, None, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "5"}), 1),
        (Said(429, None, {"X-RateLimit-Remaining": "0"}), 60),
    ],
)
def test_who_asks_too_much_is_told_how_long_to_wait(github: FakeGitHub, said: Said, seconds: float) -> None:
    github.faults = [said]
    line = Line(github.url, now=lambda: 1_000_000.0)
    with pytest.raises(TrackerBusy) as busy:
        line.ask("GET", "/user/installations", "Bearer ann's")
    assert busy.value.seconds == seconds


@pytest.mark.parametrize("said", [Said(403, {"message": "Resource not accessible"}), Said(422), Said(404), Said(410)])
def test_a_no_is_a_no(github: FakeGitHub, said: Said) -> None:
    github.faults = [said]
    with pytest.raises(TrackerRefused) as refusal:
        Line(github.url).ask("PATCH", "/repositories/7/issues/1", "Bearer x", {})
    assert refusal.value.status == said.status


@pytest.mark.parametrize("fault", [Said(500), Said(502, "<html>"), Cut(effect=False), Cut(effect=True), Said(200, [1])])
def test_what_fails_may_be_asked_again(github: FakeGitHub, tracker: GitHubTracker, fault: Said | Cut) -> None:
    github.open("Rake")
    tracker.issue(GARDEN, 1)
    github.faults = [fault]
    with pytest.raises(TrackerFailed):
        tracker.write(GARDEN, 1, Edit(name="Sweep"))
    assert (github.issues[1]["title"] == "Sweep") == (isinstance(fault, Cut) and fault.effect)
    assert tracker.write(GARDEN, 1, Edit(name="Sweep")).values.name == "Sweep"


def test_a_site_that_is_not_there_fails() -> None:
    with pytest.raises(TrackerFailed):
        Line("http://127.0.0.1:1", patience=1.0).ask("GET", "/", "Bearer x")


def test_without_an_app_or_installation_nothing_is_written(github: FakeGitHub, tracker: GitHubTracker) -> None:
    without = [(GitHubTracker(tracker.line, ACCOUNTS, None), GARDEN)]
    without.append((tracker, attrs.evolve(GARDEN, installation_id=None)))
    for its, repository in without:
        with pytest.raises(TrackerRefused):
            its.write(repository, 1, Edit(name="Sweep"))
    assert github.asks == []


def test_what_is_no_rsa_key_is_none() -> None:
    other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for pem in (b"", b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----", other):
        with pytest.raises(NoKey):
            private_key(pem)


def test_a_key_is_read_from_either_form(key: RSAPrivateKey) -> None:
    for form in (PrivateFormat.TraditionalOpenSSL, PrivateFormat.PKCS8):
        pem = key.private_bytes(Encoding.PEM, form, NoEncryption())
        assert private_key(pem).public_key() == key.public_key()


def test_the_key_is_in_no_text_about_it(tracker: GitHubTracker) -> None:
    assert "RSA" not in repr(tracker)

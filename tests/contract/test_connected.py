"""Who of us is who at a tracker, and with which token: it comes to its end, is renewed once, and is kept sealed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from tasktix.application import linked, sealing
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.connected import ConnectedAccounts
from tasktix.application.ports import Store
from tasktix.application.tracker import TrackerFailed, TrackerRefused
from tasktix.domain.errors import NotConnected
from tasktix.domain.ids import Id
from tasktix.domain.linked import Identity, LinkedAccount, Tokens
from tests.builders import new_application, sign_up
from tests.contract.threads import together
from tests.fakes import FakeClock, FakeSafe, SeededChance

ISSUER = "https://github.example"
HOURS = timedelta(hours=8)


@attrs.define(eq=False)
class Once:
    """A tracker at which each `refresh` counts once, and is followed by the next number. `meanwhile` is done before it
    answers."""

    present: int = 1
    fault: Exception | None = None
    asked: int = 0
    lasts: timedelta | None = HOURS
    meanwhile: Callable[[], object] = lambda: None
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def renew(self, refresh: str) -> Tokens:
        with self._lock:
            self.asked += 1
            if self.fault is not None:
                raise self.fault
            if refresh != f"refresh {self.present}":
                raise TrackerRefused("bad_refresh_token")
            self.present += 1
        given = self.given()
        self.meanwhile()
        return given

    def given(self) -> Tokens:
        return Tokens(f"access {self.present}", f"refresh {self.present}", self.lasts)


@attrs.define(eq=False)
class Desk:
    """Ann and her account at the tracker."""

    app: Application
    clock: FakeClock
    ann: Actor
    renewal: Once
    accounts: ConnectedAccounts
    safe: FakeSafe = attrs.field(factory=FakeSafe)

    @property
    def identity(self) -> Identity:
        return Identity(ISSUER, f"number of {self.ann.user_id}")

    def link(self, tokens: Tokens | None = None, *, subject: str = "", provider: str = "github") -> None:
        identity = attrs.evolve(self.identity, subject=subject or self.identity.subject)
        sealed = self.seal(tokens or self.renewal.given(), identity)
        self.app.perform(self.ann, linked.link, identity=identity, provider=provider, sealed=sealed)

    def signs_in(self, tokens: Tokens) -> None:
        self.app.perform(self.ann, linked.use, identity=self.identity, sealed=self.seal(tokens, self.identity))

    def seal(self, tokens: Tokens, identity: Identity) -> str:
        return sealing.seal(self.safe, identity.key, tokens, self.clock.now())

    def token(self, refused: str = "") -> str:
        return self.accounts.token(self.ann.user_id, refused)

    def users(self, accounts: Collection[str]) -> Mapping[str, Id]:
        return self.app.look(self.ann, lambda work, _: self.accounts.users(work, accounts))

    def linked(self) -> list[LinkedAccount]:
        return list(self.app.look(self.ann, linked.own))


@pytest.fixture
def desk(store: Store, clock: FakeClock, chance: SeededChance) -> Desk:
    own, renewal = FakeClock(clock.now()), Once()
    app = new_application(store, own, chance)
    accounts = ConnectedAccounts(app, FakeSafe(), renewal, "github", ISSUER)
    return Desk(app, own, sign_up(app), renewal, accounts)


def test_people_are_known_by_the_numbers_of_their_accounts(desk: Desk) -> None:
    desk.link()
    number = desk.identity.subject
    assert desk.users([number, "of nobody"]) == {number: desk.ann.user_id}
    assert desk.users([]) == {}
    desk.accounts = attrs.evolve(desk.accounts, issuer="https://other.example")
    assert desk.users([number]) == {}


def test_many_at_once(desk: Desk) -> None:
    numbers = [f"{number} of {desk.ann.user_id}" for number in range(20)]
    for number in numbers[:18]:
        desk.link(subject=number)
    assert desk.users(numbers) == dict.fromkeys(numbers[:18], desk.ann.user_id)


def test_who_has_linked_nothing_there_is_not_connected(desk: Desk) -> None:
    with pytest.raises(NotConnected):
        desk.token()
    desk.link(provider="oidc")
    with pytest.raises(NotConnected):
        desk.token()


def test_a_token_is_used_while_it_lasts(desk: Desk) -> None:
    desk.link()
    desk.clock.advance(HOURS - timedelta(minutes=6))
    assert (desk.token(), desk.renewal.asked) == ("access 1", 0)


def test_one_that_lasts_for_ever_does(desk: Desk) -> None:
    desk.link(Tokens("for ever"))
    desk.clock.advance(timedelta(days=1000))
    assert desk.token() == "for ever"


def test_one_near_its_end_is_renewed_and_kept_sealed(desk: Desk) -> None:
    desk.link()
    desk.clock.advance(HOURS - timedelta(minutes=4))
    for _ in range(3):
        assert (desk.token(), desk.renewal.asked) == ("access 2", 1)
    [account] = desk.linked()
    kept = sealing.unseal(desk.safe, account)
    assert (kept.access, kept.refresh, kept.ends_at) == ("access 2", "refresh 2", desk.clock.now() + HOURS)
    desk.clock.advance(HOURS)
    assert desk.token() == "access 3"


def test_one_that_the_tracker_refuses_is_renewed(desk: Desk) -> None:
    desk.link()
    assert desk.token(refused="access 1") == "access 2"
    assert desk.token(refused="access 1") == "access 2"
    assert desk.renewal.asked == 1


def test_what_cannot_be_renewed_is_not_connected(desk: Desk) -> None:
    desk.link(Tokens("access", None, HOURS))
    with pytest.raises(NotConnected):
        desk.token(refused="access")
    desk.clock.advance(HOURS)
    with pytest.raises(NotConnected):
        desk.token()


def test_who_took_it_back_is_not_connected(desk: Desk) -> None:
    desk.link()
    desk.renewal.present = 7
    desk.clock.advance(HOURS)
    with pytest.raises(NotConnected):
        desk.token()
    # Signing in that way again connects them again.
    desk.signs_in(desk.renewal.given())
    assert desk.token() == "access 7"


def test_what_no_key_opens_is_not_connected(desk: Desk) -> None:
    identity = desk.identity
    desk.app.perform(desk.ann, linked.link, identity=identity, provider="github", sealed="sealed by another key")
    with pytest.raises(NotConnected):
        desk.token()


def test_while_the_tracker_does_not_answer_what_still_counts_is_used(desk: Desk) -> None:
    desk.link()
    desk.renewal.fault = TrackerFailed("500")
    desk.clock.advance(HOURS - timedelta(minutes=4))
    assert desk.token() == "access 1"
    with pytest.raises(TrackerFailed):
        desk.token(refused="access 1")
    desk.clock.advance(timedelta(minutes=4))
    with pytest.raises(TrackerFailed):
        desk.token()
    desk.renewal.fault = None
    assert desk.token() == "access 2"


def test_two_at_once_get_the_same_and_nothing_is_lost(desk: Desk) -> None:
    """A refresh token counts once: who comes second waits for what the first has got."""
    desk.link()
    desk.clock.advance(HOURS)
    desk.clock.sleeps = True
    calls: list[Callable[[], Any]] = [desk.token] * 4
    assert together(calls) == ["access 2"] * 4
    assert desk.token() == "access 2"


def test_who_signs_in_meanwhile_keeps_the_tokens_of_the_sign_in(desk: Desk) -> None:
    desk.link()
    desk.clock.advance(HOURS)
    desk.renewal.meanwhile = partial(desk.signs_in, Tokens("of the sign-in", "refresh 2", HOURS))
    assert desk.token() == "of the sign-in"
    assert desk.token() == "of the sign-in"


def test_who_unlinks_meanwhile_is_not_connected(desk: Desk) -> None:
    desk.link()
    desk.clock.advance(HOURS)
    [account] = desk.linked()
    desk.renewal.meanwhile = partial(desk.app.perform, desk.ann, linked.unlink, account_id=account.id)
    with pytest.raises(NotConnected):
        desk.token()
    assert desk.linked() == []


def test_of_two_accounts_there_the_one_used_last_counts(desk: Desk, clock: FakeClock) -> None:
    desk.link()
    clock.advance(timedelta(seconds=1))
    desk.link(Tokens("of the other"), subject=f"another of {desk.ann.user_id}")
    assert desk.token() == "of the other"
    clock.advance(timedelta(seconds=1))
    desk.signs_in(Tokens("of the first"))
    assert desk.token() == "of the first"


def test_no_token_is_in_a_text_about_it(desk: Desk) -> None:
    desk.link()
    [account] = desk.linked()
    assert "access 1" not in repr(sealing.unseal(desk.safe, account)) + repr(desk.renewal.given())

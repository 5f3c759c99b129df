"""Signing up and in."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import accounts, sessions
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.authentication import Authentication
from tasktix.application.entrance import Entrance
from tasktix.application.limits import Limits
from tasktix.application.sessions import SignedIn
from tasktix.domain.errors import BadCredentials, Invalid, SignUpClosed, Taken
from tasktix.domain.sessions import FRESH_FOR
from tests.builders import STRANGER, new_application
from tests.fakes import FakeClock, FakeKnownPasswords, FakePasswords, FakeSafe, SeededChance

ANN = {"username": "Ann", "email": "ann@example.org", "password": "correct horse"}
BROWSER = Actor(via="test", device="Firefox", address="192.0.2.1")


@pytest.fixture
def passwords() -> FakePasswords:
    return FakePasswords()


def new_authentication(passwords: FakePasswords, *, sign_up_open: bool = True) -> Authentication:
    clock, chance = FakeClock(), SeededChance()
    application = new_application(MemoryStore(clock, chance), clock, chance)
    limits = Limits(application, is_on=False)
    entrance = Entrance(application, chance, limits, FakeSafe())
    return Authentication(application, passwords, FakeKnownPasswords(), chance, limits, entrance, sign_up_open)


@pytest.fixture
def authentication(passwords: FakePasswords) -> Authentication:
    """Ann has an account."""
    it = new_authentication(passwords)
    it.sign_up(BROWSER, ANN)
    return it


def test_who_signs_up_is_signed_in(passwords: FakePasswords) -> None:
    authentication = new_authentication(passwords)
    user, token = authentication.sign_up(BROWSER, ANN)
    session = authentication.application.look(STRANGER, sessions.with_token, token=token)
    assert session
    assert session.user_id == user.id
    assert (session.device, session.address, session.remember) == ("Firefox", "192.0.2.1", False)


def test_where_sign_up_is_closed_nobody_signs_up(passwords: FakePasswords) -> None:
    with pytest.raises(SignUpClosed):
        new_authentication(passwords, sign_up_open=False).sign_up(BROWSER, ANN)


def test_a_closed_sign_up_does_not_even_look_at_the_fields(passwords: FakePasswords) -> None:
    with pytest.raises(SignUpClosed):
        new_authentication(passwords, sign_up_open=False).sign_up(BROWSER, {"username": ""})


def test_every_field_at_fault_is_named_the_password_too(passwords: FakePasswords) -> None:
    with pytest.raises(Invalid) as refusal:
        new_authentication(passwords).sign_up(
            BROWSER, {"username": "", "email": "", "password": "short", "color": "black"}
        )
    assert [error.field for error in refusal.value.errors] == ["username", "email", "password", "color"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "other@example.org"}, "username"),
        ({"email": "other@example.org", "username": "ANN"}, "username"),
        ({"username": "Other", "email": "ANN@example.org"}, "email"),
        ({}, "username"),
    ],
)
def test_what_somebody_has_is_taken(authentication: Authentication, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Taken) as refusal:
        authentication.sign_up(BROWSER, {**ANN, **changes})
    assert refusal.value.field == field


def sign_in(authentication: Authentication, login: str = "Ann") -> tuple[SignedIn, str]:
    """Ann in one more browser."""
    admitted = authentication.sign_in(BROWSER, login=login, password=ANN["password"])
    assert admitted.signed_in
    return admitted.signed_in, admitted.token


@pytest.mark.parametrize("login", ["Ann", "ANN", "ann@example.org", "ANN@Example.org ", " ann"])
def test_username_and_email_both_sign_in(authentication: Authentication, login: str) -> None:
    signed_in, token = sign_in(authentication, login=login)
    assert signed_in.user.username == "Ann"
    session = authentication.application.look(STRANGER, sessions.with_token, token=token)
    assert session
    assert session.id == signed_in.session.id


def test_each_sign_in_is_a_session_of_its_own(authentication: Authentication) -> None:
    tokens = {sign_in(authentication)[1] for _ in range(2)}
    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("login", "password"), [("Ann", "wrong horse"), ("Ben", ANN["password"]), ("", ""), ("Ann", "correct horse ")]
)
def test_whatever_was_wrong_is_not_told(authentication: Authentication, login: str, password: str) -> None:
    with pytest.raises(BadCredentials) as refusal:
        authentication.sign_in(BROWSER, login=login, password=password)
    assert str(refusal.value) == str(BadCredentials())


def test_an_unknown_user_costs_the_same_verification(authentication: Authentication, passwords: FakePasswords) -> None:
    for login in ("Ann", "Ben"):
        with pytest.raises(BadCredentials):
            authentication.sign_in(BROWSER, login=login, password="wrong horse")
    assert passwords.verified == [passwords.hash(ANN["password"]), None]


def test_who_has_no_password_costs_the_same_verification(
    authentication: Authentication, passwords: FakePasswords
) -> None:
    fields = {"username": "Cleo", "email": "cleo@example.org"}
    authentication.application.perform(STRANGER, accounts.sign_up, fields=fields)
    with pytest.raises(BadCredentials):
        authentication.sign_in(BROWSER, login="Cleo", password="wrong horse")
    assert passwords.verified == [None]


def test_a_failed_sign_in_makes_no_session(authentication: Authentication) -> None:
    user_position = sign_in(authentication)[0].position
    with pytest.raises(BadCredentials):
        authentication.sign_in(BROWSER, login="Ann", password="wrong horse")
    after = sign_in(authentication)[0].position
    assert after == user_position + 1


def signed_in_twice(authentication: Authentication) -> tuple[Actor, str, str]:
    """Ann in one browser, its token, and that of another."""
    first, token = sign_in(authentication)
    _, other = sign_in(authentication)
    return attrs.evolve(BROWSER, user=first.user.id, session_id=first.session.id), token, other


def opens(authentication: Authentication, token: str) -> bool:
    return authentication.application.look(STRANGER, sessions.with_token, token=token) is not None


def test_another_password_ends_other_sessions_and_turns_the_token_of_this_one(authentication: Authentication) -> None:
    ann, token, other = signed_in_twice(authentication)
    session, renewed = authentication.change_password(ann, current=ANN["password"], new="another horse")
    assert session.id == ann.session_id
    assert [opens(authentication, it) for it in (token, other, renewed)] == [False, False, True]
    with pytest.raises(BadCredentials):
        authentication.sign_in(BROWSER, login="Ann", password=ANN["password"])
    authentication.sign_in(BROWSER, login="Ann", password="another horse")


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("wrong horse", "another horse", "current"), (ANN["password"], "short", "new"), ("", "another horse", "current")],
)
def test_a_password_is_changed_by_who_knows_it_to_one_that_is_long_enough(
    authentication: Authentication, current: str, new: str, field: str
) -> None:
    ann, token, other = signed_in_twice(authentication)
    with pytest.raises(Invalid) as refusal:
        authentication.change_password(ann, current=current, new=new)
    assert [error.field for error in refusal.value.errors] == [field]
    assert opens(authentication, token)
    assert opens(authentication, other)


def test_a_proof_makes_a_session_fresh_and_its_old_token_worthless(authentication: Authentication) -> None:
    ann, token, other = signed_in_twice(authentication)
    clock = authentication.application.clock
    assert isinstance(clock, FakeClock)
    clock.advance(FRESH_FOR + timedelta(seconds=1))
    stale = authentication.application.look(ann, sessions.current).session
    assert not stale.is_fresh(clock.now())
    signed_in, renewed = authentication.prove_again(ann, password=ANN["password"])
    assert signed_in.session.is_fresh(clock.now())
    assert [opens(authentication, it) for it in (token, other, renewed)] == [False, True, True]


def test_a_wrong_proof_changes_nothing(authentication: Authentication) -> None:
    ann, token, _ = signed_in_twice(authentication)
    with pytest.raises(Invalid) as refusal:
        authentication.prove_again(ann, password="wrong horse")
    assert [error.field for error in refusal.value.errors] == ["password"]
    assert opens(authentication, token)


def test_a_hash_of_old_is_made_anew_at_the_next_sign_in(
    authentication: Authentication, passwords: FakePasswords
) -> None:
    ann, _, _ = signed_in_twice(authentication)
    app, old = authentication.application, f"{passwords.OLD}{ANN['password']}"
    kept = passwords.hash(ANN["password"])
    app.perform(ann, accounts.rehash, known_hash=kept, password_hash=old)
    authentication.sign_in(BROWSER, login="Ann", password=ANN["password"])
    assert app.look(ann, accounts.own_credential).password_hash == kept


def test_nobody_gets_in_by_a_password_that_was_changed_while_it_was_verified(
    authentication: Authentication, passwords: FakePasswords
) -> None:
    """The sweep of the other sessions must not miss one that is born meanwhile."""
    ann, _, _ = signed_in_twice(authentication)
    change = partial(authentication.change_password, ann, current=ANN["password"], new="another horse")
    passwords.meanwhile.append(change)
    with pytest.raises(BadCredentials):
        authentication.sign_in(BROWSER, login="Ann", password=ANN["password"])


@pytest.mark.parametrize("password", ["password123", "gardener42", "GARDENER42", "gardener42@example.org"])
def test_a_password_that_attackers_try_first_is_refused(passwords: FakePasswords, password: str) -> None:
    authentication = new_authentication(passwords)
    fields = {"username": "gardener42", "email": "gardener42@example.org"}
    with pytest.raises(Invalid) as refusal:
        authentication.sign_up(BROWSER, {**fields, "password": password})
    assert [error.field for error in refusal.value.errors] == ["password"]
    ann = authentication.sign_up(BROWSER, {**fields, "password": "correct horse"})[0]
    ann_here = attrs.evolve(BROWSER, user=ann.id)
    with pytest.raises(Invalid) as refusal:
        authentication.change_password(ann_here, current="correct horse", new=password)
    assert [error.field for error in refusal.value.errors] == ["new"]


@attrs.define(eq=False)
class CountingStore:
    """What a flow asks of the store, as a stranger with a watch would see it."""

    store: MemoryStore
    asked: list[str] = attrs.field(factory=list)

    def write(self, *arguments: Any) -> Any:
        self.asked.append("write")
        return self.store.write(*arguments)

    def read(self, *arguments: Any) -> Any:
        self.asked.append("read")
        return self.store.read(*arguments)

    def schema_fault(self) -> None:
        return None

    def close(self) -> None:
        pass


@pytest.mark.parametrize("limited", [True, False])
def test_the_time_it_takes_does_not_tell_who_has_an_account(passwords: FakePasswords, limited: bool) -> None:
    """Counted, not measured: the same steps in the same order, for who is known, unknown and shut out."""
    clock, chance = FakeClock(), SeededChance()
    store = CountingStore(MemoryStore(clock, chance))
    application = new_application(store, clock, chance)
    limits = Limits(application, is_on=limited)
    entrance = Entrance(application, chance, limits, FakeSafe())
    authentication = Authentication(application, passwords, FakeKnownPasswords(), chance, limits, entrance)
    for name in ("Ann", "Ben"):
        fields = {"username": name, "email": f"{name}@example.org", "password": ANN["password"]}
        authentication.add_account(fields)
    application.perform(SYSTEM, accounts.disable, login="Ben")
    steps = []
    for login, password in (("Ann", "wrong horse"), ("nobody", "wrong horse"), ("Ben", ANN["password"])):
        store.asked.clear()
        passwords.verified.clear()
        with pytest.raises(BadCredentials):
            authentication.sign_in(BROWSER, login=login, password=password)
        steps.append((list(store.asked), len(passwords.verified)))
    assert steps[0] == steps[1] == steps[2]
    assert steps[0][1] == 1

"""Sessions: found by the token's hash alone, while they live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasktix.application import accounts, sessions
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.domain.errors import NotFresh, NotSignedIn, Taken
from tasktix.domain.sessions import ABSOLUTE, FRESH_FOR, IDLE, SEEN_EVERY, Session, hash_token
from tests.builders import STRANGER, Sample, login_of, person_fields, sign_in, sign_up
from tests.fakes import FakeClock

SECOND = timedelta(seconds=1)


@pytest.fixture
def token(app: Application) -> str:
    return app.chance.token()


@pytest.fixture
def person(app: Application, token: str) -> Actor:
    """Signed in with `token`."""
    return sign_in(app, sign_up(app).user_id, token)


def session_of(app: Application, token: str) -> Session | None:
    return app.look(STRANGER, sessions.with_token, token=token)


def test_a_token_opens_its_session(app: Application, person: Actor, token: str) -> None:
    session = session_of(app, token)
    assert session
    assert (session.id, session.user_id) == (person.session_id, person.user)


def test_no_other_text_opens_it(app: Application, person: Actor, token: str) -> None:
    for other in ("", token.upper(), token[:-1], f"{token} ", hash_token(token)):
        assert session_of(app, other) is None


def test_the_token_itself_is_nowhere_kept(app: Application, person: Actor, token: str) -> None:
    assert token not in repr(session_of(app, token))


def test_a_session_dies_after_seven_days_without_use(
    app: Application, person: Actor, token: str, clock: FakeClock
) -> None:
    clock.advance(IDLE - SECOND)
    assert session_of(app, token)
    clock.advance(SECOND)
    assert session_of(app, token) is None
    assert timedelta(days=7) == IDLE


def test_use_keeps_a_session_alive_for_thirty_days_at_most(
    app: Application, person: Actor, token: str, clock: FakeClock
) -> None:
    for _ in range(5):
        clock.advance(timedelta(days=6) - SECOND)
        assert session_of(app, token)
        app.perform(person, sessions.touch, session_id=person.session_id or "")
    clock.advance(5 * SECOND)
    assert session_of(app, token) is None
    assert timedelta(days=30) == ABSOLUTE


def test_touching_writes_no_entry(app: Application, person: Actor, clock: FakeClock) -> None:
    clock.advance(SECOND)
    assert not app.commit(person, sessions.touch, session_id=person.session_id or "").positions
    assert app.look(person, sessions.current).session.seen_at == clock.now()


def test_a_session_is_due_to_be_seen_once_a_minute(
    app: Application, person: Actor, token: str, clock: FakeClock
) -> None:
    session = session_of(app, token)
    assert session
    clock.advance(SEEN_EVERY - SECOND)
    assert not session.is_due_to_be_seen(clock.now())
    clock.advance(SECOND)
    assert session.is_due_to_be_seen(clock.now())


def test_an_ended_session_is_worthless_at_once(app: Application, person: Actor, token: str) -> None:
    app.perform(person, sessions.end)
    assert session_of(app, token) is None
    with pytest.raises(NotSignedIn):
        app.look(person, sessions.current)
    with pytest.raises(NotSignedIn):
        app.perform(person, sessions.end)


def test_ending_one_session_leaves_the_others(app: Application, person: Actor, token: str) -> None:
    other = sign_in(app, person.user_id, app.chance.token())
    app.perform(other, sessions.end)
    assert session_of(app, token)


def test_nobody_ends_or_reads_the_session_of_another(app: Application, sample: Sample, person: Actor) -> None:
    thief = Actor(user=sample.outsider.user, session_id=person.session_id)
    with pytest.raises(NotSignedIn):
        app.perform(thief, sessions.end)
    with pytest.raises(NotSignedIn):
        app.look(thief, sessions.current)


def test_a_session_is_renewed_more_than_once(app: Application, person: Actor, token: str) -> None:
    """The old token is worthless each time, and the new one opens the same session."""
    for _ in range(3):
        renewed = app.chance.token()
        kept = app.look(person, accounts.own_credential).password_hash
        app.perform(person, sessions.renew, token=renewed, password_hash=kept)
        assert session_of(app, token) is None
        session = session_of(app, renewed)
        assert session
        assert session.id == person.session_id
        token = renewed


def test_a_password_is_changed_more_than_once(app: Application, person: Actor, token: str) -> None:
    for number in range(3):
        other, token = app.chance.token(), app.chance.token()
        sign_in(app, person.user_id, other)
        app.perform(
            person,
            accounts.change_password,
            known_hash=app.look(person, accounts.own_credential).password_hash,
            password_hash=f"hash of {number}",
            token=token,
        )
        assert session_of(app, token)
        assert session_of(app, other) is None


def test_who_has_not_found_the_password_right_lately_changes_nothing(app: Application, person: Actor) -> None:
    """It was changed since it was verified."""
    arguments = {"password_hash": "hash of another", "token": app.chance.token()}
    with pytest.raises(NotSignedIn):
        app.perform(person, accounts.change_password, known_hash="hash of before", **arguments)
    with pytest.raises(NotSignedIn):
        app.perform(person, sessions.renew, token="another", password_hash="hash of before")


def test_expired_sessions_are_ended_with_an_entry(
    app: Application, person: Actor, token: str, clock: FakeClock
) -> None:
    other = sign_up(app)
    clock.advance(IDLE)
    while app.commit(SYSTEM, sessions.end_expired).answer:
        pass
    assert not app.commit(SYSTEM, sessions.end_expired).positions, "there is none left"
    fresh = sign_in(app, other.user_id, app.chance.token())
    assert [it.id for it in app.look(fresh, sessions.own)] == [fresh.session_id]


def test_one_sees_ones_own_sessions_and_ends_the_others(app: Application, person: Actor) -> None:
    others = [sign_in(app, person.user_id, app.chance.token()) for _ in range(2)]
    mine = {it.session_id for it in (person, *others)}
    assert mine <= {it.id for it in app.look(person, sessions.own)}
    app.perform(person, sessions.end_others)
    assert [it.id for it in app.look(person, sessions.own)] == [person.session_id]
    with pytest.raises(NotSignedIn):
        app.look(others[0], sessions.own)


def test_another_email_needs_a_fresh_proof_where_there_is_a_session(
    app: Application, person: Actor, clock: FakeClock
) -> None:
    email = person_fields()["email"]
    clock.advance(FRESH_FOR + SECOND)
    with pytest.raises(NotFresh):
        app.perform(person, accounts.revise, fields={"email": email})
    # A program that embeds the tracker has no sessions and vouches for its users itself.
    assert app.perform(Actor(user=person.user), accounts.revise, fields={"email": email}).email == email


@pytest.mark.parametrize("field", ["username", "email"])
@pytest.mark.parametrize("spell", [str, str.upper, str.lower])
def test_a_username_and_an_email_belong_to_one_person_however_spelt(
    app: Application, field: str, spell: type[str]
) -> None:
    first, second = person_fields(), person_fields()
    app.perform(STRANGER, accounts.sign_up, fields=first, password_hash="hash")
    with pytest.raises(Taken) as refusal:
        app.perform(STRANGER, accounts.sign_up, fields={**second, field: spell(first[field])}, password_hash="hash")
    assert refusal.value.field == field


def test_a_credential_is_found_by_username_and_email_in_any_case(app: Application, person: Actor) -> None:
    username = login_of(app, person)
    for login in (username, username.upper(), f"{username}@EXAMPLE.org", f" {username} "):
        credential = app.look(STRANGER, accounts.credential, login=login)
        assert credential
        assert (credential.user_id, credential.password_hash) == (person.user, f"hash of {username}")
    assert app.look(STRANGER, accounts.credential, login="nobody") is None

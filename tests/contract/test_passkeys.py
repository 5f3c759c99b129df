"""Passkeys, in every store: added once, in answer to one's own challenge; the last way in stays."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest

from tasktix.application import accounts, linked, passkeys
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Invalid, LastWayIn, NotFound, NotFresh
from tasktix.domain.linked import Identity
from tasktix.domain.passkeys import MOST, Key, Passkey
from tasktix.domain.sessions import FRESH_FOR
from tasktix.domain.tickets import LIFE
from tests.builders import STRANGER, Sample, person_fields, sign_in, sign_up
from tests.contract.threads import together
from tests.fakes import FakeClock


def ask(app: Application, person: Actor) -> str:
    challenge = app.chance.token()
    app.perform(person, passkeys.ask, challenge=challenge)
    return challenge


def add(app: Application, person: Actor, challenge: str | None = None, name: str = "Phone") -> Passkey:
    key = Key(app.chance.token(), "public", 0)
    challenge = challenge or ask(app, person)
    return app.perform(person, passkeys.add, challenge=challenge, key=key, name=name)


def test_it_is_added_used_renamed_and_removed(app: Application, clock: FakeClock) -> None:
    person = sign_up(app)
    made = add(app, person, name=" Phone ")
    assert (made.name, made.used_at) == ("Phone", None)
    app.perform(person, passkeys.use, passkey_id=made.id, sign_count=7)
    app.perform(person, passkeys.rename, passkey_id=made.id, name="Old phone")
    [kept] = app.look(person, passkeys.own)
    assert (kept.name, kept.sign_count, kept.used_at) == ("Old phone", 7, clock.now())
    known = app.look(SYSTEM, passkeys.with_credential, credential_id=made.credential_id)
    assert known
    assert (known.id, known.user_id, known.public_key) == (made.id, person.user, "public")
    app.perform(person, passkeys.remove, passkey_id=made.id)
    assert app.look(person, passkeys.own) == []
    assert app.look(SYSTEM, passkeys.with_credential, credential_id=made.credential_id) is None


def test_a_challenge_counts_once_and_for_who_was_asked(app: Application, clock: FakeClock) -> None:
    ann, ben = sign_up(app), sign_up(app)
    challenge = ask(app, ann)
    with pytest.raises(Invalid):
        add(app, ben, challenge)
    add(app, ann, challenge)
    with pytest.raises(Invalid):
        add(app, ann, challenge)
    late = ask(app, ann)
    clock.advance(LIFE)
    with pytest.raises(Invalid):
        add(app, ann, late)
    for_sign_in = app.chance.token()
    app.perform(STRANGER, passkeys.invite, challenge=for_sign_in)
    with pytest.raises(Invalid):
        add(app, ann, for_sign_in)


def test_of_many_at_once_one_is_added(app: Application) -> None:
    person = sign_up(app)
    challenge = ask(app, person)

    def try_to_add() -> bool:
        try:
            add(app, person, challenge)
        except Invalid:
            return False
        return True

    assert sum(together([partial(try_to_add) for _ in range(8)])) == 1
    assert len(app.look(person, passkeys.own)) == 1


def test_a_key_is_one_users(app: Application) -> None:
    ann, ben = sign_up(app), sign_up(app)
    key = Key(app.chance.token(), "public", 0)
    app.perform(ann, passkeys.add, challenge=ask(app, ann), key=key, name="Phone")
    for person in (ann, ben):
        with pytest.raises(Invalid):
            app.perform(person, passkeys.add, challenge=ask(app, person), key=key, name="Phone")


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb"])
def test_a_name_is_a_line(app: Application, sample: Sample, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        app.perform(sample.admin, passkeys.rename, passkey_id=sample.passkey, name=name)
    assert [error.field for error in refusal.value.errors] == ["name"]


def test_nobody_has_very_many(app: Application) -> None:
    person = sign_up(app)
    for _ in range(MOST):
        add(app, person)
    with pytest.raises(Invalid):
        add(app, person)


def test_who_has_not_proved_it_lately_neither_adds_nor_removes(app: Application, clock: FakeClock) -> None:
    person = sign_up(app)
    made = add(app, person)
    clock.advance(2 * FRESH_FOR)
    with pytest.raises(NotFresh):
        ask(app, person)
    with pytest.raises(NotFresh):
        app.perform(person, passkeys.remove, passkey_id=made.id)


def test_the_last_way_in_stays(app: Application) -> None:
    user = app.perform(STRANGER, accounts.sign_up, fields=person_fields())
    person = sign_in(app, user.id, app.chance.token())
    first, second = add(app, person), add(app, person)
    identity = Identity("https://login.example.net", user.id)
    app.perform(person, linked.link, identity=identity, provider="oidc", sealed="tokens")
    [account] = app.look(person, linked.own)
    app.perform(person, passkeys.remove, passkey_id=second.id)
    app.perform(person, linked.unlink, account_id=account.id)
    with pytest.raises(LastWayIn):
        app.perform(person, passkeys.remove, passkey_id=first.id)
    with_password = sign_up(app)
    only = add(app, with_password)
    with pytest.raises(LastWayIn):
        app.perform(with_password, passkeys.remove, passkey_id=only.id, passwords_count=False)
    app.perform(with_password, passkeys.remove, passkey_id=only.id)


def test_of_two_ways_in_that_go_at_once_one_stays(app: Application) -> None:
    user = app.perform(STRANGER, accounts.sign_up, fields=person_fields())
    person = sign_in(app, user.id, app.chance.token())
    ids = [add(app, person).id for _ in range(2)]

    def remove(passkey_id: str) -> None:
        with suppress(LastWayIn):
            app.perform(person, passkeys.remove, passkey_id=passkey_id)

    together([partial(remove, it) for it in ids])
    assert len(app.look(person, passkeys.own)) == 1


def test_it_goes_with_its_user_and_is_nobody_elses(app: Application, sample: Sample) -> None:
    with pytest.raises(NotFound):
        app.perform(sample.viewer, passkeys.rename, passkey_id=sample.passkey, name="Mine")
    with pytest.raises(NotFound):
        app.perform(sample.viewer, passkeys.remove, passkey_id=sample.passkey)
    person = sign_up(app)
    made = add(app, person)
    app.perform(person, accounts.delete)
    assert app.look(SYSTEM, passkeys.with_credential, credential_id=made.credential_id) is None

"""The audit: what happened to one's account and rights, for oneself alone."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from tasktix.application import accounts, audit, factors, linked, members, saved_filters, sessions, tokens
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.audit import KEPT
from tasktix.domain.errors import OutOfScope
from tasktix.domain.grants import Grant
from tasktix.domain.linked import Identity
from tasktix.domain.notes import SIGN_IN_FAILED, Note
from tasktix.domain.second_factor import Shown, hash_backup_code
from tests.builders import STRANGER, Sample, login_of, sign_in, sign_up
from tests.fakes import FakeClock

HOME, WORK = "192.0.2.1", "192.0.2.99"


def notes_of(app: Application, person: Actor) -> list[Note]:
    return list(app.look(person, audit.own, limit=200).notes)


def kinds_of(app: Application, person: Actor) -> list[str]:
    return sorted(note.kind for note in notes_of(app, person))


def test_what_opens_the_account_leaves_notes(app: Application, clock: FakeClock) -> None:
    person = attrs.evolve(sign_up(app), address=HOME, device="Firefox")
    other = sign_in(app, person.user_id, app.chance.token())
    clock.advance(timedelta(seconds=1))
    made = app.perform(
        person, tokens.make, secret="tt_x" + app.chance.token(), fields={"name": "A", "scopes": ["read"]}
    )
    app.perform(person, tokens.revoke, token_id=made.id)
    app.perform(person, sessions.end_one, session_id=other.session_id or "")
    app.perform(person, accounts.revise, fields={"locale": "en-GB"})
    app.perform(person, saved_filters.save, fields={"name": "Mine", "text": "@me"})
    assert kinds_of(app, person) == sorted(
        [
            "user.signed_up",
            "session.started",
            "session.started",
            "token.made",
            "token.revoked",
            "session.ended",
            "user.revised",
        ]
    )
    [revoked] = [note for note in notes_of(app, person) if note.kind == "token.revoked"]
    assert (revoked.about, revoked.by, revoked.address, revoked.device) == (made.id, person.user, HOME, "Firefox")
    assert revoked.at == clock.now()


def test_what_else_one_signs_in_by_leaves_notes(app: Application) -> None:
    person, sealed = sign_up(app), "a sealed secret"
    identity = Identity("https://login.example.net", person.user_id)
    app.perform(person, linked.link, identity=identity, provider="oidc", sealed="tokens")
    [account] = app.look(person, linked.own)
    app.perform(person, linked.unlink, account_id=account.id)
    app.perform(person, factors.offer, sealed=sealed)
    hashes = [hash_backup_code(it) for it in "ab"]
    app.perform(person, factors.turn_on, shown=Shown(sealed, 1, ""), hashes=hashes, token=app.chance.token())
    app.perform(person, factors.spend, shown=Shown(sealed, None, hashes[0]))
    app.perform(person, factors.replace_backup_codes, shown=Shown(sealed, 2, ""), hashes=hashes)
    app.perform(person, factors.turn_off, shown=Shown(sealed, 3, ""), token=app.chance.token())
    found = {note.kind: note.about for note in notes_of(app, person)}
    assert {"second_factor.on", "second_factor.off", "backup_code.used", "backup_codes.made"} <= found.keys()
    assert found["account.linked"] == found["account.unlinked"] == account.id


def test_a_role_that_others_give_is_noted_without_their_address(app: Application, sample: Sample) -> None:
    admin = attrs.evolve(sample.admin, address=WORK, device="Her browser")
    app.perform(admin, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role="Manager")
    [note] = [note for note in notes_of(app, sample.viewer) if note.kind == "membership.changed"]
    assert (note.about, note.by, note.address, note.device) == (sample.id, sample.admin.user, "", "")
    assert "membership.changed" not in kinds_of(app, sample.admin)


def test_a_failure_is_noted_with_its_address(app: Application) -> None:
    person = sign_up(app)
    thief = Actor(via="web", address=WORK, device="x" * 1000)
    app.perform(thief, audit.note_failure, kind=SIGN_IN_FAILED, user_id=person.user)
    [note] = [note for note in notes_of(app, person) if note.kind == SIGN_IN_FAILED]
    assert (note.address, note.by, note.about) == (WORK, None, None)
    assert note.device.startswith("xxx")


def test_what_was_nobodys_is_shown_to_nobody(app: Application, sample: Sample) -> None:
    before = [kinds_of(app, it) for it in (sample.admin, sample.outsider)]
    app.perform(STRANGER, audit.note_failure, kind=SIGN_IN_FAILED, user_id=None)
    assert [kinds_of(app, it) for it in (sample.admin, sample.outsider)] == before


def test_the_operators_deeds_are_noted(app: Application, sample: Sample) -> None:
    app.perform(SYSTEM, accounts.disable, login=sample.outsider_login)
    app.perform(SYSTEM, accounts.enable, login=sample.outsider_login)
    again = sign_in(app, sample.outsider.user_id, app.chance.token())
    found = {note.kind: note for note in notes_of(app, again)}
    assert {"user.disabled", "user.enabled", "session.ended"} <= found.keys()
    assert found["user.disabled"].by is None


def test_pages_are_whole_and_newest_first(app: Application, clock: FakeClock) -> None:
    person = sign_up(app)
    for _ in range(5):
        clock.advance(timedelta(seconds=1))
        app.perform(person, audit.note_failure, kind=SIGN_IN_FAILED, user_id=person.user)
    whole = notes_of(app, person)
    assert [note.at for note in whole] == sorted((note.at for note in whole), reverse=True)
    seen: list[Note] = []
    page = app.look(person, audit.own, limit=2)
    while True:
        seen += page.notes
        if page.before is None:
            break
        page = app.look(person, audit.own, limit=2, before=page.before)
    assert seen == whole


def test_ninety_days_are_kept(app: Application, clock: FakeClock) -> None:
    person = sign_up(app)
    app.perform(person, audit.note_failure, kind=SIGN_IN_FAILED, user_id=person.user)
    clock.advance(KEPT)
    app.perform(SYSTEM, audit.forget_old)
    assert SIGN_IN_FAILED in kinds_of(app, person)
    clock.advance(timedelta(seconds=1))
    app.perform(SYSTEM, audit.forget_old)
    assert kinds_of(app, person) == []
    assert timedelta(days=90) == KEPT


def test_no_token_reads_it(app: Application) -> None:
    program = attrs.evolve(sign_up(app), session_id=None, grant=Grant(frozenset({"write"})))
    with pytest.raises(OutOfScope):
        app.look(program, audit.own)


def test_it_goes_with_the_account(app: Application) -> None:
    person = sign_up(app)
    assert login_of(app, person)
    app.perform(person, accounts.delete)
    assert app.look(SYSTEM, _notes, user_id=person.user_id) == []


def _notes(work, actor, *, user_id):  # type: ignore[no-untyped-def]
    return list(work.audit.of(user_id, "z" * 16, 100))

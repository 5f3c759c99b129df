"""An account goes, and with it what was its user's alone; others keep what they shared, and read of nobody."""

from __future__ import annotations

import json

import pytest

from tasktix.application import (
    accounts,
    factors,
    feed,
    history,
    linked,
    lists,
    members,
    saved_filters,
    sessions,
    snapshots,
    tasks,
    tokens,
)
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.domain.errors import Conflicting, NotFound, NotFresh, NotSignedIn, SoleAdmin
from tasktix.domain.sessions import FRESH_FOR
from tests.builders import STRANGER, Sample, login_of, new_list, new_task, person_fields, sign_in, sign_up
from tests.contract.view import entries_after
from tests.fakes import FakeClock


def delete(app: Application, person: Actor) -> None:
    app.perform(person, accounts.delete)


def is_known(app: Application, login: str) -> bool:
    return app.look(STRANGER, accounts.credential, login=login) is not None


def test_the_names_are_free_again(app: Application) -> None:
    fields = person_fields()
    for _ in range(2):
        user = app.perform(STRANGER, accounts.sign_up, fields=fields)
        delete(app, Actor(user=user.id))
        assert not is_known(app, fields["username"])
        assert not is_known(app, fields["email"])


def test_nothing_opens_what_is_gone(app: Application, sample: Sample) -> None:
    token, secret = app.chance.token(), f"tt_{app.chance.token()}"
    outsider = sign_in(app, sample.outsider.user_id, token)
    app.perform(outsider, tokens.make, secret=secret, fields={"name": "Script", "scopes": ["write"]})
    app.perform(outsider, saved_filters.save, fields={"name": "Mine", "text": "@me"})
    delete(app, outsider)
    assert app.look(SYSTEM, sessions.with_token, token=token) is None
    assert app.look(SYSTEM, tokens.with_secret, secret=secret) is None
    for person in (outsider, sample.outsider):
        with pytest.raises(NotSignedIn):
            app.look(person, accounts.me)
        with pytest.raises(NotSignedIn):
            delete(app, person)
    assert app.look(outsider, saved_filters.own) == []


def test_what_they_proved_themselves_by_goes_along(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, lists.delete, list_id=sample.id)
    delete(app, sample.admin)
    assert app.look(SYSTEM, linked.holder, identity=sample.identity) is None
    delete(app, sample.outsider)
    assert app.look(SYSTEM, factors.of_user, user_id=sample.outsider.user_id) is None
    with pytest.raises(NotSignedIn):
        app.look(STRANGER, sessions.half_of, half=sample.half)


def test_readers_along_hear_of_it_and_of_nothing_before(app: Application) -> None:
    person = sign_up(app)
    login = login_of(app, person)
    reach = app.look(person, feed.audiences)[person.user_id]
    delete(app, person)
    [last] = entries_after(app, person.user_id, reach.position)
    facts = {fact["type"] for fact in json.loads("{" + last.text)["facts"]}
    assert facts == {"session.ended", "user.deleted"}
    assert [it.position for it in entries_after(app, person.user_id, 0)] == [last.position]
    [past] = app.look(SYSTEM, _own_log, user_id=person.user_id)
    assert login not in repr(past)
    assert "@example.org" not in repr(past)


def _own_log(work, actor, *, user_id):  # type: ignore[no-untyped-def]
    return work.log.before(user_id, 2**62, 100)


def test_lists_of_nobody_else_go_along(app: Application) -> None:
    person = sign_up(app)
    mine = new_list(app, person, "Only mine")
    new_task(app, person, mine, name="Secret")
    delete(app, person)
    with pytest.raises(NotFound):
        app.look(person, snapshots.of_list, list_id=mine)
    kept = app.look(SYSTEM, _own_log, user_id=mine)
    assert "Secret" not in repr(kept)
    assert "Only mine" not in repr(kept)
    again = Actor(user=person.user)
    with pytest.raises(NotFound):
        app.perform(again, history.undo, list_id=mine, position=kept[0].position)


def test_others_keep_what_was_shared(app: Application, sample: Sample) -> None:
    viewer = sample.viewer
    name = login_of(app, viewer)
    before = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert any(viewer.user in task.assignees for task in before.tasks)
    start = before.position
    delete(app, viewer)
    after = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert {task.id for task in after.tasks} == {task.id for task in before.tasks}
    assert viewer.user not in {member.id for member in after.members}
    assert not any(viewer.user in task.assignees for task in after.tasks)
    [entry] = entries_after(app, sample.id, start)
    assert {fact["type"] for fact in json.loads("{" + entry.text)["facts"]} == {"member.left", "task.unassigned"}
    assert name not in entry.text


def test_history_shows_what_they_did_by_nobody(app: Application, sample: Sample) -> None:
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role="Manager")
    done = app.commit(sample.viewer, tasks.complete, list_id=sample.id, task_id=sample.tasks[0]).positions[sample.id]
    delete(app, sample.viewer)
    page = app.look(sample.admin, history.of_list, list_id=sample.id)
    [entry] = [it for it in page.entries if it.position == done]
    assert entry.user_id == sample.viewer.user
    assert sample.viewer.user not in page.people
    app.perform(sample.admin, history.undo, list_id=sample.id, position=done)


def test_an_undo_brings_nobody_back(app: Application, sample: Sample) -> None:
    start = app.look(sample.admin, snapshots.position, list_id=sample.id)
    delete(app, sample.viewer)
    with pytest.raises(Conflicting):
        app.perform(sample.admin, history.undo, list_id=sample.id, position=start + 1)
    gone = app.commit(sample.admin, lists.delete, list_id=sample.id).positions[sample.id]
    app.perform(sample.admin, history.undo, list_id=sample.id, position=gone)
    members_now = app.look(sample.admin, snapshots.of_list, list_id=sample.id).members
    assert [it.id for it in members_now] == [sample.admin.user]


def test_the_only_admin_of_others_stays_and_is_told_where(app: Application, sample: Sample) -> None:
    mine = new_list(app, sample.admin)
    with pytest.raises(SoleAdmin) as refusal:
        delete(app, sample.admin)
    assert refusal.value.lists == {sample.id: "Garden"}
    assert app.look(sample.admin, snapshots.position, list_id=mine), "nothing was changed"
    app.perform(sample.admin, members.change_role, list_id=sample.id, user_id=sample.viewer.user_id, role="Admin")
    delete(app, sample.admin)
    assert app.look(sample.viewer, snapshots.of_list, list_id=sample.id).list.name == "Garden"


def test_who_has_not_proved_it_lately_needs_the_password(app: Application, clock: FakeClock) -> None:
    person = sign_up(app)
    clock.advance(2 * FRESH_FOR)
    with pytest.raises(NotFresh):
        delete(app, person)
    with pytest.raises(NotSignedIn):
        app.perform(person, accounts.delete, known_hash="hash of another")
    app.perform(person, accounts.delete, known_hash=f"hash of {login_of(app, person)}")


def test_who_is_disabled_has_nothing_that_opens(app: Application, sample: Sample) -> None:
    token, secret = app.chance.token(), f"tt_{app.chance.token()}"
    person = sign_in(app, sample.outsider.user_id, token)
    app.perform(person, tokens.make, secret=secret, fields={"name": "Script", "scopes": ["write"]})
    app.perform(SYSTEM, accounts.disable, login=sample.outsider_login)
    assert not app.commit(SYSTEM, accounts.disable, login=sample.outsider_login).positions
    for _ in range(2):
        assert app.look(SYSTEM, sessions.with_token, token=token) is None
        assert app.look(SYSTEM, tokens.with_secret, secret=secret) is None
        with pytest.raises(NotSignedIn):
            app.look(person, sessions.current)
        # Enabled again, they sign in anew: what was taken from them does not come back.
        app.perform(SYSTEM, accounts.enable, login=sample.outsider_login)
    again = sign_in(app, person.user_id, app.chance.token())
    assert [it.id for it in app.look(again, sessions.own)] == [again.session_id]

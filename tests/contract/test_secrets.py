"""What must never be shown is in no image and in no entry."""

from __future__ import annotations

import json
import re

import attrs
import pytest

from tasktix.adapters import codec
from tasktix.application import accounts, sessions, snapshots
from tasktix.application.application import Application
from tasktix.domain.sessions import hash_token
from tests.builders import Sample, sign_in
from tests.catalogue import WRITING, Row
from tests.contract.view import View, entries_after, view_of_list, view_of_me, wire

EMAIL = re.compile(r"\w+@example\.org")
HASH = re.compile(r"hash of|[0-9a-f]{64}")


def text_of(view: View) -> str:
    return json.dumps(list(view.things.values()))


@pytest.mark.parametrize("row", WRITING, ids=lambda row: row.name)
def test_no_reader_gets_a_hash_or_the_email_of_another(row: Row, app: Application, sample: Sample) -> None:
    for audience in row.commit(app, sample).positions:
        me = view_of_me(app, audience)
        texts = [json.dumps(wire(entry)) for entry in entries_after(app, audience)]
        texts += [text_of(me), text_of(view_of_list(app, sample.admin, audience))]
        own = {thing["email"] for thing in me.things.values() if "email" in thing}
        for text in texts:
            assert not HASH.search(text)
            assert set(EMAIL.findall(text)) <= own


def test_the_patterns_would_see_a_secret(app: Application, sample: Sample) -> None:
    credential = app.look(sample.admin, accounts.credential, login=sample.outsider_login)
    assert credential
    assert HASH.search(credential.password_hash)
    assert HASH.search(hash_token("token"))
    assert EMAIL.search(text_of(view_of_me(app, sample.admin.user_id)))


def test_the_image_of_a_session_has_no_token(app: Application, sample: Sample) -> None:
    token = app.chance.token()
    session = app.look(sign_in(app, sample.admin.user_id, token), sessions.current).session
    image = json.dumps(codec.image(session))
    assert token not in image
    assert session.token_hash not in image


def test_credentials_have_no_image(app: Application, sample: Sample) -> None:
    credential = app.look(sample.admin, accounts.credential, login=sample.outsider_login)
    assert type(credential) not in codec.IMAGES


def test_a_user_object_and_a_snapshot_hold_no_secret(app: Application, sample: Sample) -> None:
    """Not even in memory, where a careless `repr` could show it."""
    user = app.look(sample.admin, accounts.me)
    snapshot = app.look(sample.admin, snapshots.of_list, list_id=sample.id)
    assert not HASH.search(repr(attrs.asdict(user)))
    assert not EMAIL.search(repr(snapshot))

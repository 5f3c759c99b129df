"""The wall of API tokens: every use case by tokens that reach less than their user."""

from __future__ import annotations

from typing import Any, Final

import attrs
import pytest

from tasktix.application import feed, lists, members, search, tasks
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.domain.access import Permission
from tasktix.domain.errors import Forbidden, NotFound, OutOfScope
from tasktix.domain.grants import Grant, clean_scopes
from tests.builders import Sample, login_of, new_list, new_task
from tests.catalogue import ROWS, Access, Row
from tests.contract.view import view_of_list, view_of_me

IN_PERSON: Final = (
    "sessions.",
    "tokens.",
    "audit.",
    "factors.",
    "linked.",
    "passkeys.",
    "accounts.own_credential",
    "accounts.change_password",
)
"""What opens the account, and is no matter for a token."""

FOR_SOMEBODY = [row for row in ROWS if row.needs not in (Access.SYSTEM, Access.ANYONE)]
IN_LIST = [row for row in FOR_SOMEBODY if isinstance(row.needs, Permission) or row.needs is Access.MEMBER]
KEYS = [row for row in FOR_SOMEBODY if row.name.startswith(IN_PERSON)]
OWN = [row for row in FOR_SOMEBODY if row not in IN_LIST and row not in KEYS]

NARROWED = {lists.overviews, feed.audiences, feed.opening, search.find, search.today, search.calibration}
"""They are for every token, and show what it reaches."""


def each(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def by_token(person: Actor, *scopes: str) -> Actor:
    return attrs.evolve(person, session_id=None, token_id=None, grant=Grant(clean_scopes(scopes)))


def refusal_of(row: Row, app: Application, sample: Sample, *scopes: str) -> Exception | None:
    """By who may do it, and a token of theirs. The arguments are those of the person."""
    person = row.by(sample)
    arguments = row.arguments(sample, person)
    try:
        app.perform(by_token(person, *scopes), row.use_case, **arguments)
    except (OutOfScope, NotFound, Forbidden) as refusal:
        return refusal
    return None


def test_every_use_case_is_of_one_sort() -> None:
    assert {row.name for row in (*IN_LIST, *KEYS, *OWN)} == {row.name for row in FOR_SOMEBODY}
    assert len(KEYS) >= 10


@each(KEYS)
@pytest.mark.parametrize("scope", ["read", "write"])
def test_what_opens_the_account_is_not_a_tokens_matter(row: Row, app: Application, sample: Sample, scope: str) -> None:
    assert isinstance(refusal_of(row, app, sample, scope), OutOfScope)


@each([*IN_LIST, *OWN])
def test_a_token_that_writes_may_what_its_user_may(row: Row, app: Application, sample: Sample) -> None:
    assert refusal_of(row, app, sample, "write") is None


@each([*IN_LIST, *OWN])
def test_a_token_that_reads_changes_nothing(row: Row, app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id), view_of_me(app, sample.admin.user_id)
    refusal = refusal_of(row, app, sample, "read")
    if row.writes:
        assert isinstance(refusal, OutOfScope | Forbidden)
    else:
        assert refusal is None or isinstance(row.needs, Permission)
    assert before == (view_of_list(app, sample.admin, sample.id), view_of_me(app, sample.admin.user_id))


@each(IN_LIST)
def test_a_token_of_another_list_does_not_see_this_one(row: Row, app: Application, sample: Sample) -> None:
    other = new_list(app, sample.admin)
    assert isinstance(refusal_of(row, app, sample, f"list:{other}:write"), NotFound)


@each(IN_LIST)
def test_a_token_of_this_list_may_all_in_it(row: Row, app: Application, sample: Sample) -> None:
    assert refusal_of(row, app, sample, f"list:{sample.id}:write") is None


@each([row for row in IN_LIST if row.writes])
def test_a_token_that_reads_this_list_changes_nothing_in_it(row: Row, app: Application, sample: Sample) -> None:
    before = view_of_list(app, sample.admin, sample.id)
    assert isinstance(refusal_of(row, app, sample, f"list:{sample.id}:read"), OutOfScope | Forbidden)
    assert view_of_list(app, sample.admin, sample.id) == before


@each([row for row in OWN if row.use_case not in NARROWED])
def test_a_token_of_a_list_does_not_reach_what_is_ones_own(row: Row, app: Application, sample: Sample) -> None:
    assert isinstance(refusal_of(row, app, sample, f"list:{sample.id}:write"), OutOfScope)


def test_what_is_shown_across_lists_is_what_the_token_reaches(app: Application, sample: Sample) -> None:
    other = new_list(app, sample.admin, "Other")
    hidden = new_task(app, sample.admin, other, name="Hidden")
    shown = new_task(app, sample.admin, sample.id, name="Shown")
    for task_id, list_id in ((hidden, other), (shown, sample.id)):
        fields: dict[str, Any] = {"priority": "high"}
        app.perform(sample.admin, tasks.revise, list_id=list_id, task_id=task_id, fields=fields)
    program = by_token(sample.admin, f"list:{sample.id}:read")
    assert [line.id for line in app.look(program, lists.overviews)] == [sample.id]
    assert set(app.look(program, feed.audiences)) == {sample.id, sample.admin.user_id}
    with pytest.raises(NotFound):
        app.look(program, feed.audiences, only=[other])
    for found in (app.look(program, search.find, limit=200).tasks, app.look(program, search.today)):
        assert shown in {task.id for task in found}
        assert {task.list_id for task in found} == {sample.id}
    by_name = app.look(program, search.find, filter_text='list:"Other" | Hidden', limit=50).tasks
    assert by_name == []


def test_nobody_leaves_by_a_token_that_reads(app: Application, sample: Sample) -> None:
    """That needs no permission, but it is no reading either."""
    for scope in ("read", f"list:{sample.id}:read"):
        with pytest.raises(OutOfScope):
            app.perform(
                by_token(sample.viewer, scope), members.remove, list_id=sample.id, user_id=sample.viewer.user_id
            )
    assert login_of(app, sample.viewer)


def test_a_token_never_may_more_than_its_user(app: Application, sample: Sample) -> None:
    viewer = by_token(sample.viewer, "write", f"list:{sample.id}:write")
    with pytest.raises(Forbidden):
        app.perform(viewer, lists.revise, list_id=sample.id, fields={"name": "Mine"})
    outsider = by_token(sample.outsider, "write", f"list:{sample.id}:write")
    with pytest.raises(NotFound):
        app.perform(outsider, lists.revise, list_id=sample.id, fields={"name": "Mine"})

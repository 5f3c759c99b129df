"""State before + entries = state after, for every use case that writes, in every audience that hears of it.

After Zulip's `verify_action`: it is what lets a client keep up with one `apply` and no reducer per fact.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from tasktix.application import (
    accounts,
    converging,
    factors,
    inspecting,
    linked,
    members,
    mirrors,
    passkeys,
    sessions,
    tasks,
    tokens,
)
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Member, Role
from tasktix.domain.deliveries import Report
from tasktix.domain.ids import Id
from tasktix.domain.lists import List
from tasktix.domain.mirrors import Mirror
from tasktix.domain.passkeys import Passkey
from tasktix.domain.saved_filters import SavedFilter
from tasktix.domain.sections import Section
from tasktix.domain.sessions import Session
from tasktix.domain.tags import Tag
from tasktix.domain.tasks import Task
from tasktix.domain.tokens import Token
from tasktix.domain.users import User
from tests.builders import Sample, new_list
from tests.catalogue import SETTLING, WRITING, Row
from tests.contract.view import View, entries_after, fold, view_of_list, view_of_me, wire

UNSEEN = {sessions.start, sessions.renew, sessions.end, sessions.end_one, accounts.change_password}
UNSEEN |= {tokens.make, tokens.revoke, accounts.disable, accounts.reset_password, accounts.reset_second_factor}
UNSEEN |= {sessions.complete, linked.link, linked.use, linked.renew, linked.unlink}
UNSEEN |= {factors.offer, factors.turn_off, factors.replace_backup_codes, factors.spend}
UNSEEN |= {passkeys.add, passkeys.rename, passkeys.remove, passkeys.use, passkeys.renew}
UNSEEN |= {mirrors.link, mirrors.unlink, converging.rename, converging.halt, inspecting.conclude}
"""Sessions, tokens, accounts elsewhere, second factors, passkeys, passwords and mirrors are stored and have entries;
they are in nobody's snapshot."""

each_writing = pytest.mark.parametrize("row", WRITING, ids=lambda row: row.name)
each_settling = pytest.mark.parametrize("row", SETTLING, ids=lambda row: row.name)


def all_views(app: Application, sample: Sample) -> dict[Id, View]:
    """What everybody of the sample sees, its new list included."""
    people = (sample.admin, sample.viewer, sample.outsider)
    shared = {list_id: view_of_list(app, sample.admin, list_id) for list_id in (sample.id, sample.fresh_id)}
    return shared | {person.user_id: view_of_me(app, person.user_id) for person in people}


@each_writing
def test_before_plus_entries_is_after(row: Row, app: Application, sample: Sample) -> None:
    before = all_views(app, sample)
    outcome = row.commit(app, sample)
    # Who has just signed up saw nothing before, and is in no sample.
    newcomers = {audience: view_of_me(app, audience) for audience in outcome.positions if audience not in before}
    before |= dict.fromkeys(newcomers, View({}, 0))
    after = all_views(app, sample) | newcomers

    assert outcome.positions, "nothing was written"
    for audience, view in before.items():
        entries = entries_after(app, audience, view.position)
        assert fold(view.things, entries) == after[audience].things
        assert [entry.position for entry in entries] == [
            position for it, position in outcome.positions.items() if it == audience
        ]
    if row.use_case not in UNSEEN:
        assert any(view.things != after[audience].things for audience, view in before.items()), "nothing changed"


@each_writing
def test_each_audience_hears_of_a_transaction_once(row: Row, app: Application, sample: Sample) -> None:
    for audience, position in row.commit(app, sample).positions.items():
        (entry,) = entries_after(app, audience, position - 1)
        assert wire(entry)["facts"]


def test_positions_count_from_one_without_gaps(app: Application, sample: Sample) -> None:
    for role in ("Stakeholder", "Manager", "Viewer"):
        ways: dict[str, Any] = {"list_id": sample.id, "user_id": sample.viewer.user_id}
        app.perform(sample.admin, members.change_role, role=role, **ways)
    for audience in (sample.id, sample.viewer.user_id):
        positions = [entry.position for entry in entries_after(app, audience)]
        assert positions == list(range(1, len(positions) + 1))
        assert len(positions) > 3


def test_the_whole_log_of_a_list_tells_the_whole_list(app: Application, sample: Sample) -> None:
    assert fold({}, entries_after(app, sample.id)) == view_of_list(app, sample.admin, sample.id).things


def test_the_whole_log_of_a_user_tells_all_their_own_matters(app: Application, sample: Sample) -> None:
    user_id = sample.admin.user_id
    assert fold({}, entries_after(app, user_id)) == view_of_me(app, user_id).things


@each_writing
def test_what_is_returned_is_what_is_stored(row: Row, app: Application, sample: Sample) -> None:
    answer = row.commit(app, sample).answer
    if answer is not None:
        assert fields_of(answer) == fields_of(stored(app, sample, answer))


@each_settling
def test_what_changes_nothing_writes_nothing(row: Row, app: Application, sample: Sample) -> None:
    first = row.commit(app, sample)
    again = row.commit(app, sample)

    assert first.positions
    assert not again.positions
    if not isinstance(again.answer, Report):
        # The ledger says of each try what came of it.
        assert fields_of(again.answer) == fields_of(first.answer)


def test_a_write_raises_the_version_by_one(app: Application, sample: Sample) -> None:
    ways: dict[str, Any] = {"task_id": sample.tasks[0], "list_id": sample.id}
    versions = [
        app.perform(sample.admin, tasks.revise, fields=fields, **ways).version
        for fields in ({"name": "One"}, {"name": "Two", "unclear": True}, {"name": "Two"})
    ]
    assert versions == [2, 3, 3]


def test_a_fact_is_told_only_to_those_it_concerns(app: Application, sample: Sample) -> None:
    """Another list's readers, and other people, hear nothing."""
    elsewhere = new_list(app, sample.admin)
    before = {it: len(entries_after(app, it)) for it in (elsewhere, sample.viewer.user_id)}

    positions = app.commit(sample.admin, tasks.complete, list_id=sample.id, task_id=sample.tasks[0]).positions

    assert set(positions) == {sample.id}
    assert before == {it: len(entries_after(app, it)) for it in before}


def fields_of(thing: Any) -> dict[str, Any]:
    """`time` comes only where it is asked for."""
    return attrs.asdict(thing, filter=lambda field, _: field.name not in {"recorded", "deleted", "time"})


def stored(app: Application, sample: Sample, answer: Any) -> Any:
    """The same thing, read anew."""

    def read(work: UnitOfWork, actor: Actor) -> Any:
        match answer:
            case Task():
                return work.tasks.get(sample.id, answer.id, sample.admin.user_id)[1]
            case List():
                found = work.lists.get(answer.id, sample.admin.user_id)
                assert found
                return found[1]
            case Section():
                return work.lists.sections(sample.id)[answer.id]
            case Tag():
                return work.lists.tags(sample.id)[answer.id]
            case Role():
                return work.lists.roster(sample.id).role(answer.id)
            case Report():
                return work.reports.get(sample.id, answer.id)
            case Mirror():
                return work.mirrors.of(sample.id)
            case Token():
                return work.tokens.get(sample.admin.user_id, answer.id)
            case Passkey():
                return work.passkeys.get(answer.user_id, answer.id)
            case Member():
                return work.lists.roster(sample.id).member(answer.id)
            case SavedFilter():
                return work.filters.get(sample.admin.user_id, answer.id)
            case User():
                return work.users.get(answer.id)
            case Session():
                return work.sessions.get(answer.user_id, answer.id)
        raise AssertionError(type(answer))

    return app.look(sample.admin, read)

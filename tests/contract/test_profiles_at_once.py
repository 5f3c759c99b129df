"""A profile that changes while its owner becomes a member somewhere: the list shows them as they are.

The entry that makes a member says who that is, and the change of a profile tells the lists that show it. Where neither
waits for the other, the one says what was, and the other does not know of the list.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tasktix.application import accounts, history, lists, members
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.ids import Id
from tests.builders import Sample, login_of
from tests.contract.view import entries_after, fold, view_of_list

Deed = Callable[[UnitOfWork, Actor], Any]
Plan = tuple[Id, Actor, Actor, Deed]
"""The list, who becomes a member of it, who makes them one, and how."""


def makes_a_list(app: Application, sample: Sample) -> Plan:
    def deed(work: UnitOfWork, actor: Actor) -> Any:
        return lists.create(work, actor, list_id=sample.fresh_id, fields={"name": "Orchard"})

    return sample.fresh_id, sample.admin, sample.admin, deed


def is_added(app: Application, sample: Sample) -> Plan:
    address = app.look(sample.outsider, accounts.me).email

    def deed(work: UnitOfWork, actor: Actor) -> Any:
        return members.add(work, actor, list_id=sample.id, login=address, role="Viewer")

    return sample.id, sample.outsider, sample.admin, deed


def is_brought_back(app: Application, sample: Sample) -> Plan:
    app.perform(sample.admin, members.remove, list_id=sample.id, user_id=sample.viewer.user_id)
    return sample.id, sample.viewer, sample.admin, _undo_newest(app, sample.id)


def is_brought_back_with_the_list(app: Application, sample: Sample) -> Plan:
    app.perform(sample.admin, lists.delete, list_id=sample.id)
    return sample.id, sample.viewer, sample.admin, _undo_newest(app, sample.id)


def _undo_newest(app: Application, list_id: Id) -> Deed:
    position = entries_after(app, list_id)[-1].position

    def deed(work: UnitOfWork, actor: Actor) -> Any:
        return history.undo(work, actor, list_id=list_id, position=position)

    return deed


def is_renamed(work: UnitOfWork, actor: Actor) -> Any:
    return accounts.revise(work, actor, fields={"username": f"New{actor.user_id}"})


WAYS = [makes_a_list, is_added, is_brought_back, is_brought_back_with_the_list]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("first", ["the membership", "the profile"])
def test_the_list_shows_them_as_they_are(
    app: Application, sample: Sample, way: Callable[[Application, Sample], Plan], first: str
) -> None:
    list_id, person, maker, becomes_a_member = way(app, sample)
    deeds = [(maker, becomes_a_member), (person, is_renamed)]
    (actor, deed), (rival, its_deed) = deeds if first == "the membership" else reversed(deeds)
    failures: list[Exception] = []

    def go_second() -> None:
        try:
            app.perform(rival, its_deed)
        except Exception as error:
            failures.append(error)

    other = threading.Thread(target=go_second)

    def let_the_rival_overtake(_work: UnitOfWork, _actor: Actor, _outcome: Outcome[Any]) -> None:
        other.start()
        other.join(0.3)

    app.store.write(actor, lambda work: deed(work, actor), let_the_rival_overtake)
    other.join()

    assert failures == []
    after = view_of_list(app, maker, list_id)
    assert after.things["member", person.user_id]["user"]["username"] == f"New{person.user_id}"
    assert fold({}, entries_after(app, list_id)) == after.things


def test_who_deletes_their_account_while_they_are_added_is_no_member(app: Application, sample: Sample) -> None:
    login, failures = login_of(app, sample.outsider), []

    def add() -> None:
        try:
            app.perform(sample.admin, members.add, list_id=sample.id, login=login, role="Viewer")
        except Exception as error:
            failures.append(type(error).__name__)

    other = threading.Thread(target=add)

    def let_the_rival_overtake(_work: UnitOfWork, _actor: Actor, _outcome: Outcome[Any]) -> None:
        other.start()
        other.join(0.3)

    def leave(work: UnitOfWork) -> Any:
        return accounts.delete(work, sample.outsider, known_hash=f"hash of {login}")

    app.store.write(sample.outsider, leave, let_the_rival_overtake)
    other.join()

    assert failures == ["NoSuchUser"]
    after = view_of_list(app, sample.admin, sample.id)
    assert ("member", sample.outsider.user_id) not in after.things
    assert fold({}, entries_after(app, sample.id)) == after.things

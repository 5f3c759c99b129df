"""A request with a key is done once, however often it is sent, and answered as the first time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from tasktix.application import replies, snapshots, tasks
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome, Store
from tasktix.application.replies import KEPT, AnsweredBefore, Once
from tasktix.domain.errors import Invalid, NotFound
from tests.builders import Sample, join, new_application
from tests.contract.threads import together
from tests.fakes import BreakingStore, FakeClock, SeededChance

REQUEST = "the fingerprint of a request"


def render(outcome: Outcome[Any]) -> str:
    return f"{outcome.answer and outcome.answer.name} {sorted(outcome.positions.values())}"


def once(fingerprint: str = REQUEST) -> Once:
    return Once(fingerprint, render)


@pytest.fixture
def ann(sample: Sample) -> Actor:
    """With a key that nobody has used."""
    return attrs.evolve(sample.admin, key=sample.fresh_id)


def add(app: Application, actor: Actor, sample: Sample, fingerprint: str = REQUEST) -> Outcome[Any]:
    return app.commit_once(actor, once(fingerprint), tasks.add, list_id=sample.id, fields={"name": "Rake"})


def position(app: Application, sample: Sample) -> int:
    return app.look(sample.admin, snapshots.position, list_id=sample.id)


def test_a_repeat_makes_nothing_and_is_answered_as_the_first(app: Application, sample: Sample, ann: Actor) -> None:
    first = render(add(app, ann, sample))
    after = position(app, sample)
    for _ in range(2):
        with pytest.raises(AnsweredBefore) as before:
            add(app, ann, sample)
        assert before.value.text == first
    assert position(app, sample) == after


def test_a_repeat_is_answered_though_it_would_now_be_refused(app: Application, sample: Sample, ann: Actor) -> None:
    delete = partial(app.commit_once, ann, once(), tasks.delete, list_id=sample.id, task_id=sample.tasks[0])
    first = render(delete())
    with pytest.raises(AnsweredBefore) as before:
        delete()
    assert before.value.text == first


def test_a_key_is_not_for_two_requests(app: Application, sample: Sample, ann: Actor) -> None:
    add(app, ann, sample)
    after = position(app, sample)
    with pytest.raises(Invalid) as refused:
        add(app, ann, sample, "the fingerprint of another")
    assert [error.field for error in refused.value.errors] == ["key"]
    assert position(app, sample) == after


def test_two_people_may_use_the_same_key(app: Application, sample: Sample, ann: Actor) -> None:
    other = join(app, sample.admin, sample.id, "Manager")
    add(app, ann, sample)
    assert add(app, attrs.evolve(other, key=ann.key), sample).positions


def test_what_was_refused_may_be_tried_again_with_its_key(app: Application, sample: Sample, ann: Actor) -> None:
    missing = {"list_id": sample.id, "task_id": sample.fresh_id}
    with pytest.raises(NotFound):
        app.commit_once(ann, once(), tasks.complete, **missing)
    assert add(app, ann, sample).positions


def test_eight_at_once_with_one_key_do_it_once(app: Application, sample: Sample, ann: Actor) -> None:
    before = position(app, sample)
    answers = together([lambda: add(app, ann, sample)] * 8)
    done = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(done) == 1
    assert {answer.text for answer in answers if isinstance(answer, AnsweredBefore)} == {render(done[0])}
    assert len([answer for answer in answers if isinstance(answer, AnsweredBefore)]) == 7
    assert position(app, sample) == before + 1


def test_a_write_whose_answer_was_lost_on_the_way_is_not_done_twice(
    app: Application, store: Store, sample: Sample, ann: Actor, clock: FakeClock, chance: SeededChance
) -> None:
    before = position(app, sample)
    with pytest.raises(AnsweredBefore) as before_answered:
        add(new_application(BreakingStore(store), clock, chance), ann, sample)
    assert before_answered.value.text.startswith("Rake")
    assert position(app, sample) == before + 1


def test_a_reply_is_forgotten_after_a_day(app: Application, sample: Sample, ann: Actor, clock: FakeClock) -> None:
    add(app, ann, sample)
    clock.advance(KEPT)
    app.perform(SYSTEM, replies.forget_old)
    with pytest.raises(AnsweredBefore):
        add(app, ann, sample)
    clock.advance(timedelta(seconds=1))
    app.perform(SYSTEM, replies.forget_old)
    assert add(app, ann, sample).positions

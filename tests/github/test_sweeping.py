"""Nothing missed and nothing doubled: storms of deliveries that are late, lost and sent twice, and edits on both sides
while everything fails now and then."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import mirrors, tags, tasks
from tasktix.domain.deliveries import Outcome
from tasktix.domain.issues import without_marker
from tasktix.domain.words import Status
from tests.builders import new_application
from tests.contract.view import entries_after, wire
from tests.fakes import FakeClock, SeededChance
from tests.github.both import Both
from tests.harness.fake_github import Cut, FakeGitHub, Said

LABELS = ("bug", "Urgent", "later")
SEED = 20261123


def state_here(both: Both) -> dict[int, Any]:
    """Of the tasks that follow an issue, by its number."""
    found = {}
    names = {it.id: it.name for it in both.app.look(both.sample.admin, _tags, **both.ways)}
    for task in both.tasks():
        if task.issue is not None:
            is_done = task.status is Status.COMPLETED
            labels = sorted(names[it].lower() for it in task.tags)
            found[task.issue.number] = (task.name, task.description, is_done, labels, task.issue.state)
    return found


def _tags(work: Any, _actor: Any, *, list_id: str) -> Any:
    return list(work.lists.tags(list_id).by_id.values())


def state_there(both: Both) -> dict[int, Any]:
    return {
        number: (
            it["title"],
            without_marker(it["body"] or ""),
            it["state"] == "closed",
            sorted(label["name"].lower() for label in it["labels"]),
            it["state"],
        )
        for number, it in both.github.issues.items()
    }


def meddle(github: FakeGitHub, dice: random.Random) -> None:
    """Somebody does something at GitHub."""
    numbers = list(github.issues)
    if not numbers or dice.random() < 0.15:
        github.open(f"Issue {dice.random()}", dice.choice((None, "text")))
        return
    number = dice.choice(numbers)
    labels = github.issues[number]["labels"]
    match dice.randrange(5):
        case 0:
            github.change(number, title=f"Title {dice.random()}")
        case 1:
            github.change(number, body=f"Body {dice.random()}")
        case 2:
            is_open = github.issues[number]["state"] == "open"
            github.change(number, "closed" if is_open else "reopened", state="closed" if is_open else "open")
        case 3:
            github.change(number, "labeled", labels=[*labels, *({"name": it} for it in _missing(labels, dice))])
        case _:
            github.change(number, "unlabeled", labels=labels[1:])


def _missing(labels: list[dict[str, str]], dice: random.Random) -> list[str]:
    missing = [it for it in LABELS if {"name": it} not in labels]
    return [dice.choice(missing)] if missing else []


def drop(both: Both, number: int) -> None:
    """An issue is deleted."""
    issue = both.github.issues.pop(number)
    both.deliver("deleted", {**issue, "updated_at": both.github.tick()})


def test_a_storm_ends_after_one_sweep_as_it_would_have_in_order(both: Both) -> None:
    dice = random.Random(SEED)
    for _ in range(150):
        meddle(both.github, dice)
    for number in dice.sample([it for it, issue in both.github.issues.items() if issue["state"] == "open"], 3):
        drop(both, number)
    wanted = state_there(both)
    storm = [it for it in both.sent if dice.random() > 0.05]
    storm += dice.sample(storm, len(storm) // 4)
    dice.shuffle(storm)
    both.take(*storm)
    both.clock.advance(timedelta(hours=2))
    both.broom.sweep()
    assert state_here(both) == wanted
    # In order there is nothing left to say.
    both.take(*(attrs.evolve(it, guid=f"{it.guid} again") for it in both.sent))
    assert state_here(both) == wanted


def test_what_no_delivery_told_is_found(both: Both) -> None:
    both.opened("One")
    both.github.change(1, title="Changed")
    both.github.open("Two")
    both.broom.sweep()
    assert state_here(both) == state_there(both)


def test_once_an_hour(both: Both) -> None:
    both.broom.sweep()
    asked = len(both.github.asks)
    both.broom.sweep()
    assert len(both.github.asks) == asked


def test_open_issues_from_before_are_imported_on_request(both: Both) -> None:
    for title in ("One", "Two", "Three"):
        both.github.open(title)
    both.github.change(2, "closed", state="closed")
    for issue in both.github.issues.values():
        issue |= {"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z"}
    both.broom.sweep()
    assert state_here(both) == {}
    both.link(is_importing=True)
    both.broom.sweep()
    assert set(state_here(both)) == {1, 3}
    assert both.app.look(both.sample.admin, mirrors.show, **both.ways).is_importing is False


def test_an_import_tells_how_far_it_has_come(both: Both) -> None:
    """In the stream, between the tasks that it makes."""
    for number in range(60):
        both.github.open(f"Issue {number}")
    both.link(is_importing=True)
    before = entries_after(both.app, both.sample.id)[-1].position
    both.broom.sweep()
    told = [fact for it in entries_after(both.app, both.sample.id, before) for fact in wire(it)["facts"]]
    progress = [(it["done"], it["of"]) for it in told if it["type"] == "mirror.imported"]
    assert progress == [(0, 60), (25, 60), (50, 60)]
    assert told[-1] == {"type": "mirror.revised", "list": both.sample.id}
    assert len([it for it in told if it["type"] == "task.added"]) == 60


@pytest.mark.parametrize("how", ["deleted", "moved", "out of sight"])
def test_an_issue_that_is_gone_without_a_word(both: Both, how: str) -> None:
    task_id = both.opened()
    both.github.open("Another")
    issue = both.github.issues.pop(1)
    answers: dict[str, Callable[[], None]] = {
        "deleted": lambda: None,
        "moved": lambda: both.github.faults.extend([None, None, Said(200, {**issue, "id": 5555})]),
        "out of sight": lambda: both.github.faults.extend([None, None, Said(404)]),
    }
    answers[how]()
    both.broom.sweep()
    found = {it.id: it.issue for it in both.tasks()}
    if how == "deleted":
        assert task_id not in found
    else:
        assert found[task_id] is None


@pytest.mark.parametrize("fault", [Said(500), Said(404), Cut(effect=False)], ids=str)
def test_a_sweep_that_fails_is_told_and_comes_again(both: Both, fault: Said | Cut) -> None:
    task_id = both.opened()
    both.github.change(1, title="Changed")
    both.github.faults = [fault]
    both.broom.sweep()
    assert both.task(task_id).name == "Rake"
    asked = len(both.github.asks)
    both.broom.sweep()
    assert len(both.github.asks) == asked
    both.clock.advance(timedelta(minutes=11))
    both.broom.sweep()
    assert both.task(task_id).name == "Changed"
    ledger = both.app.look(both.sample.admin, mirrors.ledger, **both.ways).reports
    assert Outcome.FAILED in {it.outcome for it in ledger}


def test_a_thousand_edits_on_both_sides_end_equal(key: RSAPrivateKey) -> None:
    """With deliveries that are late, lost and twice, and a line that breaks: in the end both sides say the same."""
    clock, chance, dice = FakeClock(), SeededChance(), random.Random(SEED)
    app = new_application(MemoryStore(clock, chance), clock, chance)
    with FakeGitHub(key.public_key(), now=clock.now()) as github:
        both = Both.of(app, clock, github, key)
        both.link(directions={"tasks": "both"})
        taken = 0
        for step in range(1000):
            clock.advance(timedelta(seconds=dice.choice((1, 20))))
            github.now = max(github.now, clock.now().replace(microsecond=0))
            if dice.random() < 0.5:
                meddle(github, dice)
            else:
                _work(both, dice)
            if dice.random() < 0.2:
                arrived = [it for it in both.sent[taken:] if dice.random() > 0.05]
                taken = len(both.sent)
                dice.shuffle(arrived)
                both.take(*arrived, *arrived[:2])
            if dice.random() < 0.1:
                github.faults = [dice.choice(_FAULTS) for _ in range(3)]
            if step % 10 == 0:
                both.outlet.work_off()
        github.faults = []
        for _ in range(6):
            clock.advance(timedelta(hours=2))
            both.outlet.work_off()
            both.broom.sweep()
        there = state_there(both)
        assert state_here(both) == there
        assert len(there) > 50
        assert len({title for title, *_ in there.values()}) == len(there), "something is there twice"
        assert not both.faults


_FAULTS: list[Said | Cut | None] = [
    None,
    None,
    Said(500),
    Said(403, {"message": "secondary rate limit"}, {"Retry-After": "3"}),
    Said(429, None, {"Retry-After": "2"}),
    Said(401, {"message": "Bad credentials"}),
    Cut(effect=False),
    Cut(effect=True),
]


def _work(both: Both, dice: random.Random) -> None:
    """Somebody does something here."""
    mine: dict[str, Any] = both.ways
    admin, perform = both.sample.admin, both.app.perform
    followers = [it for it in both.tasks() if it.issue is not None]
    if not followers or dice.random() < 0.1:
        perform(admin, tasks.add, fields={"name": f"Task {dice.random()}", "description": "of ours"}, **mine)
        return
    task = dice.choice(followers)
    its = {**mine, "task_id": task.id}
    match dice.randrange(5):
        case 0:
            perform(admin, tasks.revise, fields={"name": f"Name {dice.random()}"}, **its)
        case 1:
            perform(admin, tasks.revise, fields={"description": f"Words {dice.random()}"}, **its)
        case 2:
            perform(admin, tasks.reopen if task.status is Status.COMPLETED else tasks.complete, **its)
        case 3:
            perform(admin, tags.attach, tag_id=both.sample.tag, **its)
        case _:
            perform(admin, tags.detach, tag_id=both.sample.tag, **its)

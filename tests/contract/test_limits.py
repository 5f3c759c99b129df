"""Buckets: a burst fits in, then one at a time; for whoever counts at once, and whatever the clock does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tasktix.application import limits
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.limits import Limits, Rule, network
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import TooMany
from tests.builders import STRANGER, new_id
from tests.contract.threads import together
from tests.fakes import FakeClock

MINUTE, NOTHING = timedelta(minutes=1), timedelta(0)
RULE = Rule("of a test", 3, MINUTE)


def take(app: Application, *whos: str) -> timedelta:
    return app.perform(STRANGER, limits.take, tries=[(RULE, who) for who in whos])


def test_a_burst_fits_in_and_then_one_at_a_time(app: Application, clock: FakeClock) -> None:
    who = new_id(app)
    assert [take(app, who) for _ in range(4)] == [NOTHING] * 3 + [MINUTE]
    clock.advance(MINUTE - timedelta(seconds=1))
    assert take(app, who) == timedelta(seconds=1)
    clock.advance(timedelta(seconds=1))
    assert [take(app, who) for _ in range(2)] == [NOTHING, MINUTE]


def test_a_bucket_empties_by_itself(app: Application, clock: FakeClock) -> None:
    who = new_id(app)
    assert [take(app, who) for _ in range(3)] == [NOTHING] * 3
    clock.advance(timedelta(days=1))
    assert [take(app, who) for _ in range(4)] == [NOTHING] * 3 + [MINUTE]


def test_everybody_has_a_bucket_of_their_own(app: Application) -> None:
    one, other = new_id(app), new_id(app)
    while not take(app, one):
        pass
    assert take(app, other) == NOTHING


def test_the_first_full_bucket_says_how_long(app: Application, clock: FakeClock) -> None:
    full, other = new_id(app), new_id(app)
    while not take(app, full):
        pass
    assert take(app, other, full) == MINUTE
    # What came before it was counted.
    assert [take(app, other) for _ in range(3)] == [NOTHING] * 2 + [MINUTE]


@pytest.mark.parametrize("who", ["", "é" * 500, "\ud800", "2001:db8::"])
def test_anything_can_be_counted(app: Application, who: str) -> None:
    take(app, new_id(app) + who)


def test_of_many_at_once_only_the_burst_passes(app: Application) -> None:
    who = new_id(app)
    answers = together([partial(take, app, who)] * 20)
    assert answers.count(NOTHING) == RULE.burst


def test_what_is_refused_afterwards_stays_counted(app: Application) -> None:
    """A try is counted in a transaction of its own, before the one that may fail."""
    who, actor = new_id(app), Actor(via="test")

    def refused(work: UnitOfWork, actor: Actor) -> None:
        raise TooMany(1)

    for _ in range(RULE.burst):
        assert take(app, who) == NOTHING
        with pytest.raises(TooMany):
            app.perform(actor, refused)
    assert take(app, who)


def test_a_clock_that_was_put_back_shuts_nobody_out(app: Application, clock: FakeClock) -> None:
    who, now = new_id(app), clock.moment
    try:
        clock.moment = now + timedelta(days=1)
        while not take(app, who):
            pass
        clock.moment = now
        assert take(app, who) == NOTHING
    finally:
        clock.moment = now + timedelta(days=1)


def test_forgetting_leaves_what_still_counts(app: Application, clock: FakeClock) -> None:
    old, busy = new_id(app), new_id(app)
    take(app, old)
    clock.advance(MINUTE)
    while not take(app, busy):
        pass
    app.perform(STRANGER, limits.forget_old)
    assert take(app, busy)
    assert [take(app, old) for _ in range(4)] == [NOTHING] * 3 + [MINUTE]


def test_an_account_has_less_room_than_an_address(app: Application) -> None:
    from_anywhere = Limits(app)
    account = new_id(app)
    addresses = [Actor(via="test", address=f"2001:db8:{number}::1") for number in range(limits.PER_ACCOUNT.burst + 1)]
    for address in addresses[:-1]:
        from_anywhere.require(address, account)
    with pytest.raises(TooMany) as refusal:
        from_anywhere.require(addresses[-1], account)
    assert 0 < refusal.value.seconds <= 60
    Limits(app, is_on=False).require(addresses[-1], account)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:C000:0201", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:0DB8:0001:0002::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("no address", ""),
    ],
)
def test_who_has_many_addresses_is_counted_as_one(address: str, counted_as: str) -> None:
    assert network(address) == counted_as

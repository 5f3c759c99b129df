"""The bell between machines: what one process rings, the others hear; and its server may come and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from valkey import Valkey as Server

from tasktix.adapters.bell.valkey import ValkeyBell
from tests.bell.ear import AUDIENCE, Ear
from tests.feed.stream import Stream
from tests.harness.mariadb import MariaDB
from tests.harness.process import free_port, wait_until
from tests.harness.server import RunningServer
from tests.harness.valkey import Valkey
from tests.http.client import Client

HOUSE = "mysql://ann:secret@database/tasktix"

STREAMS = 12
"""So many that each of two workers has some: that all went to the same has a chance of 1 in 2^11."""

Make = Callable[..., ValkeyBell]


@pytest.fixture
def make() -> Iterator[Make]:
    with ExitStack() as closing:

        def made(server: Valkey, house: str = HOUSE) -> ValkeyBell:
            bell = ValkeyBell(server.address, house)
            closing.callback(bell.close)
            return bell

        yield made


def is_heard(bell: ValkeyBell, ear: Ear) -> bool:
    """Rings until somebody hears: who has just begun to listen is not yet known to the server."""
    bell.ring(["x"])
    return not ear.is_idle


def test_a_ring_is_heard_in_the_other_processes(make: Make, valkey: Valkey) -> None:
    here, there, ear = make(valkey), make(valkey, "mysql://bob:other@database:3306/tasktix"), Ear()
    there.listen(ear)
    wait_until(lambda: is_heard(here, ear), patience=20, what=lambda: "nothing heard")
    here.ring([AUDIENCE, "1" * 16])
    while (heard := ear.next()) == "x":
        pass
    assert [heard, ear.next()] == [AUDIENCE, "1" * 16]


def test_a_word_is_heard_in_the_other_processes(make: Make, valkey: Valkey) -> None:
    here, there, ear, words = make(valkey), make(valkey), Ear(), Ear()
    there.hear(words.hear)
    there.listen(ear)
    wait_until(lambda: is_heard(here, ear), patience=20, what=lambda: "nothing heard")
    here.say("looks:ann")
    assert words.next() == "looks:ann"
    assert words.is_idle


def test_another_house_hears_nothing(make: Make, valkey: Valkey) -> None:
    here, there = make(valkey), make(valkey, "mysql://ann:secret@database/other")
    mine, others = Ear(), Ear()
    there.listen(others)
    wait_until(lambda: is_heard(there, others), patience=20, what=lambda: "nothing heard")
    second = make(valkey)
    second.listen(mine)
    wait_until(lambda: is_heard(here, mine), patience=20, what=lambda: "nothing heard")
    time.sleep(0.2)
    while not others.is_idle:
        assert others.next() == "x"


def test_while_the_server_is_away_nobody_waits_and_afterwards_all_hear_again(make: Make) -> None:
    server = Valkey().start()
    try:
        here, there, ear = make(server), make(server), Ear()
        there.listen(ear)
        wait_until(lambda: is_heard(here, ear), patience=20, what=lambda: "nothing heard")
        server.kill()
        begin = time.monotonic()
        for _ in range(1000):
            here.ring([AUDIENCE])
        assert time.monotonic() - begin < 1
        server.start()
        while not ear.is_idle:
            ear.next()
        wait_until(lambda: is_heard(here, ear), patience=30, what=lambda: "nothing heard after the restart")
    finally:
        server.remove()


def test_a_server_that_was_never_there_stops_nothing(make: Make) -> None:
    absent = Valkey()
    absent.port = free_port()
    bell, ear = make(absent), Ear()
    bell.listen(ear)
    bell.ring([AUDIENCE])
    assert ear.next() == AUDIENCE
    absent.remove()


def test_a_change_through_one_worker_reaches_the_streams_of_all(make: Make, valkey: Valkey, mariadb: MariaDB) -> None:
    url = mariadb.new_database("bell")
    with RunningServer(
        "--workers", "2", environment={"TASKTIX_DATABASE_URL": url, "TASKTIX_BELL": valkey.address}
    ) as house:
        ann = Client.newcomer(house.url, "Ann")
        groceries = ann.new_list()
        eavesdropper, ear = make(valkey, url), Ear()
        eavesdropper.listen(ear)
        with Server.from_url(valkey.address) as server:
            [channel] = [it for it in server.pubsub_channels() if dict(server.pubsub_numsub(it))[it] >= 2]
            wait_until(
                lambda: dict(server.pubsub_numsub(channel)) == {channel: 3}, patience=20, what=lambda: "not all listen"
            )
        streams = [Stream(ann, f"?list={groceries.id}") for _ in range(STREAMS)]
        section = ann.new_section(groceries.id)
        while ear.next() != groceries.id:
            pass
        for stream in streams:
            with closing(stream):
                assert section.id in stream.until("entry", groceries.id)[-1].raw.decode()

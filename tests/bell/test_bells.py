"""Bells: who listens is told which audiences to look at; between processes too, and never at the price of waiting."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tasktix.adapters.bell.ears import worded
from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.adapters.bell.local import MOST_IDS, LocalBell
from tasktix.adapters.bell.valkey import ValkeyBell
from tasktix.application.ports import Bell, Unavailable
from tasktix.domain.ids import is_id
from tests.bell.ear import AUDIENCE, Ear

MakeBell = Callable[[], Bell]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Not pytest's own: a socket's path may not be so long."""
    with tempfile.TemporaryDirectory(prefix="bell", dir="/tmp") as name:
        monkeypatch.setattr("tempfile.tempdir", name)
        yield Path(name)


def test_a_path_that_is_too_long_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / ("x" * 90)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with pytest.raises(Unavailable, match="too long a path"):
        LocalBell("mysql://a")


@pytest.fixture
def local(folder: Path) -> Iterator[MakeBell]:
    """Each is as though in a process of its own."""
    with ExitStack() as closing:

        def make(house: str = "mysql://a") -> Bell:
            bell = LocalBell(house)
            closing.callback(bell.close)
            return bell

        yield make


@pytest.fixture(params=["in process", "local", "valkey"])
def bell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Bell]:
    match request.param:
        case "in process":
            made: Bell = InProcessBell()
        case "local":
            made = LocalBell("mysql://own")
        case _:
            made = ValkeyBell(request.getfixturevalue("valkey").address, "mysql://own")
    yield made
    made.close()
    made.close()


def test_all_who_listen_hear_a_ring(bell: Bell) -> None:
    ears = [Ear(), Ear()]
    for ear in ears:
        bell.listen(ear)
    bell.ring([AUDIENCE])
    assert [ear.next() for ear in ears] == [AUDIENCE] * 2


def test_ringing_where_nobody_listens_is_nothing(bell: Bell) -> None:
    bell.ring([AUDIENCE])
    bell.ring([])


def test_a_word_is_no_ring_and_a_ring_no_word(bell: Bell) -> None:
    ear, words = Ear(), Ear()
    bell.listen(ear)
    bell.hear(words.hear)
    bell.say("looks:ann")
    bell.ring([AUDIENCE])
    assert (ear.next(), words.next()) == (AUDIENCE, "looks:ann")
    assert ear.is_idle
    assert words.is_idle


def test_a_word_that_nobody_hears_is_nothing(bell: Bell) -> None:
    bell.say("looks:ann")


def test_a_word_is_heard_in_the_other_processes_once(local: MakeBell) -> None:
    bells, ears, words = [local() for _ in range(3)], [Ear() for _ in range(3)], [Ear() for _ in range(3)]
    for bell, ear, heard in zip(bells, ears, words, strict=True):
        bell.listen(ear)
        bell.hear(heard.hear)
    bells[0].say("looks:ann")
    bells[0].ring([AUDIENCE])
    bells[0].say("away:ann")
    for ear, heard in zip(ears, words, strict=True):
        assert [heard.next(), heard.next(), ear.next()] == ["looks:ann", "away:ann", AUDIENCE]
        assert ear.is_idle
        assert heard.is_idle


def test_who_hears_words_alone_hears_them(local: MakeBell) -> None:
    here, there, words = local(), local(), Ear()
    there.hear(words.hear)
    here.ring([AUDIENCE])
    here.say("looks:ann")
    assert words.next() == "looks:ann"


def test_a_process_that_knows_no_words_takes_one_for_an_audience_that_is_none() -> None:
    """As all did until there were words: they split what comes at its blanks."""
    (audience,) = worded(f"looks:{AUDIENCE}:{AUDIENCE}").split()
    assert not is_id(audience)


def test_a_ring_is_heard_in_the_other_processes_once(local: MakeBell) -> None:
    bells, ears = [local() for _ in range(3)], [Ear() for _ in range(3)]
    for bell, ear in zip(bells, ears, strict=True):
        bell.listen(ear)
    bells[0].ring([AUDIENCE])
    bells[0].ring(["1" * 16])
    for ear in ears:
        assert [ear.next(), ear.next()] == [AUDIENCE, "1" * 16]
        assert ear.is_idle


def test_a_ring_for_very_many_is_heard_whole(local: MakeBell) -> None:
    here, there, ear = local(), local(), Ear()
    there.listen(ear)
    audiences = [f"{number:016d}" for number in range(2 * MOST_IDS + 1)]
    here.ring(audiences)
    assert [ear.next() for _ in audiences] == audiences


def test_another_house_hears_nothing(folder: Path) -> None:
    here, there, ear = LocalBell("mysql://a"), LocalBell("mysql://b"), Ear()
    there.listen(ear)
    here.ring([AUDIENCE])
    there.ring(["1" * 16])
    assert ear.next() == "1" * 16
    here.close()
    there.close()


def test_a_real_other_process_hears_it(local: MakeBell, folder: Path) -> None:
    program = (
        "import sys, queue, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from tasktix.adapters.bell.local import LocalBell\n"
        "heard = queue.SimpleQueue(); bell = LocalBell('mysql://a'); bell.listen(heard.put)\n"
        "print('listening', flush=True); print(*heard.get(timeout=20), flush=True); bell.close()\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "listening\n"
        local().ring([AUDIENCE])
        assert other.stdout.readline() == f"{AUDIENCE}\n"
    assert other.returncode == 0


def test_who_died_without_a_word_is_forgotten(local: MakeBell, folder: Path) -> None:
    bell, ear = local(), Ear()
    bell.listen(ear)
    (own,) = folder.glob("*/*.bell")
    dead = own.with_name("1-dead.bell")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(dead))
    bell.ring([AUDIENCE])
    assert ear.next() == AUDIENCE
    assert not dead.exists()
    assert own.exists()


def test_a_process_that_does_not_listen_any_more_holds_nobody_up(local: MakeBell, folder: Path) -> None:
    bell, ear = local(), Ear()
    bell.listen(ear)
    (own,) = folder.glob("*/*.bell")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(own.with_name("1-deaf.bell")))
        for _ in range(5000):
            bell.ring([AUDIENCE])
    assert ear.next() == AUDIENCE


def test_after_closing_nothing_is_left(folder: Path) -> None:
    bell = LocalBell("mysql://a")
    bell.listen(Ear())
    bell.close()
    assert not list(folder.glob("*/*.bell"))


def test_a_folder_that_others_may_enter_is_not_trusted(folder: Path) -> None:
    bell = LocalBell("mysql://a")
    bell.close()
    (place,) = folder.iterdir()
    place.chmod(0o777)
    with pytest.raises(Unavailable, match="belongs to somebody else"):
        LocalBell("mysql://a")

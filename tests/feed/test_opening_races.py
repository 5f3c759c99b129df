"""Streams that open at the very moment at which what their reader may see changes (promise P7)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import pytest

from tasktix.adapters.http import shapes
from tests.feed.stream import Ended, Refused, Stream, until_mentioned
from tests.http.client import PASSWORD, Client

Watch = Callable[..., Stream]
OPENERS = 6
OPENED_BY_EACH = 4


def opened_during(act: Callable[[], object], open_stream: Callable[[], Stream]) -> list[Stream]:
    """Streams of which some open while `act` is done: each opener opens one after the other, from before to after."""

    def open_some() -> list[Stream]:
        opened = []
        # After a sign-out there are no more; one may end while it opens.
        with suppress(Refused, Ended):
            for _ in range(OPENED_BY_EACH):
                opened.append(open_stream())  # noqa: PERF401 - those that were opened before one is refused
        return opened

    with ThreadPoolExecutor(OPENERS) as pool:
        opening: list[Future[list[Stream]]] = [pool.submit(open_some) for _ in range(OPENERS)]
        act()
        return [stream for each in opening for stream in each.result()]


@pytest.mark.parametrize("attempt", range(5))
def test_removed_while_streams_open(ann: Client, bob: Client, shared: shapes.List, watch: Watch, attempt: int) -> None:
    watch(bob)
    member = f"/lists/{shared.id}/members/{bob.user.id}"
    streams = opened_during(lambda: ann.delete(member).is_empty(), lambda: watch(bob))
    ann.new_section(shared.id, "SECRET")
    last = bob.new_list("The end").id
    for stream in streams:
        assert not [it for it in until_mentioned(stream, last) if b"SECRET" in it.raw]


@pytest.mark.parametrize("attempt", range(5))
def test_added_while_streams_open(ann: Client, bob: Client, groceries: shapes.List, watch: Watch, attempt: int) -> None:
    early = watch(bob)
    streams = opened_during(lambda: ann.add_member(groceries.id, bob), lambda: watch(bob))
    # What was written before a stream has told of the membership is in the snapshot that its reader then takes.
    early.until("entry", "me")
    ann.new_section(groceries.id, "For Bob too")
    for stream in streams:
        until_mentioned(stream, "For Bob too")


@pytest.mark.parametrize("attempt", range(5))
def test_signed_out_while_streams_open(ann: Client, watch: Watch, attempt: int) -> None:
    elsewhere = Client(ann.url)
    login = {"login": ann.user.username, "password": PASSWORD}
    elsewhere.keep_cookie(elsewhere.post("/session", login))

    streams = opened_during(lambda: elsewhere.delete("/session").is_empty(), lambda: watch(elsewhere))
    for stream in streams:
        stream.rest()

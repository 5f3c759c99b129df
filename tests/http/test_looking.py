"""Saying that a list is in sight, and being told who else has it: through a server, and between two processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tasktix.adapters.http import key_shapes, shapes
from tests.feed.stream import Stream, until_mentioned
from tests.harness.mariadb import MariaDB
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, Client

TAB = "T" * 16

Watch = Callable[..., Stream]


@pytest.fixture
def watch() -> Iterator[Watch]:
    streams: list[Stream] = []

    def open_stream(person: Client, query: str = "") -> Stream:
        streams.append(Stream(person, query))
        return streams[-1]

    yield open_stream
    for stream in streams:
        stream.close()


def path(list_id: str, tab: str = TAB) -> str:
    return f"/lists/{list_id}/lookers/{tab}"


def who_looks(stream: Stream, list_id: str, *users: Client) -> None:
    """The stream comes to tell it."""
    wanted = {"audience": list_id, "users": sorted(user.user.id for user in users)}
    while stream.until("looking", list_id)[-1].data != wanted:
        pass


def says_and_is_told(person: Client, list_id: str, stream: Stream) -> bool:
    """Whether the stream soon tells that this person looks."""
    person.put(path(list_id)).is_empty()
    try:
        while (message := stream.next(patience=1)).event != "looking":
            pass
    except TimeoutError:
        return False
    return bool(message.data["users"] == [person.user.id])


def test_the_others_are_told(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    stream = watch(ann, f"?list={shared.id}")
    bob.put(path(shared.id)).is_empty()
    who_looks(stream, shared.id, bob)
    bob.put(path(shared.id)).is_empty()
    ann.put(path(shared.id)).is_empty()
    who_looks(stream, shared.id, ann, bob)
    bob.delete(path(shared.id)).is_empty()
    who_looks(stream, shared.id, ann)


def test_an_end_of_what_never_began_is_one_too(ann: Client, groceries: shapes.List) -> None:
    ann.delete(path(groceries.id, NOBODY)).is_empty()


def test_who_comes_later_is_told_too(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    bob.put(path(shared.id)).is_empty()
    who_looks(watch(ann), shared.id, bob)


def test_nobody_ends_the_tab_of_another(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    bob.put(path(shared.id)).is_empty()
    ann.delete(path(shared.id)).is_empty()
    who_looks(watch(ann), shared.id, bob)


def test_it_is_no_change(ann: Client, groceries: shapes.List) -> None:
    before = ann.snapshot(groceries.id)
    assert not ann.put(path(groceries.id)).made
    assert ann.snapshot(groceries.id) == before


def test_it_is_no_use_of_a_session_or_token(ann: Client, groceries: shapes.List) -> None:
    """A page says it by itself, for as long as it is open: that is no sign of anybody, and nothing is written down."""
    made, program = ann.new_token("read")
    program.put(path(groceries.id)).is_empty()
    program.delete(path(groceries.id)).is_empty()
    [listed] = [it for it in ann.get("/me/tokens").shows(list[key_shapes.ApiToken]) if it.id == made.id]
    assert listed.used_at is None


def test_a_program_that_reads_the_list_may_look(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    program = bob.new_token(f"list:{shared.id}:read")[1]
    program.put(path(shared.id)).is_empty()
    who_looks(watch(ann), shared.id, bob)
    who_looks(watch(program), shared.id, bob)
    program.delete(path(shared.id)).is_empty()
    other = bob.new_token(f"list:{bob.new_list().id}:write")[1]
    other.put(path(shared.id)).refuses(404, "not_found")


def test_a_stream_of_other_lists_is_not_told(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    other = ann.new_list()
    narrow, wide = watch(ann, f"?list={other.id}"), watch(ann)
    bob.put(path(shared.id)).is_empty()
    who_looks(wide, shared.id, bob)
    section = ann.new_section(other.id)
    assert not [it for it in until_mentioned(narrow, section.id) if it.event == "looking"]


def test_who_is_removed_looks_no_longer_and_is_told_nothing(
    ann: Client, bob: Client, shared: shapes.List, watch: Watch
) -> None:
    hers, his = watch(ann), watch(bob)
    bob.put(path(shared.id)).is_empty()
    who_looks(hers, shared.id, bob)
    ann.delete(f"/lists/{shared.id}/members/{bob.user.id}").is_empty()
    who_looks(hers, shared.id)
    ann.put(path(shared.id)).is_empty()
    who_looks(hers, shared.id, ann)
    bob.put(path(shared.id)).refuses(404, "not_found")
    bob.delete(path(shared.id)).refuses(404, "not_found")
    his.until("gone", shared.id)
    after = until_mentioned(his, bob.new_list("The end").id)
    assert not [it for it in after if it.data.get("audience") == shared.id]


def test_who_signs_out_looks_no_longer(ann: Client, bob: Client, shared: shapes.List, watch: Watch) -> None:
    stream, elsewhere = watch(ann), Client.of(bob)
    # The end of a session is heard where its user has a stream: a page that looks has one.
    watch(elsewhere)
    elsewhere.put(path(shared.id)).is_empty()
    who_looks(stream, shared.id, bob)
    elsewhere.delete("/session").is_empty()
    who_looks(stream, shared.id)


@pytest.mark.parametrize("bell", ["local", "valkey"])
def test_processes_tell_one_another(bell: str, request: pytest.FixtureRequest, mariadb: MariaDB) -> None:
    """Two servers on one database, each with one of two people."""
    address = request.getfixturevalue("valkey").address if bell == "valkey" else bell
    environment = {"TASKTIX_DATABASE_URL": mariadb.new_database("looking"), "TASKTIX_BELL": address}
    with RunningServer(environment=environment) as here, RunningServer(environment=environment) as there:
        ann, bob = Client.newcomer(here.url, "Ann"), Client.newcomer(there.url, "Bob")
        shared = ann.new_list()
        ann.add_member(shared.id, bob)
        stream = Stream(ann)
        try:
            # Who has just begun to listen is not yet known to a bell's server.
            wait_until(lambda: says_and_is_told(bob, shared.id, stream), patience=60, what=lambda: "nobody was told")
            bob.delete(path(shared.id)).is_empty()
            who_looks(stream, shared.id)
        finally:
            stream.close()

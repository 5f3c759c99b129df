"""Changing what somebody else may have changed (contract, section 1, optimistic concurrency)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs
import pytest

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@attrs.frozen
class Kind:
    """A thing that is changed by PATCH: where it is, two values of one field, and perhaps a change of another."""

    field: str
    hers: Any
    his: Any
    beside: Mapping[str, Any] = {}
    path: Callable[[Client, Client, str], str] = lambda _ann, _bob, _list_id: ""


def _task(ann: Client, _bob: Client, list_id: str) -> str:
    return f"/tasks/{ann.new_task(list_id).id}"


def _section(ann: Client, _bob: Client, list_id: str) -> str:
    return f"/sections/{ann.new_section(list_id).id}"


def _tag(ann: Client, _bob: Client, list_id: str) -> str:
    return f"/tags/{ann.new_tag(list_id).id}"


def _role(ann: Client, _bob: Client, list_id: str) -> str:
    return f"/roles/{ann.new_role(list_id).id}"


def _third(ann: Client, _bob: Client, list_id: str) -> str:
    third = Client.newcomer(ann.url, "Third")
    ann.add_member(list_id, third)
    return f"/members/{third.user.id}"


KINDS: Final = {
    "a list": Kind("name", "Hers", "His", {"color": "lime"}),
    "a list's flag": Kind("has_due_dates", True, False, {"description": "new"}),
    "a section": Kind("name", "Hers", "His", path=_section),
    "a tag": Kind("color", "lime", "cyan", {"name": "other"}, _tag),
    "a role": Kind("permissions", ["tasks:add"], ["tasks:delete"], {"description": "new"}, _role),
    "a member": Kind("role", "000000000Manager", "0000000000Viewer", path=_third),
    "a task's name": Kind("name", "Hers", "His", {"priority": "high"}, _task),
    "a task's due": Kind("due", None, "2026-11-30", {"name": "new"}, _task),
    "a task's estimate": Kind("expected", 60, 0, {"name": "new"}, _task),
    "a task's instant": Kind("due", "2026-11-29", "2026-11-30T12:00:00.000Z", {"name": "new"}, _task),
}
WITH_MORE: Final = {name: kind for name, kind in KINDS.items() if kind.beside}
each_kind: Final = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
each_kind_with_more: Final = pytest.mark.parametrize("kind", WITH_MORE.values(), ids=WITH_MORE.keys())


class Thing:
    """Ann and Bob have `seen` it in the same version."""

    def __init__(self, path: str, ann: Client, bob: Client) -> None:
        self.path, self.ann, self.bob = path, ann, bob
        self.seen: int = self.now()["version"]

    @property
    def list_id(self) -> str:
        return self.path.split("/")[2]

    def now(self) -> Any:
        """As the snapshot has it."""
        snapshot = self.ann.get(f"/lists/{self.list_id}").json()
        *_, part, its_id = self.path.split("/")
        if its_id == self.list_id:
            return snapshot["list"]
        return next(it for it in snapshot[part] if it["id"] == its_id)


@pytest.fixture
def thing_of(ann: Client, bob: Client) -> Callable[[Kind], Thing]:
    def make(kind: Kind) -> Thing:
        shared = ann.new_list("Shared")
        ann.add_member(shared.id, bob, "Admin")
        return Thing(f"/lists/{shared.id}{kind.path(ann, bob, shared.id)}", ann, bob)

    return make


def conflicts(answer: Answer) -> dict[str, shapes.Clash]:
    return answer.refuses(409, "conflict").conflicts


ThingOf = Callable[[Kind], Thing]


@each_kind
def test_what_nobody_changed_is_changed(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    answer = thing.ann.patch(thing.path, {kind.field: kind.his}, seen=thing.seen)
    assert answer.status == 200
    assert answer.json()[kind.field] == kind.his
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"' == f'"{thing.seen + 1}"'


@each_kind
def test_what_another_changed_meanwhile_is_a_conflict(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    assert thing.bob.patch(thing.path, {kind.field: kind.his}).status == 200
    before = thing.now()
    found = conflicts(thing.ann.patch(thing.path, {kind.field: kind.hers}, seen=thing.seen))
    assert found.keys() == {kind.field}
    clash = found[kind.field]
    assert (clash.yours, clash.theirs, clash.by) == (kind.hers, kind.his, thing.bob.user.id)
    assert clash.at is not None
    assert abs(datetime.fromisoformat(clash.at) - datetime.now(UTC)) < timedelta(minutes=1)
    assert thing.now() == before, "nothing is applied"


@each_kind
def test_having_seen_it_one_may_change_it(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    his = thing.bob.patch(thing.path, {kind.field: kind.his}, seen=thing.seen).json()
    hers = thing.ann.patch(thing.path, {kind.field: kind.hers}, seen=his["version"])
    assert (hers.status, hers.json()[kind.field]) == (200, kind.hers)


@each_kind
def test_without_the_header_the_last_write_wins(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    thing.bob.patch(thing.path, {kind.field: kind.his})
    assert thing.ann.patch(thing.path, {kind.field: kind.hers}).json()[kind.field] == kind.hers


@each_kind
def test_two_who_want_the_same_are_of_one_mind(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    his = thing.bob.patch(thing.path, {kind.field: kind.his}, seen=thing.seen)
    hers = thing.ann.patch(thing.path, {kind.field: kind.his}, seen=thing.seen)
    assert (hers.status, hers.json(), hers.made) == (200, his.json(), {})


@each_kind_with_more
def test_another_field_is_no_conflict_and_both_survive(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    thing.bob.patch(thing.path, {kind.field: kind.his}, seen=thing.seen)
    answer = thing.ann.patch(thing.path, dict(kind.beside), seen=thing.seen)
    assert answer.status == 200
    assert {**answer.json(), kind.field: kind.his, **kind.beside} == answer.json()


@each_kind_with_more
def test_one_conflict_and_no_field_is_applied(thing_of: ThingOf, kind: Kind) -> None:
    thing = thing_of(kind)
    thing.bob.patch(thing.path, {kind.field: kind.his})
    before = thing.now()
    answer = thing.ann.patch(thing.path, {**kind.beside, kind.field: kind.hers}, seen=thing.seen)
    assert conflicts(answer).keys() == {kind.field}
    assert thing.now() == before


@pytest.fixture
def thing(thing_of: ThingOf) -> Thing:
    return thing_of(KINDS["a task's name"])


def test_oneself_is_nobody_else(thing: Thing) -> None:
    thing.ann.patch(thing.path, {"name": "One"})
    assert thing.ann.patch(thing.path, {"name": "Two"}, seen=thing.seen).json()["name"] == "Two"


def test_all_conflicts_are_told_at_once(thing: Thing) -> None:
    thing.bob.patch(thing.path, {"name": "His", "priority": "high", "due": "2026-11-30"})
    hers = {"name": "Hers", "priority": "medium", "due": None, "unclear": True}
    found = conflicts(thing.ann.patch(thing.path, hers, seen=thing.seen))
    assert found.keys() == {"name", "priority", "due"}


def test_the_last_of_several_who_changed_it_is_named(thing: Thing, thing_of: ThingOf) -> None:
    third = Client.newcomer(thing.ann.url, "Third")
    thing.ann.add_member(thing.list_id, third, "Manager")
    thing.bob.patch(thing.path, {"name": "His"})
    third.patch(thing.path, {"name": "Theirs"})
    clash = conflicts(thing.ann.patch(thing.path, {"name": "Hers"}, seen=thing.seen))["name"]
    assert (clash.theirs, clash.by) == ("Theirs", third.user.id)


def test_an_undo_is_a_change_too(thing: Thing) -> None:
    position = thing.bob.patch(thing.path, {"name": "His"}).made[thing.list_id]
    seen = thing.now()["version"]
    thing.bob.undo(thing.list_id, position).shows(shapes.Undone)
    clash = conflicts(thing.ann.patch(thing.path, {"name": "Hers"}, seen=seen))["name"]
    assert (clash.theirs, clash.by) == ("Apples", thing.bob.user.id)


@pytest.mark.parametrize("text", ["*", 'W/"{}"', '"{}"', '  "{}"  '])
def test_the_version_as_one_may_write_it(thing: Thing, text: str) -> None:
    headers = {"If-Match": text.format(thing.seen)}
    assert thing.ann.ask("PATCH", thing.path, {"name": "Hers"}, headers=headers).status == 200


@pytest.mark.parametrize("text", ["", "1", '""', '"x"', '"-1"', '"1.0"', '"1" "2"', '"' + "9" * 30 + '"', '"at-1"'])
def test_what_is_no_version(thing: Thing, text: str) -> None:
    before = thing.now()
    answer = thing.ann.ask("PATCH", thing.path, {"name": "Hers"}, headers={"If-Match": text})
    answer.refuses(400, "malformed_request")
    assert thing.now() == before


def test_what_is_wrong_or_forbidden_is_said_first(thing: Thing, eve: Client) -> None:
    thing.bob.patch(thing.path, {"name": "His"})
    thing.ann.patch(thing.path, {"name": ""}, seen=thing.seen).refuses_field("name")
    eve.patch(thing.path, {"name": "Hers"}, seen=thing.seen).refuses(404, "not_found")
    viewer = Client.newcomer(thing.ann.url, "Viewer")
    thing.ann.add_member(thing.list_id, viewer, "Viewer")
    viewer.patch(thing.path, {"name": "Hers"}, seen=thing.seen).refuses(403, "forbidden")

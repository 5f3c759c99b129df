"""Saved filters, one's own (contract, section 4)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tests.http.client import API, NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def dan(server: object, ann: Client) -> Client:
    """Somebody new, who has no filters yet."""
    return Client.newcomer(ann.url, "Dan")


def filters_of(person: Client) -> list[shapes.SavedFilter]:
    return person.get("/filters").shows(list[shapes.SavedFilter])


def test_a_filter_is_saved(dan: Client) -> None:
    assert filters_of(dan) == []
    text = 'due<tomorrow & (#infra | @me) & !blocked-words list:"Semester 1"'
    answer = dan.post("/filters", {"name": "  Mine ", "text": f" {text}  "})
    saved = answer.shows(shapes.SavedFilter, 201)
    assert (saved.name, saved.text, saved.version) == ("Mine", text, 1)
    assert answer.headers["Location"] == f"{API}/filters/{saved.id}"
    assert filters_of(dan) == [saved]


def test_filters_come_by_name(dan: Client) -> None:
    for name in ("beta", "Alpha", "gamma", "éclair"):
        dan.new_filter(name)
    assert [it.name for it in filters_of(dan)] == ["Alpha", "beta", "gamma", "éclair"]


def test_two_filters_may_have_one_name(dan: Client) -> None:
    assert dan.new_filter("Same").id != dan.new_filter("Same").id


def test_a_filter_is_changed(dan: Client) -> None:
    saved = dan.new_filter("Soon", "due<tomorrow")
    path = f"/filters/{saved.id}"
    changed = dan.patch(path, {"name": "Later", "text": "due>+2w"}).shows(shapes.SavedFilter)
    assert (changed.name, changed.text, changed.version) == ("Later", "due>+2w", 2)
    again = dan.patch(path, {"text": "due>+2w"})
    assert (again.shows(shapes.SavedFilter), again.made) == (changed, {})
    assert dan.patch(path, {}).shows(shapes.SavedFilter) == changed
    assert filters_of(dan) == [changed]


def test_all_fields_of_a_filter_or_none(dan: Client) -> None:
    saved = dan.new_filter()
    dan.patch(f"/filters/{saved.id}", {"name": "New", "text": "due<"}).refuses_field("text")
    assert filters_of(dan) == [saved]


def test_a_filter_is_deleted(dan: Client) -> None:
    path = f"/filters/{dan.new_filter().id}"
    dan.delete(path).is_empty()
    assert filters_of(dan) == []
    dan.delete(path).refuses(404, "not_found")
    dan.patch(path, {"name": "again"}).refuses(404, "not_found")


def test_a_filter_of_somebody_else_is_not_found(ann: Client, dan: Client) -> None:
    saved = ann.new_filter("Hers")
    for filter_id in (saved.id, NOBODY, "no-id"):
        dan.patch(f"/filters/{filter_id}", {"name": "Mine"}).refuses(404, "not_found")
        dan.delete(f"/filters/{filter_id}").refuses(404, "not_found")
    assert filters_of(dan) == []
    assert saved in filters_of(ann)


@pytest.mark.parametrize(
    ("text", "position"),
    [("due<", 4), ("apples & ", 9), ("apples (pears", 7), ("a | due<someday", 8), ("colour:red", 0), ("🍎 due<", 6)],
)
def test_a_text_that_does_not_parse_is_refused_with_the_place(dan: Client, text: str, position: int) -> None:
    for answer in (
        dan.post("/filters", {"name": "Broken", "text": text}),
        dan.patch(f"/filters/{dan.new_filter().id}", {"text": text}),
    ):
        [wrong] = answer.refuses(422, "invalid").errors
        assert (wrong.field, wrong.position) == ("text", position)
        assert wrong.message


def test_a_text_that_says_nothing_says_everything(dan: Client) -> None:
    assert dan.new_filter("All", "   ").text == ""


@pytest.mark.parametrize("text", ["x" * 2000, "🍎" * 2000, '"' + "ä" * 1998 + '"'])
def test_the_longest_text_fits(dan: Client, text: str) -> None:
    assert dan.new_filter("Long", text).text == text


def test_what_is_undone_in_ones_own_matters(dan: Client) -> None:
    created = dan.post("/filters", {"name": "Soon", "text": "due<tomorrow"})
    saved = created.shows(shapes.SavedFilter, 201)
    changed = dan.patch(f"/filters/{saved.id}", {"name": "Later"})
    deleted = dan.delete(f"/filters/{saved.id}")

    def undo(position: int) -> int:
        answer = dan.post("/me/undo", {"position": position})
        at = answer.shows(shapes.Undone).position
        assert answer.made == {"me": at}
        assert at is not None
        return at

    restored = undo(deleted.made["me"])
    assert [it.name for it in filters_of(dan)] == ["Later"]
    undo(changed.made["me"])
    assert [it.name for it in filters_of(dan)] == ["Soon"]
    undo(created.made["me"])
    assert filters_of(dan) == []
    undo(restored + 2)
    assert [(it.id, it.name, it.text) for it in filters_of(dan)] == [(saved.id, "Soon", "due<tomorrow")]


def test_a_filter_that_was_changed_since_is_not_undone(dan: Client) -> None:
    saved = dan.post("/filters", {"name": "One", "text": "x"})
    path = f"/filters/{saved.json()['id']}"
    first = dan.patch(path, {"name": "Two"})
    dan.patch(path, {"name": "Three"})
    clash = dan.post("/me/undo", {"position": first.made["me"]}).refuses(409, "conflict").conflicts["name"]
    assert (clash.yours, clash.theirs, clash.by) == ("One", "Three", dan.user.id)
    dan.post("/me/undo", {"position": saved.made["me"]}).refuses(409, "conflict")
    assert [it.name for it in filters_of(dan)] == ["Three"]


def test_what_is_not_undone_in_ones_own_matters(dan: Client) -> None:
    created = dan.post("/lists", {"name": "A list"})
    for position in (1, created.made["me"]):
        dan.post("/me/undo", {"position": position}).refuses(409, "cannot_undo")
    assert len(dan.get("/lists").json()) == 1


def test_somebody_elses_entry_is_not_undone(ann: Client, dan: Client) -> None:
    *_, saved = [ann.post("/filters", {"name": f"Hers {number}", "text": "x"}) for number in range(5)]
    dan.post("/me/undo", {"position": saved.made["me"]}).refuses(404, "not_found")
    assert saved.json()["id"] in [it.id for it in filters_of(ann)]

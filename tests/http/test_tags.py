"""Tags, and the tasks that carry them (contract, section 3)."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import shapes
from tasktix.domain.words import Color
from tests.http.client import API, NOBODY, Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

COLORS = ["pink", "red", "orange", "amber", "yellow", "lime", "green", "emerald", "cyan", "blue", "violet"]


def test_a_new_tag_is_answered_with_its_address(ann: Client, groceries: shapes.List) -> None:
    answer = ann.post(f"/lists/{groceries.id}/tags", {"name": "  auth ", "color": "cyan"})
    tag = answer.shows(shapes.Tag, 201)
    assert (tag.name, tag.color, tag.version) == ("auth", "cyan", 1)
    assert answer.headers["Location"] == f"{API}/lists/{groceries.id}/tags/{tag.id}"
    assert ann.snapshot(groceries.id).tags == [tag]


def test_a_tag_can_have_each_colour_and_no_other(ann: Client, groceries: shapes.List) -> None:
    assert list(Color) == COLORS
    tag = ann.new_tag(groceries.id)
    path = f"/lists/{groceries.id}/tags/{tag.id}"
    for color in COLORS:
        assert ann.patch(path, {"color": color}).shows(shapes.Tag).color == color
    for wrong in ("Red", "crimson", "#ff0000", ""):
        ann.patch(path, {"color": wrong}).refuses_field("color")


def test_a_tag_is_renamed_and_recoloured_at_once(ann: Client, groceries: shapes.List) -> None:
    tag = ann.new_tag(groceries.id, "urgent", "red")
    path = f"/lists/{groceries.id}/tags/{tag.id}"
    changed = ann.patch(path, {"name": "later", "color": "lime"}).shows(shapes.Tag)
    assert (changed.name, changed.color, changed.version) == ("later", "lime", tag.version + 1)
    assert ann.patch(path, {}).shows(shapes.Tag) == changed
    assert ann.snapshot(groceries.id).tags == [changed]


def test_all_fields_of_a_tag_or_none(ann: Client, groceries: shapes.List) -> None:
    tag = ann.new_tag(groceries.id)
    ann.patch(f"/lists/{groceries.id}/tags/{tag.id}", {"name": "later", "color": "mud"}).refuses_field("color")
    assert ann.snapshot(groceries.id).tags == [tag]


@pytest.mark.parametrize("name", ["Straße", "STRASSE", "straße", "  strasse  "])
def test_no_two_tags_have_the_same_name_in_any_case(ann: Client, groceries: shapes.List, name: str) -> None:
    first, other = ann.new_tag(groceries.id, "Strasse"), ann.new_tag(groceries.id, "other")
    path = f"/lists/{groceries.id}/tags"
    assert ann.post(path, {"name": name, "color": "red"}).refuses(409, "taken").field == "name"
    assert ann.patch(f"{path}/{other.id}", {"name": name}).refuses(409, "taken").field == "name"
    assert {it.id for it in ann.snapshot(groceries.id).tags} == {first.id, other.id}


def test_a_composed_and_a_decomposed_name_are_the_same(ann: Client, groceries: shapes.List) -> None:
    ann.new_tag(groceries.id, "caf\u00e9")
    body = {"name": "CAFE\u0301", "color": "red"}
    assert ann.post(f"/lists/{groceries.id}/tags", body).refuses(409, "taken").field == "name"


def test_names_that_a_database_might_confuse_are_different(ann: Client, groceries: shapes.List) -> None:
    names = ["cafe", "café", "a", "ä", "å", "🍎", "🍐", "a b", "ab", "\u30cf", "\u30d0", "\u0430"]
    for name in names:
        ann.new_tag(groceries.id, name)
    assert sorted(it.name for it in ann.snapshot(groceries.id).tags) == sorted(names)


def test_a_tag_may_be_spelled_anew(ann: Client, groceries: shapes.List) -> None:
    tag = ann.new_tag(groceries.id, "urgent")
    renamed = ann.patch(f"/lists/{groceries.id}/tags/{tag.id}", {"name": "URGENT"}).shows(shapes.Tag)
    assert renamed.name == "URGENT"


def test_two_lists_may_have_tags_of_the_same_name(ann: Client, groceries: shapes.List) -> None:
    assert ann.new_tag(groceries.id, "urgent").id != ann.new_tag(ann.new_list().id, "urgent").id


@pytest.mark.parametrize("name", ["x" * 32, "🍎" * 32, "ﬃ" * 32, "\U0001d160" * 32, "ß" * 32])
def test_the_longest_name_of_a_tag_fits(ann: Client, groceries: shapes.List, name: str) -> None:
    assert ann.new_tag(groceries.id, name).name == name


def test_a_deleted_tag_is_off_its_tasks(ann: Client, groceries: shapes.List) -> None:
    tag, other = ann.new_tag(groceries.id), ann.new_tag(groceries.id, "other")
    both, plain = ann.new_task(groceries.id, tags=[tag.id, other.id]), ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tags/{tag.id}"
    ann.delete(path).is_empty()
    assert ann.task(groceries.id, both.id).tags == [other.id]
    assert ann.task(groceries.id, both.id).version == both.version + 1
    assert ann.task(groceries.id, plain.id) == plain
    assert [it.id for it in ann.snapshot(groceries.id).tags] == [other.id]
    ann.delete(path).refuses(404, "not_found")
    ann.patch(path, {"name": "again"}).refuses(404, "not_found")


def test_tagging_and_untagging_are_idempotent(ann: Client, groceries: shapes.List) -> None:
    tag, task = ann.new_tag(groceries.id), ann.new_task(groceries.id)
    path = f"/lists/{groceries.id}/tasks/{task.id}/tags/{tag.id}"
    tagged = ann.put(path).shows(shapes.Task)
    assert (tagged.tags, tagged.version) == ([tag.id], task.version + 1)
    assert ann.put(path).shows(shapes.Task) == tagged
    untagged = ann.delete(path).shows(shapes.Task)
    assert (untagged.tags, untagged.version) == ([], tagged.version + 1)
    again = ann.delete(path)
    assert again.shows(shapes.Task) == untagged
    assert again.made == {}


def test_a_task_is_created_with_its_tags_each_once(ann: Client, groceries: shapes.List) -> None:
    tags = sorted(ann.new_tag(groceries.id, name).id for name in "abc")
    task = ann.new_task(groceries.id, tags=[*reversed(tags), tags[0], tags[0]])
    assert task.tags == tags
    assert ann.task(groceries.id, task.id) == task
    assert ann.snapshot(groceries.id).tasks == [task]


def test_a_task_carries_a_hundred_tags(ann: Client, groceries: shapes.List) -> None:
    """More than a database joins into one text unless it is told to."""
    tags = sorted(ann.new_tag(groceries.id, f"tag {number}").id for number in range(100))
    task = ann.new_task(groceries.id, tags=tags)
    ann.put(f"/lists/{groceries.id}/tasks/{task.id}/completion").shows(shapes.Task)
    assert ann.task(groceries.id, task.id).tags == tags
    assert ann.snapshot(groceries.id).tasks[0].tags == tags


def test_a_tag_of_another_list_is_not_found(ann: Client, groceries: shapes.List) -> None:
    foreign, task = ann.new_tag(ann.new_list("Other").id), ann.new_task(groceries.id)
    before = ann.snapshot(groceries.id)
    here = f"/lists/{groceries.id}"
    for tag_id in (foreign.id, NOBODY, task.id):
        ann.put(f"{here}/tasks/{task.id}/tags/{tag_id}").refuses(404, "not_found")
        ann.delete(f"{here}/tasks/{task.id}/tags/{tag_id}").refuses(404, "not_found")
        ann.patch(f"{here}/tags/{tag_id}", {"name": "mine"}).refuses(404, "not_found")
        ann.delete(f"{here}/tags/{tag_id}").refuses(404, "not_found")
        ann.post(f"{here}/tasks", {"name": "A", "tags": [tag_id]}).refuses(404, "not_found")
    assert ann.snapshot(groceries.id) == before


def test_a_task_of_another_list_is_not_tagged(ann: Client, groceries: shapes.List) -> None:
    tag, foreign = ann.new_tag(groceries.id), ann.new_task(ann.new_list("Other").id)
    path = f"/lists/{groceries.id}/tasks/{foreign.id}/tags/{tag.id}"
    ann.put(path).refuses(404, "not_found")
    ann.delete(path).refuses(404, "not_found")


def test_one_unknown_tag_and_no_task_is_made(ann: Client, groceries: shapes.List) -> None:
    tag = ann.new_tag(groceries.id)
    before = ann.snapshot(groceries.id)
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", "tags": [tag.id, NOBODY]}).refuses(404, "not_found")
    ann.post(f"/lists/{groceries.id}/tasks", {"name": "A", "tags": [tag.id, "no id"]}).refuses(404, "not_found")
    assert ann.snapshot(groceries.id) == before

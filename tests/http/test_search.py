"""Tasks across lists: filters, orders, pages (contract, sections 4 and 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlencode

import pytest

from tasktix.adapters.http import shapes
from tasktix.domain.ordering import ORDERS
from tests.http.client import Client
from tests.http.test_history import WRONG_CURSORS, WRONG_LIMITS
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def dan(ann: Client) -> Client:
    """Somebody new: what is found is what the test has made."""
    return Client.newcomer(ann.url, "Dan")


def find(person: Client, **query: object) -> shapes.Tasks:
    return person.get("/tasks?" + urlencode(query)).shows(shapes.Tasks)


def names(found: shapes.Tasks) -> list[str]:
    return [task.name for task in found.items]


def pages(person: Client, between: Callable[[], object] = lambda: None, **query: object) -> Iterator[shapes.Tasks]:
    """Each page; `between` is done before the next one is asked for."""
    page = find(person, **query)
    yield page
    while page.next is not None:
        between()
        page = find(person, **query, cursor=page.next)
        yield page


@pytest.fixture
def fay(ann: Client) -> Client:
    """In the garden with Dan, and nowhere else."""
    return Client.newcomer(ann.url, "Fay")


@pytest.fixture
def garden(dan: Client, fay: Client) -> shapes.List:
    """Dan's list in which something fits each of the filters."""
    garden = dan.new_list("Garden 1")
    dan.add_member(garden.id, fay)
    dan.new_section(garden.id, "Beds")
    wet, shed = dan.new_tag(garden.id, "wet"), dan.new_section(garden.id, "Shed")
    dan.new_task(garden.id, "Dig the Beds", tags=[wet.id], assignees=[dan.user.id], due="2020-01-01", priority="high")
    dan.new_task(garden.id, "Sow", assignees=[fay.user.id], due="2999-01-01", expected=9000, unclear=True)
    done = dan.new_task(garden.id, "Rake", priority="medium", section=shed.id, description="all of the beds")
    dan.put(f"/lists/{garden.id}/tasks/{done.id}/completion")
    running = dan.new_task(garden.id, "Water", section=shed.id)
    dan.put(f"/lists/{garden.id}/tasks/{running.id}/timer")
    dan.new_task(dan.new_list("House").id, "Paint", expected=60)
    return garden


FILTERS: Final = {
    "": "Dig the Beds,Paint,Rake,Sow,Water",
    "beds": "Dig the Beds,Rake",
    '"dig the"': "Dig the Beds",
    "the beds": "Dig the Beds,Rake",
    "#wet": "Dig the Beds",
    "#WET": "Dig the Beds",
    "#unheard-of": "",
    "@me": "Dig the Beds",
    "@none": "Paint,Rake,Water",
    "@{fay}": "Sow",
    'list:"garden 1"': "Dig the Beds,Rake,Sow,Water",
    "list:house": "Paint",
    "section:shed": "Rake,Water",
    "status:open": "Dig the Beds,Paint,Sow,Water",
    "status:completed": "Rake",
    "status:in_progress": "Water",
    "priority:high,medium": "Dig the Beds,Rake",
    "priority>low": "Dig the Beds,Rake",
    "is:unclear": "Sow",
    "is:overdue": "Dig the Beds",
    "is:running": "Water",
    "has:due": "Dig the Beds,Sow",
    "!has:due": "Paint,Rake,Water",
    "has:expected": "Paint,Sow",
    "has:issue": "",
    "due<tomorrow": "Dig the Beds",
    "due>=tomorrow": "Sow",
    "due!=2020-01-01": "Paint,Rake,Sow,Water",
    "created:today": "Dig the Beds,Paint,Rake,Sow,Water",
    "completed>-1w": "Rake",
    "expected>2h": "Sow",
    "expected<=1m": "Paint",
    "elapsed>expected": "",
    "#wet | section:shed": "Dig the Beds,Rake,Water",
    "section:shed & !is:running": "Rake",
    "section:shed !is:running": "Rake",
    "!(#wet | section:shed)": "Paint,Sow",
    "due<tomorrow & (#wet | @me) & !blocked-words": "Dig the Beds",
}


def test_each_filter_finds_its_tasks(dan: Client, fay: Client, garden: shapes.List) -> None:
    for text, expected in FILTERS.items():
        wanted = text.format(fay=fay.user.username)
        found = find(dan, filter=wanted, order="name")
        assert ",".join(names(found)) == expected, wanted
        assert found.next is None


def test_a_task_is_shown_as_everywhere(dan: Client, garden: shapes.List) -> None:
    in_garden = find(dan, filter='list:"Garden 1"').items
    assert sorted(in_garden, key=lambda it: it.id) == dan.snapshot(garden.id).tasks


def test_without_a_filter_all_are_found(dan: Client, garden: shapes.List) -> None:
    assert dan.get("/tasks").shows(shapes.Tasks) == find(dan, filter="", order="auto", limit=50)
    assert find(dan, filter="  ").items == find(dan).items


def test_nobody_finds_what_they_may_not_see(dan: Client, eve: Client, fay: Client, garden: shapes.List) -> None:
    for text in ("", "beds", "@none", 'list:"Garden 1"', "status:open | status:completed"):
        assert find(eve, filter=text).items == []
    assert {it.list for it in find(fay, filter="beds").items} == {garden.id}
    dan.delete(f"/lists/{garden.id}/members/{fay.user.id}").is_empty()
    assert find(fay, filter="beds").items == []


@pytest.mark.parametrize(
    ("text", "position"),
    [("due<", 4), ("(", 1), ("beds )", 5), ("beds & ", 7), ("due<someday", 4), ("color:red", 0), ("🍎 🍐 due<", 8)],
)
def test_a_text_that_does_not_parse_is_refused_with_the_place(ann: Client, text: str, position: int) -> None:
    for path in ("/tasks", "/reports/calibration"):
        [wrong] = ann.get(f"{path}?{urlencode({'filter': text})}").refuses(422, "invalid").errors
        assert (wrong.field, wrong.position) == ("filter", position)
        assert wrong.message


@pytest.mark.parametrize("text", ["x" * 2001, "\x00", "(" * 51 + "x" + ")" * 51, " ".join("x" * 101), "!" * 60 + "x"])
def test_a_text_that_is_too_much_is_refused(ann: Client, text: str) -> None:
    ann.get("/tasks?" + urlencode({"filter": text})).refuses_field("filter")


def test_bytes_that_are_no_text_are_no_fault(ann: Client) -> None:
    for raw in ("%ff", "%ed%a0%80", "%f0%9f", "%00", "%"):
        for name in ("filter", "order", "cursor", "limit"):
            assert 400 <= ann.get(f"/tasks?{name}={raw}").status < 500 or name == "filter"


def test_automatic_order(dan: Client) -> None:
    """Open before completed; completed by latest completion; open by due, undated last, then priority, then rank."""
    list_id = dan.new_list().id
    done = [dan.new_task(list_id, name).id for name in ("first done", "last done")]
    dan.new_task(list_id, "undated low")
    dan.new_task(list_id, "undated high", priority="high")
    dan.new_task(list_id, "tomorrow", due="2999-01-02")
    dan.new_task(list_id, "today high", due="2999-01-01", priority="high")
    dan.new_task(list_id, "today low", due="2999-01-01")
    dan.new_task(list_id, "morning", due="2999-01-01T08:00:00Z")
    dan.new_task(list_id, "overdue", due="2020-01-01")
    for task_id in done:
        dan.put(f"/lists/{list_id}/tasks/{task_id}/completion")
    assert names(find(dan)) == [
        "overdue",
        "morning",
        "today high",
        "today low",
        "tomorrow",
        "undated high",
        "undated low",
        "last done",
        "first done",
    ]


@pytest.mark.parametrize("order", ORDERS)
def test_in_every_order_pages_are_the_whole_once(dan: Client, garden: shapes.List, order: str) -> None:
    whole = names(find(dan, order=order))
    assert sorted(whole) == ["Dig the Beds", "Paint", "Rake", "Sow", "Water"]
    for limit in (1, 2, 5):
        found = list(pages(dan, order=order, limit=limit))
        assert [name for page in found for name in names(page)] == whole
        assert all(len(page.items) == limit for page in found[:-1])


@pytest.mark.parametrize("order", ["auto", "name", "-created", "due"])
def test_what_comes_between_two_pages_moves_none(dan: Client, order: str) -> None:
    list_id = dan.new_list().id
    for number in range(9):
        dan.new_task(list_id, f"Task {number}", due=f"2999-01-0{number % 3 + 1}")
    before = {task.id for task in find(dan).items}

    def between() -> None:
        dan.new_task(list_id, "Alpha", due="2999-01-01", after=None)
        dan.new_task(list_id, "Omega")

    seen = [task.id for page in pages(dan, between, order=order, limit=2) for task in page.items]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_page_has_a_sensible_size_and_beginning(ann: Client) -> None:
    for limit in WRONG_LIMITS:
        ann.get("/tasks?" + urlencode({"limit": limit})).refuses(400, "malformed_request")
    for cursor in WRONG_CURSORS:
        ann.get("/tasks?" + urlencode({"cursor": cursor})).refuses(400, "malformed_request")


def test_without_a_limit_a_page_has_fifty(dan: Client) -> None:
    list_id = dan.new_list().id
    for number in range(51):
        dan.new_task(list_id, f"Task {number}")
    assert [len(page.items) for page in pages(dan)] == [50, 1]
    assert len(find(dan, limit=200).items) == 51


def test_a_cursor_goes_with_its_order(dan: Client, garden: shapes.List) -> None:
    cursor = find(dan, order="name", limit=1).next
    answer = dan.get("/tasks?" + urlencode({"order": "due", "cursor": cursor}))
    answer.refuses_field("cursor")


@pytest.mark.parametrize("order", ["", "Name", "rank", "-auto", "name,due", "name;drop"])
def test_there_are_no_other_orders(ann: Client, order: str) -> None:
    ann.get("/tasks?" + urlencode({"order": order})).refuses_field("order")

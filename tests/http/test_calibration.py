"""Expected against elapsed time (contract, section 4)."""

from __future__ import annotations

import time
from statistics import median
from typing import Final
from urllib.parse import quote

import attrs
import pytest

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import Client
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

EMPTY: Final = shapes.Calibrated(0, None, None, None, None)


@attrs.frozen
class Worked:
    """Tasks that somebody has worked on, all at the same time: five in one list, two of them tagged; one in another."""

    person: Client
    tasks: list[shapes.Task]
    tag: str

    def ratios(self, *numbers: int) -> list[float]:
        found = [self.tasks[number] for number in numbers] if numbers else self.tasks
        return [task.elapsed / task.expected for task in found if task.expected]


@pytest.fixture(scope="module")
def worked(server: RunningServer) -> Worked:
    person = Client.newcomer(server.url, "Worker")
    many, few = person.new_list("Many").id, person.new_list("Few").id
    tag = person.new_tag(many, "timed").id
    carried: list[list[str]] = [[tag], [tag], [], [], []]
    tasks = [person.new_task(many, f"Task {i}", expected=i, tags=it) for i, it in enumerate(carried, 1)]
    tasks.append(person.new_task(few, "Alone", expected=2))
    # Without time, without an estimate, and not yet completed: they say nothing.
    idle, wild, open_task = (person.new_task(many, name, expected=at) for name, at in (("i", 9), ("w", None), ("o", 1)))
    paths = [f"/lists/{task.list}/tasks/{task.id}" for task in (*tasks, wild, open_task)]
    for path in paths:
        person.put(f"{path}/timer").shows(shapes.Task)
    time.sleep(2.1)
    done = [person.put(f"{path}/completion").shows(shapes.Task) for path in paths[:-1]]
    person.put(f"/lists/{many}/tasks/{idle.id}/completion").shows(shapes.Task)
    return Worked(person, done[:-1], tag)


def report(person: Client, filter_text: str = "") -> shapes.Calibration:
    return person.get(f"/reports/calibration?filter={quote(filter_text)}").shows(shapes.Calibration)


def test_the_median_over_all(worked: Worked) -> None:
    overall = report(worked.person).overall
    ratios = worked.ratios()
    assert overall.count == 6
    assert overall.ratio is not None
    assert min(ratios) <= overall.ratio <= max(ratios)
    assert overall.low is not None
    assert overall.high is not None
    assert overall.low <= overall.ratio <= overall.high
    assert overall.factor is not None


def test_by_list_and_tag_and_size(worked: Worked) -> None:
    found = report(worked.person)
    many, few = worked.tasks[0].list, worked.tasks[-1].list
    assert {it.list: it.count for it in found.lists} == {many: 5, few: 1}
    assert {it.tag: it.count for it in found.tags} == {worked.tag: 2}
    assert {it.size: it.count for it in found.sizes} == {"15m": 6}
    by_list = {it.list: it for it in found.lists}
    assert by_list[many].ratio == pytest.approx(median(worked.ratios(0, 1, 2, 3, 4)), abs=0.0001)
    assert by_list[few].ratio == pytest.approx(worked.ratios(5)[0], abs=0.0001)


def test_too_few_give_no_factor(worked: Worked) -> None:
    by_list = {it.list: it.factor for it in report(worked.person).lists}
    assert by_list[worked.tasks[0].list] is not None
    assert by_list[worked.tasks[-1].list] is None


def test_a_filter_narrows_it(worked: Worked) -> None:
    assert report(worked.person, "#timed").overall.count == 2
    assert report(worked.person, "list:few").overall.count == 1
    assert report(worked.person, "expected>1h") == shapes.Calibration(EMPTY, [], [], [])


def test_nobody_counts_the_time_of_others(worked: Worked, eve: Client) -> None:
    assert report(eve) == shapes.Calibration(EMPTY, [], [], [])


def test_without_a_filter_it_is_the_same(worked: Worked) -> None:
    assert worked.person.get("/reports/calibration").json() == worked.person.get("/reports/calibration?filter=").json()

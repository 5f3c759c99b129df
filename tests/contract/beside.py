"""What is kept beside the log, written and read as no use case does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs

from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.issues import Link, Values
from tests.builders import Sample
from tests.fakes import FakeClock


def do(app: Application, act: Callable[[UnitOfWork], Any]) -> Any:
    def use_case(work: UnitOfWork, _actor: Actor) -> Any:
        return act(work)

    return app.perform(SYSTEM, use_case)


def put_link(app: Application, link: Link) -> None:
    def act(work: UnitOfWork) -> None:
        known = work.links.of_issue(link.list_id, link.issue_id)
        (work.links.add if known is None else work.links.put)(link)

    do(app, act)


def a_link(sample: Sample, **more: Any) -> Link:
    values = Values("𝒳 " * 128, "é\n" * 100, is_closed=True, labels=("bug", "Ü"), assignees=("1",), due="2026-12-01")
    at = FakeClock().now() + timedelta(milliseconds=7)
    made = Link(sample.id, 2**62, 70, 7, sample.tasks[0], at, values)
    return attrs.evolve(made, **more)

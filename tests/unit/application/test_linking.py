"""Whether a person's account reaches a repository is asked between two transactions, of who may link the list alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import attrs
import pytest

from tasktix.adapters.memory.store import MemoryStore
from tasktix.application import mirrors
from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.linking import Linking
from tasktix.application.tracker import Edit
from tasktix.domain.errors import Forbidden, Invalid, NotConnected, NotFound, OutOfScope
from tasktix.domain.grants import Grant
from tasktix.domain.ids import Id
from tasktix.domain.issues import Sighting
from tasktix.domain.mirrors import Repository
from tests.builders import Sample, new_application, new_sample
from tests.fakes import FakeClock, SeededChance

GARDEN, ORCHARD = Repository(10, "ann/garden"), Repository(11, "ann/orchard", "apples", is_private=True)


@attrs.define(eq=False)
class Reached:
    """A tracker that knows who reaches what, and counts how often it was asked."""

    by: dict[Id, Sequence[Repository]] = attrs.field(factory=dict)
    asked: int = 0

    def repositories(self, user_id: Id) -> Sequence[Repository]:
        self.asked += 1
        if user_id not in self.by:
            raise NotConnected
        return self.by[user_id]

    def issue(self, repository: Repository, number: int) -> Sighting | None:
        raise NotImplementedError

    def issues(self, repository: Repository, since: datetime | None) -> Sequence[Sighting]:
        raise NotImplementedError

    def write(self, repository: Repository, number: int, edit: Edit) -> Sighting:
        raise NotImplementedError

    def create(self, repository: Repository, name: str, body: str) -> Sighting:
        raise NotImplementedError


@pytest.fixture
def app() -> Application:
    clock, chance = FakeClock(), SeededChance()
    return new_application(MemoryStore(clock, chance), clock, chance)


@pytest.fixture
def sample(app: Application) -> Sample:
    return new_sample(app)


@pytest.fixture
def tracker(sample: Sample) -> Reached:
    return Reached({sample.admin.user_id: (GARDEN, ORCHARD)})


@pytest.fixture
def linking(app: Application, tracker: Reached) -> Linking:
    return Linking(app, tracker)


def test_one_sees_what_ones_account_reaches(linking: Linking, sample: Sample) -> None:
    assert linking.repositories(sample.admin) == (GARDEN, ORCHARD)
    with pytest.raises(NotConnected):
        linking.repositories(sample.viewer)


def test_a_token_of_a_list_does_not(linking: Linking, tracker: Reached, sample: Sample) -> None:
    program = attrs.evolve(sample.admin, grant=Grant(frozenset({f"list:{sample.id}:write"})))
    with pytest.raises(OutOfScope):
        linking.repositories(program)
    assert tracker.asked == 0


def test_what_is_reached_is_linked(app: Application, linking: Linking, sample: Sample) -> None:
    linking.link(sample.admin, list_id=sample.id, repository_id=11, fields={"conflicts": "ours"})
    mirror = app.look(sample.admin, mirrors.show, list_id=sample.id)
    assert (mirror.repository_id, mirror.repository, mirror.conflicts) == (11, "ann/orchard", "ours")


def test_what_is_not_reached_is_not(linking: Linking, sample: Sample) -> None:
    with pytest.raises(Invalid, match="repository_id"):
        linking.link(sample.admin, list_id=sample.id, repository_id=12, fields={})


def test_without_an_app_nothing_is_imported(app: Application, tracker: Reached, sample: Sample) -> None:
    without = Linking(app, tracker, can_import=False)
    with pytest.raises(Invalid, match="is_importing"):
        without.link(sample.admin, list_id=sample.id, repository_id=10, fields={"is_importing": True})
    without.link(sample.admin, list_id=sample.id, repository_id=10, fields={"is_importing": False})


def test_who_may_not_link_is_not_told_what_they_reach(linking: Linking, tracker: Reached, sample: Sample) -> None:
    refusals: list[tuple[Actor, type[Exception]]] = [(sample.viewer, Forbidden), (sample.outsider, NotFound)]
    for person, refusal in refusals:
        with pytest.raises(refusal):
            linking.link(person, list_id=sample.id, repository_id=10, fields={})
    assert tracker.asked == 0

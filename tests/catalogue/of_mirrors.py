"""Lists that follow repositories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from tasktix.application import converging, deliveries, inspecting, mirrors, relaying, sweeping
from tasktix.application.relaying import Errand
from tasktix.application.reporting import Cause
from tasktix.application.tracker import Edit, Parcel, People
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.access import Permission
from tasktix.domain.deliveries import Outcome, State, Way
from tasktix.domain.ids import Id
from tasktix.domain.issues import Issue, Sighting, fitting
from tasktix.domain.mirrors import Mirror, Repository
from tests.builders import REPOSITORY, Sample
from tests.catalogue.row import Access, Row, its_list, nothing
from tests.fakes import NOON

P = Permission
A = Access

OTHER: Final = Repository(2, "ann/orchard")


def a_parcel(guid: str) -> Parcel:
    return Parcel("12", guid, "issues", "opened", OTHER.id, "{}")


def an_errand(sample: Sample) -> Errand:
    return Errand(sample.tasks[0], 7, Edit(name="Rake"), NOON)


def a_cause(sample: Sample) -> Cause:
    return Cause(sample.delivery, "issues", "locked")


def its_viewer(sample: Sample) -> People:
    """Has every account."""

    def people(work: UnitOfWork, accounts: Collection[str]) -> Mapping[str, Id]:
        work.linked_accounts.holders(accounts)
        return dict.fromkeys(accounts, sample.viewer.user_id)

    return people


def a_sighting(**more: Any) -> Sighting:
    """Of the repository that the sample follows."""
    return Sighting(
        repository_id=REPOSITORY.id,
        id=70,
        issue=Issue("https://github.com/ann/garden/issues/7", 7, REPOSITORY.name, "open"),
        values=fitting("Rake", "leaves", is_closed=False, **more),
        created_at=NOON,
        updated_at=NOON,
    )


ROWS: Final[tuple[Row, ...]] = (
    Row(mirrors.show, A.MEMBER, its_list),
    Row(mirrors.may_link, P.UPDATE_LIST, its_list),
    Row(
        mirrors.link,
        P.UPDATE_LIST,
        lambda sample, _: {
            "list_id": sample.id,
            "repository": OTHER,
            "section_id": sample.sections[1],
            "fields": {"directions": {"name": "in"}, "conflicts": "ours"},
        },
        writes=True,
        settles=True,
    ),
    Row(mirrors.unlink, P.UPDATE_LIST, its_list, writes=True),
    Row(mirrors.ledger, A.MEMBER, its_list),
    # deliveries
    Row(deliveries.receive, A.SYSTEM, lambda sample, _: {"parcel": a_parcel(sample.fresh_id)}),
    Row(deliveries.pending, A.SYSTEM, nothing),
    Row(
        deliveries.followers,
        A.SYSTEM,
        lambda _sample, _: {"repositories": [OTHER.id], "installation": None},
    ),
    Row(
        deliveries.settle,
        A.SYSTEM,
        lambda sample, _: {"states": {sample.delivery: (State.DONE, 1)}},
    ),
    Row(
        deliveries.replay,
        P.UPDATE_LIST,
        lambda sample, _: {"list_id": sample.id, "report_id": sample.report},
    ),
    # what happens at the tracker
    Row(
        converging.converge,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "sighting": a_sighting(),
            "people": its_viewer(sample),
            "cause": a_cause(sample),
        },
        writes=True,
        settles=True,
    ),
    Row(
        converging.converge,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "sighting": a_sighting(labels=("Urgent", "bug"), assignees=("7",)),
            "people": its_viewer(sample),
            "cause": a_cause(sample),
        },
        writes=True,
        settles=True,
        variant="with labels and assignees",
    ),
    Row(
        converging.lose,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "sighting": a_sighting(),
            "is_moved": False,
            "cause": a_cause(sample),
        },
    ),
    Row(
        converging.rename,
        A.SYSTEM,
        lambda sample, _: {"list_id": sample.id, "name": "bea/garden", "cause": a_cause(sample)},
        writes=True,
        settles=True,
    ),
    Row(
        converging.halt,
        A.SYSTEM,
        lambda sample, _: {"list_id": sample.id, "reason": "gone", "cause": a_cause(sample)},
        writes=True,
        settles=True,
    ),
    Row(
        converging.note,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "outcome": Outcome.IGNORED,
            "number": 7,
            "detail": "",
            "cause": a_cause(sample),
        },
    ),
    # what happens here
    Row(relaying.behind, A.SYSTEM, nothing),
    Row(relaying.changed, A.SYSTEM, lambda sample, _: {"list_id": sample.id, "after": 0}),
    Row(
        relaying.errand,
        A.SYSTEM,
        lambda sample, _: {"list_id": sample.id, "task_id": sample.tasks[0], "may_make": True},
    ),
    Row(relaying.begin, A.SYSTEM, lambda sample, _: {"list_id": sample.id, "errand": an_errand(sample)}),
    Row(
        relaying.conclude,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "errand": an_errand(sample),
            "outcome": Outcome.CHANGED,
            "detail": "",
            "cause": Cause(None, "issue", "write", Way.OUT),
        },
    ),
    Row(relaying.advance, A.SYSTEM, lambda sample, _: {"list_id": sample.id, "position": 1}),
    Row(sweeping.due, A.SYSTEM, nothing),
    Row(sweeping.followed, A.SYSTEM, its_list),
    Row(sweeping.tell_import, A.SYSTEM, lambda sample, _: {"list_id": sample.id, "done": 0, "of": 1}),
    Row(sweeping.finish, A.SYSTEM, lambda sample, _: {"list_id": sample.id, "began_at": NOON}),
    # who reaches it
    Row(inspecting.due, A.SYSTEM, nothing),
    Row(
        inspecting.conclude,
        A.SYSTEM,
        lambda sample, _: {
            "asked": Mirror(
                id=sample.id,
                repository_id=REPOSITORY.id,
                repository=REPOSITORY.name,
                linked_by=sample.admin.user_id,
                linked_at=NOON,
            ),
            "found": None,
            "reason": "gone",
            "cause": a_cause(sample),
        },
        writes=True,
        settles=True,
    ),
    Row(
        inspecting.put_off,
        A.SYSTEM,
        lambda sample, _: {
            "list_id": sample.id,
            "wait": timedelta(hours=1),
            "detail": "500",
            "cause": a_cause(sample),
        },
    ),
    Row(mirrors.forget_old, A.SYSTEM, nothing),
)

"""A row of the catalogue, and the arguments that many use cases take."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import attrs

from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.ports import Outcome
from tasktix.domain.access import Permission
from tests.builders import Sample

UseCase = Callable[..., Any]
Arguments = Callable[[Sample, Actor], dict[str, Any]]


class Access(enum.Enum):
    """What a use case needs that is not a permission."""

    MEMBER = "member"
    OWNER = "owner"
    SIGNED_IN = "signed in"
    ANYONE = "anyone"
    SYSTEM = "system"
    """Never called for somebody: the program asks it for itself."""


@attrs.frozen
class Row:
    use_case: UseCase
    needs: Permission | Access
    arguments: Arguments
    writes: bool = False
    settles: bool = False
    """Done a second time it finds everything as it should be."""
    variant: str = ""
    by: Callable[[Sample], Actor] = lambda sample: sample.admin

    @property
    def name(self) -> str:
        module = self.use_case.__module__.rpartition(".")[2]
        return f"{module}.{self.use_case.__name__}" + (f" ({self.variant})" if self.variant else "")

    def commit(
        self, application: Application, sample: Sample, actor: Actor | None = None, /, **instead: Any
    ) -> Outcome[Any]:
        """The right call, or one that is `instead` wrong somewhere; by who may, or by `actor`."""
        caller = actor or self.by(sample)
        return application.commit(caller, self.use_case, **{**self.arguments(sample, caller), **instead})

    def look(self, application: Application, sample: Sample) -> Any:
        caller = self.by(sample)
        return application.look(caller, self.use_case, **self.arguments(sample, caller))


def nothing(_sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {}


def its_list(sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {"list_id": sample.id}


def section(**more: Any) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "section_id": sample.sections[0], **more}


def task(**more: Any) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "task_id": sample.tasks[0], **more}


def rich(sample: Sample, _actor: Actor) -> dict[str, Any]:
    return {"list_id": sample.id, "task_id": sample.rich}


def task_and_viewer(task: Callable[[Sample], str]) -> Arguments:
    return lambda sample, _: {"list_id": sample.id, "task_id": task(sample), "user_id": sample.viewer.user_id}

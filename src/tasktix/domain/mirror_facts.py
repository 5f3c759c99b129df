"""Facts of mirrors: a list begins, or ends, to follow a repository, and a task an issue. Told to the list."""

from __future__ import annotations

from typing import ClassVar

import attrs

from tasktix.domain.facts import Fact
from tasktix.domain.ids import Id


@attrs.frozen
class _MirrorFact(Fact):
    type: ClassVar[str]
    list: Id


class MirrorLinked(_MirrorFact):
    type = "mirror.linked"


class MirrorRevised(_MirrorFact):
    """Another direction or rule, another name of the repository, halted or going on."""

    type = "mirror.revised"


@attrs.frozen
class MirrorImported(_MirrorFact):
    """Of so many open issues from before, the first `done` have been looked at by now; those after them are to come."""

    type = "mirror.imported"
    done: int
    of: int


class MirrorUnlinked(_MirrorFact):
    type = "mirror.unlinked"


@attrs.frozen
class _FollowingFact(Fact):
    type: ClassVar[str]
    task: Id


class TaskFollowed(_FollowingFact):
    """It follows an issue, or that issue is shown otherwise: open, closed, at another address."""

    type = "task.followed"


class TaskUnfollowed(_FollowingFact):
    type = "task.unfollowed"

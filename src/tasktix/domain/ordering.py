"""In which order tasks are shown, and how a page of them goes on after another.

An order is a table of keys which a store can compute from its columns, value for value: integers and texts
(compared by code point), never null. What is unset comes last in both directions. Every order ends with the id,
so that no two tasks are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

import attrs

from tasktix.domain.due import UNDATED
from tasktix.domain.folding import fold
from tasktix.domain.tasks import MILLISECOND, Task
from tasktix.domain.words import Priority, Status

KeyValue = int | str

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LEVELS: Final[Mapping[Priority, int]] = {priority: level for level, priority in enumerate(Priority)}
_GREATEST: Final = 2**63


@attrs.frozen
class Key:
    """`name` never changes: stores map it to an expression. `of` gives values of the type `type`."""

    name: str
    type: type[KeyValue]
    of: Callable[[Task], KeyValue]
    is_descending: bool = False

    def descending(self, is_descending: bool = True) -> Key:
        return attrs.evolve(self, is_descending=is_descending)


@attrs.frozen
class Order:
    name: str
    keys: tuple[Key, ...]

    def key_of(self, task: Task) -> tuple[KeyValue, ...]:
        """Where the task stands: what a cursor holds."""
        return tuple(key.of(task) for key in self.keys)

    def compare(self, one: Sequence[KeyValue], other: Sequence[KeyValue]) -> int:
        """Below 0 where `one` comes first, above 0 where `other` does; 0 for the same task."""
        for key, ours, theirs in zip(self.keys, one, other, strict=True):
            if ours != theirs:
                is_less = ours < theirs  # type: ignore[operator]  # both are of the key's type
                return -1 if is_less is not key.is_descending else 1
        return 0

    def comes_after(self, task: Task, values: Sequence[KeyValue]) -> bool:
        return self.compare(self.key_of(task), values) > 0

    def sort(self, tasks: Iterable[Task]) -> list[Task]:
        """By the last keys first, neighbours of one direction at once: a sort leaves what it finds equal in order."""
        in_order = list(tasks)
        for is_descending, group in groupby(reversed(self.keys), lambda key: key.is_descending):
            getters = [key.of for key in group][::-1]
            in_order.sort(key=lambda task: tuple(of(task) for of in getters), reverse=is_descending)
        return in_order

    def checked(self, values: object) -> tuple[KeyValue, ...]:
        """The values of a cursor, which come from outside; raises `ValueError`."""
        if not isinstance(values, list | tuple) or len(values) != len(self.keys):
            raise ValueError("must be a cursor of the same order")
        return tuple(_fitting(key, value) for key, value in zip(self.keys, values, strict=True))


def _fitting(key: Key, value: object) -> KeyValue:
    if key.type is int and type(value) is int and -_GREATEST <= value < _GREATEST:
        return value
    if key.type is str and isinstance(value, str) and _is_well_formed(value):
        return value
    raise ValueError("must be a cursor of the same order")


def _is_well_formed(text: str) -> bool:
    """A lone surrogate has no UTF-8: no database driver could send it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def order_of(name: str) -> Order:
    """The order of that name; raises `ValueError`."""
    try:
        return ORDERS[name]
    except KeyError:
        plain = ", ".join(known for known in ORDERS if not known.startswith("-"))
        raise ValueError(f"must be one of {plain}; all but auto also as -due, the other way round") from None


def automatic(tasks: Iterable[Task]) -> list[Task]:
    """Open before completed; completed by latest completion; open by due, then priority, then rank."""
    return AUTO.sort(tasks)


def _is_completed(task: Task) -> bool:
    return task.status is Status.COMPLETED


def _milliseconds(moment: datetime | None) -> int:
    return 0 if moment is None else (moment - _EPOCH) // MILLISECOND


def _due(task: Task) -> str:
    return UNDATED if task.due is None else task.due.key


_ID: Final = Key("id", str, lambda task: task.id)
_DUE: Final = Key("due", str, _due)
_PRIORITY: Final = Key("priority", int, lambda task: _LEVELS[task.priority])
_CREATED: Final = Key("created", int, lambda task: _milliseconds(task.created_at))
_COMPLETED: Final = Key("completed", int, lambda task: _milliseconds(task.completed_at))
_NAME: Final = Key("name", str, lambda task: fold(task.name))
_EXPECTED: Final = Key("expected", int, lambda task: task.expected or 0)
# Finished work only: a running timer would move its task between two pages.
_ELAPSED: Final = Key("elapsed", int, lambda task: task.elapsed)

# 1 for what is unset, and so last
_NO_DUE: Final = Key("no_due", int, lambda task: int(task.due is None))
_NO_COMPLETED: Final = Key("no_completed", int, lambda task: int(task.completed_at is None))
_NO_EXPECTED: Final = Key("no_expected", int, lambda task: int(task.expected is None))

AUTO: Final = Order(
    "auto",
    (
        Key("is_completed", int, lambda task: int(_is_completed(task))),
        _COMPLETED.descending(),
        # Due and priority no longer matter once a task is completed.
        Key("open_due", str, lambda task: "" if _is_completed(task) else _due(task)),
        Key(
            "open_priority", int, lambda task: 0 if _is_completed(task) else _LEVELS[task.priority], is_descending=True
        ),
        Key("rank", str, lambda task: task.rank),
        _ID,
    ),
)


def _both_ways(key: Key, unset: Key | None = None) -> tuple[Order, Order]:
    first = (unset,) if unset is not None else ()
    return (
        Order(key.name, (*first, key, _ID)),
        Order("-" + key.name, (*first, key.descending(), _ID.descending())),
    )


ORDERS: Final[Mapping[str, Order]] = {
    order.name: order
    for order in (
        AUTO,
        *_both_ways(_DUE, _NO_DUE),
        *_both_ways(_PRIORITY),
        *_both_ways(_CREATED),
        *_both_ways(_COMPLETED, _NO_COMPLETED),
        *_both_ways(_NAME),
        *_both_ways(_EXPECTED, _NO_EXPECTED),
        *_both_ways(_ELAPSED),
    )
}
"""By name; `-` before a name turns it round: `-priority` is high to low, `-created` newest first."""

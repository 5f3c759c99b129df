"""What an API token may: some of what its user may, never more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from tasktix.domain.ids import Id

READ: Final = "read"
WRITE: Final = "write"
_OF_LIST: Final = re.compile(r"list:(?P<id>[0-9A-Za-z]{16}):(?P<may>read|write)")

MOST_SCOPES: Final = 50


@attrs.frozen
class Grant:
    """`scopes` are `read` and `write`, of everything, and `list:ID:read` and `list:ID:write`, of one list alone. Who
    may write may read."""

    scopes: frozenset[str]

    @property
    def reads_own(self) -> bool:
        """Whether it reaches what is the user's own, and every list."""
        return bool(self.scopes & {READ, WRITE})

    @property
    def writes_own(self) -> bool:
        return WRITE in self.scopes

    @property
    def lists(self) -> frozenset[Id] | None:
        """The lists that it reaches, or None for all."""
        return None if self.reads_own else frozenset(list_id for list_id, _ in self._of_lists())

    def reads(self, list_id: Id) -> bool:
        return self.lists is None or list_id in self.lists

    def writes(self, list_id: Id) -> bool:
        return self.writes_own or (list_id, WRITE) in self._of_lists()

    def _of_lists(self) -> Iterator[tuple[Id, str]]:
        for scope in self.scopes:
            if found := _OF_LIST.fullmatch(scope):
                yield found["id"], found["may"]


def clean_scopes(values: Iterable[str]) -> frozenset[str]:
    """Raises `ValueError`."""
    scopes = frozenset(values)
    if not 1 <= len(scopes) <= MOST_SCOPES:
        raise ValueError(f"must be 1 to {MOST_SCOPES} scopes")
    if not all(scope in (READ, WRITE) or _OF_LIST.fullmatch(scope) for scope in scopes):
        raise ValueError("must be of read, write, list:ID:read, list:ID:write")
    return scopes

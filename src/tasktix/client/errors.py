"""What can go wrong between a program and a Tasktix server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """All errors of `tasktix.client` are of this kind."""


class Refused(ClientError):
    """The server understood and says no. The same again would be refused again.

    `problem` is its answer (RFC 9457), with at least `code` and `detail` where the server is a Tasktix.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__(f"{status} {problem.get('code', '')}: {problem.get('detail', '')}")

    @property
    def code(self) -> str:
        """A word for the reason that does not change."""
        return str(self.problem.get("code", ""))


class SignedOut(Refused):
    """Nobody is signed in, or no longer: sign in, and go on."""


class NotFound(Refused):
    """There is no such thing, or none that one may see."""


class Unreachable(ClientError):
    """No answer for longer than the caller was willing to try. What was asked may have been done."""

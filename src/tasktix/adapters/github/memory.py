"""Answers that may be right still: to be told so costs nothing of what GitHub lets us ask."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import attrs

from tasktix.adapters.github.answers import Answer

MOST: Final = 16 * 1024 * 1024
"""Bytes of all of them together."""


@attrs.define(eq=False)
class Memory:
    """The answers to what was asked last. For one thread at a time."""

    most: int = MOST
    _answers: OrderedDict[str, Answer] = attrs.field(factory=OrderedDict, init=False, repr=False)
    _size: int = attrs.field(default=0, init=False)

    def known(self, question: str) -> Answer | None:
        return self._answers.get(question)

    def keep(self, question: str, answer: Answer) -> None:
        """If it has a mark to ask by; in the place of those that were kept first."""
        self._drop(question)
        if answer.mark is None or len(answer.raw) > self.most // 4:
            return
        self._answers[question] = answer
        self._size += len(answer.raw)
        while self._size > self.most:
            self._drop(next(iter(self._answers)))

    def _drop(self, question: str) -> None:
        gone = self._answers.pop(question, None)
        self._size -= 0 if gone is None else len(gone.raw)

"""Who listens to a bell."""

from __future__ import annotations

import queue
from collections.abc import Collection

AUDIENCE = "0" * 16


class Ear:
    """What it has heard, audience by audience, or word by word."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __call__(self, audiences: Collection[str]) -> None:
        for audience in audiences:
            self.heard.put(audience)

    def hear(self, word: str) -> None:
        self.heard.put(word)

    def next(self) -> str:
        return self.heard.get(timeout=10)

    @property
    def is_idle(self) -> bool:
        return self.heard.empty()

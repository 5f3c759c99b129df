"""How much is measured."""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen(kw_only=True)
class Scale:
    seconds: float
    """How long each load lasts."""
    small: int
    large: int
    """Tasks in a small and in a large list."""
    creations: int
    """In each of the two, one at a time."""
    snapshots: tuple[int, ...]
    """Tasks in the lists whose snapshots are taken."""
    repeats: int
    swarms: tuple[int, ...]
    """Subscribers of the fan-outs."""
    people: int
    """Who they are, at most; where there are more subscribers, each has several windows."""
    lists: int
    readers: int
    """Many lists, and the subscribers of each."""
    changes: int
    burst: int
    rounds: int
    """Of single changes and bursts beside the yardstick, in turns."""
    returning: int
    """Clients that come back at once."""
    missed: int
    """Changes that each of them has missed."""
    beside: int
    """Subscribers beside something else: the yardstick, other processes, readers that do not read."""
    stalled: int
    """Readers that do not read, beside others."""
    dead: int
    """Readers that do not read, whose cost is weighed."""
    idle: int
    """Subscribers whose memory is weighed."""
    starts: int
    found: int
    full_lists: int
    """Tasks of one person, and the lists that they are in."""
    past: int
    """Entries of a history."""
    gone: int
    """Tasks that are deleted and brought back."""
    deliveries: int
    """Of GitHub, stored and worked off."""
    fetches: bool
    """Whether what is missing is fetched from the distribution."""


FULL: Final = Scale(
    seconds=4.0,
    small=50,
    large=5000,
    creations=200,
    snapshots=(100, 1000, 5000),
    repeats=9,
    swarms=(100, 1000, 5000),
    people=1000,
    lists=1000,
    readers=5,
    changes=100,
    burst=200,
    rounds=5,
    returning=1000,
    missed=20,
    beside=1000,
    stalled=50,
    dead=200,
    idle=5000,
    starts=5,
    found=100_000,
    full_lists=20,
    past=500,
    gone=1000,
    deliveries=10_000,
    fetches=True,
)
QUICK: Final = Scale(
    seconds=0.2,
    small=5,
    large=50,
    creations=5,
    snapshots=(10, 20, 50),
    repeats=2,
    swarms=(2, 10, 20),
    people=5,
    lists=10,
    readers=2,
    changes=3,
    burst=8,
    rounds=1,
    returning=10,
    missed=2,
    beside=10,
    stalled=3,
    dead=3,
    idle=20,
    starts=1,
    found=60,
    full_lists=2,
    past=5,
    gone=5,
    deliveries=50,
    fetches=False,
)

"""The closed vocabularies: colours, priorities, statuses; and the mark of a field that was not given."""

from __future__ import annotations

import enum
from typing import Final


class Color(enum.StrEnum):
    PINK = "pink"
    RED = "red"
    ORANGE = "orange"
    AMBER = "amber"
    YELLOW = "yellow"
    LIME = "lime"
    GREEN = "green"
    EMERALD = "emerald"
    CYAN = "cyan"
    BLUE = "blue"
    VIOLET = "violet"

    @classmethod
    def picked_by(cls, chance: int) -> Color:
        """The colour that a random number chooses where a person did not."""
        return list(cls)[chance % len(cls)]


class Priority(enum.StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Status(enum.StrEnum):
    UNSTARTED = "unstarted"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"


class Absent(enum.Enum):
    """The type of `ABSENT`: told apart from `None`, which clears a field or means the top of an order."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT

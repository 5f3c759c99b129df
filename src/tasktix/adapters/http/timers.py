"""Routes: the timer of a task and its time."""

from __future__ import annotations

from typing import Final

from tasktix.adapters.http import shapes
from tasktix.adapters.http.route import Route
from tasktix.application import timers

_TASK: Final = "/lists/{list_id}/tasks/{task_id}"

ROUTES: Final = [
    Route(method="PUT", path=f"{_TASK}/timer", use_case=timers.start, summary="Start the timer", shows=shapes.Task),
    Route(method="DELETE", path=f"{_TASK}/timer", use_case=timers.pause, summary="Pause the timer", shows=shapes.Task),
    Route(
        method="GET",
        path=f"{_TASK}/time",
        use_case=timers.entries,
        summary="Who worked on a task, and when",
        shows=shapes.TimeEntry,
        is_many=True,
    ),
    Route(
        method="DELETE",
        path=f"{_TASK}/time",
        use_case=timers.reset,
        summary="Reset the time to zero",
        shows=shapes.Task,
    ),
]

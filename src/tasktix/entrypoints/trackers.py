"""Working off what trackers send, for as long as the server lives."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Final

from tasktix.adapters.http.threads import Threads
from tasktix.application.intake import Intake

LOG: Final = logging.getLogger(__name__)

POLL: Final = 1.0
"""Seconds: another process may have been sent something; and what failed for a reason that passes is tried again."""


def log_fault(fault: Exception) -> None:
    LOG.error("a delivery failed for a list", exc_info=fault)


async def work_off(intake: Intake, threads: Threads, arrived: asyncio.Event) -> None:
    """For ever, in one process of the machine: deliveries keep their order."""
    while True:
        arrived.clear()
        try:
            while await threads.run(intake.work_off):
                pass
        except Exception:
            LOG.exception("working off deliveries failed and goes on")
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived.wait(), POLL)

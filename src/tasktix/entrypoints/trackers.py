"""Working off what trackers send, for as long as the server lives."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

from tasktix.adapters.github.line import Line
from tasktix.adapters.github.tracker import GitHubTracker, Keys
from tasktix.adapters.http.threads import Threads
from tasktix.application.broom import Broom
from tasktix.application.inspector import Inspector
from tasktix.application.intake import Intake
from tasktix.application.outlet import Outlet
from tasktix.application.tracker import Accounts
from tasktix.entrypoints.parsing import WrongSetting
from tasktix.entrypoints.settings import Settings

LOG: Final = logging.getLogger(__name__)

POLL: Final = 1.0
"""Seconds: another process may have been sent something; and what failed for a reason that passes is tried again."""

ROUND: Final = 60.0
"""Seconds between two looks for whose day has come."""


def github(settings: Settings, accounts: Accounts) -> GitHubTracker:
    """Raises `WrongSetting` where there is no key in the file that should have it."""
    line = Line(settings.github_api_url)
    return GitHubTracker(line, accounts, _keys(settings, line))


def _keys(settings: Settings, line: Line) -> Keys | None:
    if not settings.has_github_app:
        return None
    # Here and not above: OpenSSL costs start-up time and memory, and few servers write to GitHub.
    from tasktix.adapters.github.keys import AppKeys, NoKey, private_key

    path = Path(settings.github_private_key_file)
    try:
        return AppKeys(settings.github_app_id, private_key(path.read_bytes()), line)
    except (OSError, NoKey) as error:
        expected = f"a file with the private RSA key of the app, in PEM ({type(error).__name__})"
        raise WrongSetting("TASKTIX_GITHUB_PRIVATE_KEY_FILE", str(path), expected) from None


def log_fault(fault: Exception) -> None:
    LOG.error("a delivery failed for a list", exc_info=fault)


async def write_out(outlet: Outlet, broom: Broom, threads: Threads) -> None:
    """For ever, in one process of the machine: writes keep their distance, and nobody writes during a sweep."""
    while True:
        try:
            await threads.run(outlet.work_off)
            await threads.run(broom.sweep)
        except Exception:
            LOG.exception("writing to a tracker failed and goes on")
        await asyncio.sleep(POLL)


async def inspect(inspector: Inspector, threads: Threads) -> None:
    """For ever, in one process of the machine: or each would ask the same."""
    while True:
        try:
            await threads.run(inspector.inspect)
        except Exception:
            LOG.exception("asking who reaches what at a tracker failed and goes on")
        await asyncio.sleep(ROUND)


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

"""The distribution's own Chromium, and people in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    WebError,
    sync_playwright,
)

from tests.harness.process import find_program

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
    # The same picture on every machine.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


def program() -> Path | None:
    return find_program("chromium", "chromium-browser", "google-chrome")


def missing() -> str | None:
    """Why it cannot run on this machine, or None."""
    return None if program() else "Chromium is not installed (Debian: apt install chromium)"


@contextmanager
def launch() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class People:
    """Each call is another person, at another machine: own cookies, storage, worker and stream.

    What their pages complain about on the console, or throw, fails the test at its end; `ignoring` takes
    patterns for the complaints a test provokes, such as "status of 401".
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def __call__(self, url: str | None = None, *, ignoring: Sequence[str] = (), **options: Any) -> Page:
        context = self._browser.new_context(**options)
        context.set_default_timeout(30_000)
        number = len(self._contexts) + 1
        self._contexts.append(context)

        def complain(words: str) -> None:
            if not any(re.search(pattern, words) for pattern in ignoring):
                self._complaints.append(f"person {number}: {words}")

        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                complain(f"{message.text} ({message.location.get('url', '')})")

        def on_error(error: WebError) -> None:
            complain(f"{error.error.name}: {error.error.message}\n{error.error.stack or ''}")

        def on_page(page: Page) -> None:
            page.on("crash", lambda _: complain("the page crashed"))

        context.on("console", on_console)
        context.on("weberror", on_error)
        context.on("page", on_page)
        page = context.new_page()
        if url is not None:
            page.goto(url)
        return page

    def complaints(self) -> list[str]:
        """What their pages complained about so far."""
        return list(self._complaints)

    def photograph(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for number, context in enumerate(self._contexts, 1):
            for which, page in enumerate(context.pages, 1):
                try:
                    page.screenshot(path=folder / f"person-{number}-page-{which}.png", timeout=5_000)
                except Error as error:  # a page that crashed must not hide why the test failed
                    (folder / f"person-{number}-page-{which}.txt").write_text(str(error))

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

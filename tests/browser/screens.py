"""Pictures of every page, in light, dark and on a phone: `python -m tests.browser.screens [NAME…]`.

They go to docs/screens; those that the page for strangers shows go to web/public/about as well, and the page must then
be built again. A new page is one more line in `VIEWS`.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from playwright.sync_api import Browser, Page, expect

from tests.browser.household import Household, move_in
from tests.browser.png import photograph
from tests.browser.window import Window
from tests.harness import chromium
from tests.harness.server import ROOT, RunningServer

SCREENS: Final = ROOT / "docs/screens"
ABOUT: Final = ROOT / "web/public/about"

LOOKS: Final[Mapping[str, dict[str, Any]]] = {
    "light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}


@attrs.frozen
class View:
    """An address, with `{List name}` for a list's id; what is done there; and what shows that it is all there."""

    path: str
    shows: str
    do: Callable[[Page], None] = lambda _page: None
    is_signed_in: bool = True


def _open_members(page: Page) -> None:
    page.get_by_role("button", name="Members").click()


def _open_roles(page: Page) -> None:
    _open_members(page)
    page.get_by_role("tab", name="Roles").click()
    page.get_by_role("button", name="New role").click()


def _open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("re")


def _open_help(page: Page) -> None:
    page.keyboard.press("?")


def _open_drawer(page: Page) -> None:
    lists = page.get_by_role("button", name="Lists")
    if lists.is_visible():
        lists.click()


VIEWS: Final[Mapping[str, View]] = {
    "list": View("/lists/{Website relaunch}", "Fix the login on Safari"),
    "today": View("/today", "Move images to the new storage"),
    "search": View("/search?q=status:open+%23design,infra", "Try a darker dark theme"),
    "report": View("/report", "By size"),
    "profile": View("/profile", "Time and language"),
    "members": View("/lists/{Website relaunch}", "Adds, changes and completes tasks", _open_members),
    "roles": View("/lists/{Website relaunch}", "Whoever has it may", _open_roles),
    "palette": View("/today", "Website relaunch", _open_palette),
    "help": View("/today", "Commands, lists, tasks", _open_help),
    "lists": View("/lists/{Semester 4}", "Outline of the method", _open_drawer),
    "about": View("/about", "Lists that everyone", is_signed_in=False),
    "sign-in": View("/sign-in", "Stay signed in", is_signed_in=False),
    "sign-up": View("/sign-up", "Create account", is_signed_in=False),
}
FOR_STRANGERS: Final = ("list", "today", "search", "report")


def main(names: Sequence[str]) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    ABOUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium.launch() as browser:
        database = Path(folder, "tasktix.db")
        with RunningServer("--database", f"sqlite:///{database}") as server:
            home = move_in(server.url, database)
            for look, options in LOOKS.items():
                for name in names or VIEWS:
                    _take(browser, server.url, home, name, look, options)


def _take(browser: Browser, url: str, home: Household, name: str, look: str, options: Mapping[str, Any]) -> None:
    view = VIEWS[name]
    context = browser.new_context(reduced_motion="reduce", locale="en-GB", **options)
    page = context.new_page()
    if view.is_signed_in:
        home.seat(page)
    go(page, url, view, home)
    photograph(page, SCREENS / f"{name}-{look}.png")
    if name in FOR_STRANGERS and look != "phone":
        shot = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 82})
        (ABOUT / f"{name}-{look}.webp").write_bytes(base64.b64decode(shot["data"]))
    context.close()


def go(page: Page, url: str, view: View, home: Household) -> None:
    """There, with everything that it shows."""
    address = view.path
    for name, list_id in home.lists.items():
        address = address.replace(f"{{{name}}}", list_id)
    page.goto(url + address)
    if view.is_signed_in:
        Window(page).is_in_step()
    view.do(page)
    expect(page.get_by_text(view.shows).filter(visible=True).first).to_be_visible()
    # Names of tags and people, and pictures, come last; nothing on the page says that they are all there.
    page.wait_for_timeout(600)
    page.evaluate("document.fonts.ready.then(() => undefined)")


if __name__ == "__main__":
    main(sys.argv[1:])

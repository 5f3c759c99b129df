"""Pictures of every page, in light, dark and on a phone: `python -m tests.browser.screens [NAME…]`.

They go to docs/screens; those that the page for strangers shows go to web/public/about as well, and the page must then
be built again. A new page is one more line in `VIEWS`.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.followed import offer_repositories
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
    do: Callable[[Page, Household], None] = lambda _page, _home: None
    is_signed_in: bool = True


def _press_on(task: str, key: str) -> Callable[[Page, Household], None]:
    def press(page: Page, home: Household) -> None:
        Window(page).press_on(task, key)

    return press


def _press(key: str) -> Callable[[Page, Household], None]:
    def press(page: Page, home: Household) -> None:
        page.keyboard.press(key)

    return press


def _open_settings(page: Page, home: Household) -> None:
    Window(page).open_settings()


def _type_a_task(page: Page, home: Household) -> None:
    page.get_by_role("textbox", name="Add task", exact=True).fill(
        "Show the new prices #design !high due:tomorrow ~2h @ben"
    )


def _filter(page: Page, home: Household) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("combobox", name="Filter this list").fill("#design,bug status:open")
    page.keyboard.press("Escape")


def _clash(page: Page, home: Household) -> None:
    """Both rename one task, and Ben is faster: each time that somebody comes by."""
    alps = home.lists["Weekend in the Alps"]
    task_id = next(task["id"] for task in home.ann.get(f"/lists/{alps}").json()["tasks"] if "skis" in task["name"])
    window = Window(page)
    home.ben.patch(f"/lists/{alps}/tasks/{task_id}", {"name": "Wax the skis"})
    expect(window.row("Wax the skis")).to_be_visible()
    window.press_on("Wax the skis", "e")
    page.get_by_role("textbox", name="Task name").fill("Wax the skis and the boards")
    home.ben.patch(f"/lists/{alps}/tasks/{task_id}", {"name": "Have the skis waxed in town"})
    expect(window.row("Have the skis waxed in town")).to_be_visible()
    page.keyboard.press("Enter")


def _refuse(page: Page, home: Household) -> None:
    """What waited for a busy server, and was refused in the end."""
    answers = iter([503])

    def answer(route: Route) -> None:
        body = {"title": "Your role in this list does not allow it", "code": "forbidden"}
        route.fulfill(status=next(answers, 403), content_type="application/problem+json", body=json.dumps(body))

    page.route("**/api/v1/lists/*/tasks/*/completion", answer)
    Window(page).tick("Ask Lena for the brand colours")


def _open_members(page: Page, home: Household) -> None:
    page.get_by_role("button", name="Members").click()


def _open_roles(page: Page, home: Household) -> None:
    _open_members(page, home)
    page.get_by_role("tab", name="Roles").click()
    page.get_by_role("button", name="New role").click()


def _open_github(page: Page, home: Household) -> None:
    page.get_by_role("button", name="List menu").click()
    page.get_by_role("menuitem", name="GitHub").click()


def _open_ledger(page: Page, home: Household) -> None:
    _open_github(page, home)
    page.get_by_role("tab", name="Ledger").click()


def _choose_repository(page: Page, home: Household) -> None:
    offer_repositories(page)
    _open_github(page, home)


def _link(page: Page, home: Household) -> None:
    _choose_repository(page, home)
    page.get_by_role("button", name="semester-four/thesis").click()


def _open_palette(page: Page, home: Household) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("re")


def _open_drawer(page: Page, home: Household) -> None:
    lists = page.get_by_role("button", name="Lists")
    if lists.is_visible():
        lists.click()


def _begin_second_factor(page: Page, home: Household) -> None:
    home.prove_again(page)
    page.get_by_role("button", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code with the key below")).to_be_visible()


def _make_token(page: Page, home: Household) -> None:
    page.get_by_role("button", name="New token").click()
    page.get_by_label("Name", exact=True).fill("Backup")


def _be_asked_for_a_proof(page: Page, home: Household) -> None:
    refusal = {"code": "not_fresh", "title": "Forbidden"}
    page.route("**/api/v1/me/tokens", lambda route: route.fulfill(status=403, json=refusal))
    _make_token(page, home)
    page.get_by_role("button", name="Make token").click()


def _look_at_keys(page: Page, home: Household) -> None:
    page.get_by_role("heading", name="API tokens").scroll_into_view_if_needed()


LAUNCH: Final = "/lists/{Website relaunch}"
COPY: Final = "Write the copy for the pricing page"

VIEWS: Final[Mapping[str, View]] = {
    "list": View(LAUNCH, "Fix the login on Safari"),
    "task": View(LAUNCH, "Three plans, one sentence each.", _press_on(COPY, "Enter")),
    "tags": View(LAUNCH, "infra", _press_on(COPY, "l")),
    "quick": View(LAUNCH, "Tomorrow", _type_a_task),
    "filter": View(LAUNCH, "4 of 23 tasks", _filter),
    "board": View(LAUNCH, "Some day", _press("b")),
    "history": View(LAUNCH, "completed “Headlines”", _press("h")),
    "settings": View(LAUNCH, "Expected time, and a timer", _open_settings),
    "conflict": View("/lists/{Weekend in the Alps}", "Which one is right?", _clash),
    "refused": View(LAUNCH, "A change was not taken", _refuse),
    "today": View("/today", "Move images to the new storage"),
    "search": View("/search?q=status:open+%23design,infra", "Try a darker dark theme"),
    "report": View("/report", "By size"),
    "profile": View("/profile", "Time and language"),
    "keys": View("/profile", "For programs that work in your name.", _look_at_keys),
    "second-factor": View("/profile", "Scan this with the app on your phone", _begin_second_factor),
    "token": View("/profile", "For how long", _make_token),
    "proof": View("/profile", "Is it you?", _be_asked_for_a_proof),
    "members": View(LAUNCH, "Adds, changes and completes tasks", _open_members),
    "roles": View(LAUNCH, "Whoever has it may", _open_roles),
    "github": View(LAUNCH, "What goes which way", _open_github),
    "ledger": View(LAUNCH, "our own change on its way back", _open_ledger),
    "repositories": View("/lists/{Semester 4}", "Exercises and their ends", _choose_repository),
    "link": View("/lists/{Semester 4}", "Link to semester-four/thesis", _link),
    "no-github": View("/lists/{Semester 4}", "GitHub is not set up on this server", _open_github),
    "issue": View(LAUNCH, "ann/website", _press_on("Fix the login on Safari", "Enter")),
    "palette": View("/today", "Website relaunch", _open_palette),
    "help": View("/today", "Commands, lists, tasks", _press("?")),
    "lists": View("/lists/{Semester 4}", "Outline of the method", _open_drawer),
    "about": View("/about", "Lists that everyone", is_signed_in=False),
    "sign-in": View("/sign-in", "Stay signed in", is_signed_in=False),
    "code": View("/sign-in?second_factor=1", "One more step", is_signed_in=False),
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
    view.do(page, home)
    expect(page.get_by_text(view.shows).filter(visible=True).first).to_be_visible()
    # Names of tags and people, and pictures, come last; nothing on the page says that they are all there.
    page.wait_for_timeout(600)
    page.evaluate("document.fonts.ready.then(() => undefined)")


if __name__ == "__main__":
    main(sys.argv[1:])

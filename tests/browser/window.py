"""What a person does in front of the page, and what they see there: found as they find it, by role and name."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.http.client import PASSWORD

GONE = ("ERR_CONNECTION", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE", "Failed to fetch")
"""How Chromium logs that a server is away."""


class Window:
    def __init__(self, page: Page) -> None:
        self.page = page

    # in and out

    def sign_up(self, username: str) -> None:
        self.page.get_by_role("link", name="Create an account").click()
        expect(self.heading("Create an account")).to_be_visible()
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("E-mail").fill(f"{username}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Create account").click()
        expect(self.account(username)).to_be_visible()

    def try_to_sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.page.get_by_label("Username or e-mail").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def sign_out(self, username: str) -> None:
        self.account(username).click()
        self._choose("Sign out")
        expect(self.heading("Sign in")).to_be_visible()

    def account(self, username: str) -> Locator:
        return self.page.get_by_role("button", name=f"Account: {username}")

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True)

    # lists

    def create_list(self, name: str) -> None:
        self.page.get_by_role("button", name="New list").first.click()
        dialog = self.page.get_by_role("dialog", name="New list")
        dialog.get_by_label("Name", exact=True).fill(name)
        dialog.get_by_role("button", name="Create list").click()
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def open_list(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Lists").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def add_member(self, username: str) -> None:
        self.page.get_by_role("button", name="Members").click()
        dialog = self.page.get_by_role("dialog", name="Members")
        dialog.get_by_role("textbox", name="Username or e-mail").fill(username)
        dialog.get_by_role("button", name="Add", exact=True).click()
        expect(dialog.get_by_role("combobox", name=f"Role of {username}")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()

    def add_section(self, name: str) -> None:
        self.page.get_by_role("button", name="Add section").click()
        self.page.get_by_role("textbox", name="Section name").fill(name)
        self.page.keyboard.press("Enter")
        expect(self.heading(name)).to_be_visible()

    # tasks

    def add_task(self, name: str) -> None:
        self.page.get_by_role("textbox", name="Add task", exact=True).fill(name)
        self.page.keyboard.press("Enter")

    def rename_task(self, name: str, new: str) -> None:
        self.row(name).get_by_role("button", name=name, exact=True).click()
        self.page.get_by_role("textbox", name="Task name").fill(new)
        self.page.keyboard.press("Enter")

    def tick(self, name: str) -> None:
        self.checkbox(name).click()

    def set_priority(self, name: str, priority: str) -> None:
        self._choose_for(name, "Priority…")
        self._choose(priority)

    def set_due(self, name: str, day: str) -> None:
        self._choose_for(name, "Due date…")
        popover = self.page.get_by_role("dialog", name="Due date")
        popover.get_by_label("Date").fill(day)
        popover.get_by_role("button", name="Set", exact=True).click()

    def move(self, name: str, section: str) -> None:
        self._choose_for(name, "Move to section…")
        self._choose(section)

    def delete_task(self, name: str) -> None:
        self._choose_for(name, "Delete")

    def press_on(self, name: str, key: str) -> None:
        """With the focus on the task's row."""
        self.row(name).focus()
        self.page.keyboard.press(key)

    def open_task(self, name: str) -> Locator:
        self.press_on(name, "Enter")
        expect(self.panel(name)).to_be_visible()
        return self.panel(name)

    def panel(self, name: str) -> Locator:
        return self.page.get_by_role("complementary", name=f"Task: {name}")

    def open_settings(self) -> Locator:
        self.page.get_by_role("button", name="List menu").click()
        self._choose("Settings")
        return self.page.get_by_role("dialog", name="List settings")

    def order_by_hand(self) -> None:
        self.page.get_by_role("button", name="List menu").click()
        self._choose("Order by hand")

    # what is seen

    def row(self, name: str) -> Locator:
        return self.page.get_by_role("row", name=name, exact=True)

    def checkbox(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=f"Complete: {name}", exact=True)

    def sees_in_order(self, names: Sequence[str]) -> None:
        """Sections and tasks from top to bottom, whatever else is between them."""
        grid = self.page.get_by_role("grid")
        shown = grid.locator("h2, [role=row][aria-label] button.name")
        expect(shown).to_have_text(list(names))

    def is_in_step(self) -> None:
        """Nothing of its own is on its way, and its stream is open."""
        expect(self.page.get_by_text("Up to date")).to_be_visible(timeout=60_000)

    def _choose_for(self, name: str, choice: str) -> None:
        self.row(name).get_by_role("button", name="Task menu").click()
        self._choose(choice)

    def _choose(self, choice: str) -> None:
        """In the menu that is open."""
        menu = self.page.get_by_role("menu")
        menu.locator("[role=menuitem], [role=menuitemradio]").filter(has_text=choice).click()

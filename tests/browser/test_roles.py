"""Members and roles: what one may, and why one may not."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.household import sign_in
from tests.harness.chromium import People
from tests.harness.server import RunningServer
from tests.http.client import Client

NEWS = 20_000


def members_of(people: People, client: Client, list_id: str, ignoring: Sequence[str] = ()) -> tuple[Page, Locator]:
    page = people(ignoring=ignoring)
    sign_in(page, client)
    page.goto(f"{client.url}/lists/{list_id}")
    page.get_by_role("button", name="Members").click()
    return page, page.get_by_role("dialog", name="Members")


def test_an_own_role_is_made_given_changed_and_deleted(people: People, server: RunningServer) -> None:
    ann, ben = Client.newcomer(server.url, "ann"), Client.newcomer(server.url, "ben")
    home = ann.new_list("Home")
    _, dialog = members_of(people, ann, home.id)
    dialog.get_by_role("tab", name="Roles").click()
    dialog.get_by_role("button", name="New role").click()
    dialog.get_by_label("Role name").fill("Gardener")
    dialog.get_by_label("Description").fill("Waters and prunes")
    dialog.get_by_label("Delete tasks").check()
    dialog.get_by_role("button", name="Create role").click()
    expect(dialog.get_by_text("Waters and prunes")).to_be_visible(timeout=NEWS)

    dialog.get_by_role("tab", name="Members").click()
    dialog.get_by_role("textbox", name="Username or e-mail").fill(f"{ben.user.username}@example.org")
    dialog.get_by_role("combobox", name="Role", exact=True).select_option("Gardener")
    dialog.get_by_role("button", name="Add", exact=True).click()
    role_of_ben = dialog.get_by_role("combobox", name=f"Role of {ben.user.username}")
    expect(role_of_ben.locator("option:checked")).to_have_text("Gardener", timeout=NEWS)

    dialog.get_by_role("tab", name="Roles").click()
    expect(dialog.get_by_role("button", name="Delete Gardener")).to_be_disabled()
    expect(dialog.get_by_text("Cannot be deleted: one member has it")).to_be_visible()
    dialog.get_by_role("button", name="Edit Gardener").click()
    dialog.get_by_label("Role name").fill("Head gardener")
    dialog.get_by_role("button", name="Save role").click()
    dialog.get_by_role("tab", name="Members").click()
    expect(role_of_ben.locator("option:checked")).to_have_text("Head gardener", timeout=NEWS)

    dialog.get_by_role("button", name=f"Remove {ben.user.username}").click()
    expect(role_of_ben).to_have_count(0, timeout=NEWS)
    dialog.get_by_role("tab", name="Roles").click()
    dialog.get_by_role("button", name="Delete Head gardener").click()
    expect(dialog.get_by_text("Head gardener")).to_have_count(0, timeout=NEWS)


def test_nobody_is_offered_what_would_be_refused(people: People, server: RunningServer) -> None:
    ann, ben, eve = (Client.newcomer(server.url, name) for name in ("ann", "ben", "eve"))
    home = ann.new_list("Home")
    ann.add_member(home.id, ben, "Manager")
    ann.add_member(home.id, eve, "Viewer")

    _, dialog = members_of(people, ben, home.id)
    expect(dialog.get_by_role("combobox", name=f"Role of {ann.user.username}")).to_be_disabled()
    expect(dialog.get_by_role("button", name=f"Remove {ann.user.username}")).to_be_disabled()
    expect(dialog.get_by_text("The list keeps at least one Admin").first).to_be_visible()
    admin = dialog.get_by_role("combobox", name=f"Role of {eve.user.username}").locator("option", has_text="Admin")
    expect(admin).to_be_disabled()
    dialog.get_by_role("tab", name="Roles").click()
    dialog.get_by_role("button", name="New role").click()
    expect(dialog.get_by_label("Delete the list")).to_be_disabled()
    expect(dialog.get_by_text("Your own role lacks it, so you cannot give it")).to_be_visible()

    page, dialog = members_of(people, eve, home.id)
    expect(dialog.get_by_role("combobox")).to_have_count(0)
    dialog.get_by_role("tab", name="Roles").click()
    expect(dialog.get_by_role("button", name="New role")).to_have_count(0)
    dialog.get_by_role("tab", name="Members").click()
    dialog.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="Make your first list")).to_be_visible()


def test_somebody_unknown_is_said_to_be(people: People, server: RunningServer) -> None:
    ann = Client.newcomer(server.url, "ann")
    home = ann.new_list("Home")
    _, dialog = members_of(people, ann, home.id, ignoring=["status of 404"])
    dialog.get_by_role("textbox", name="Username or e-mail").fill("nobody_at_all")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="Username or e-mail")).to_have_value("nobody_at_all")
    expect(dialog.get_by_role("button", name="Leave")).to_be_disabled()

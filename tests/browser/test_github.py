"""A list follows a repository, in front of the page: a real server, and a GitHub of the tests on the other side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Locator, Route, expect

from tasktix.application import converging, mirrors
from tasktix.application.actor import SYSTEM, Actor
from tasktix.application.reporting import Cause
from tasktix.domain.deliveries import Outcome
from tasktix.domain.mirrors import Repository
from tests.browser.test_keys import card
from tests.browser.window import Window
from tests.harness.fake_github import FakeGitHub
from tests.harness.octokit import SECRET
from tests.harness.process import wait_until
from tests.harness.server import RunningServer
from tests.http.client import Client
from tests.http.neighbour import neighbour
from tests.http.test_webhooks import send

GARDEN: Final = {"id": 7, "name": "ann/garden", "description": "Beds and paths", "is_private": True}
SHED: Final = {"id": 8, "name": "ann/shed", "description": "", "is_private": False}
REFUSALS: Final = ("status of 404", "status of 409", "status of 422", "status of 502")
PATIENCE: Final = 60.0


@pytest.fixture
def linkable(tmp_path: Path, serve: Callable[..., RunningServer]) -> Iterator[tuple[RunningServer, FakeGitHub]]:
    """A server with an app at a GitHub, which tells it of each change of an issue."""
    key = generate_private_key(65537, 2048)
    file = tmp_path / "app.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with FakeGitHub(key.public_key()) as github:
        server = serve(
            environment={
                "TASKTIX_GITHUB_CLIENT_ID": "Iv1.tests",
                "TASKTIX_GITHUB_CLIENT_SECRET": "secret of the tests",
                "TASKTIX_GITHUB_APP_ID": "12",
                "TASKTIX_GITHUB_PRIVATE_KEY_FILE": str(file),
                "TASKTIX_GITHUB_API_URL": github.url,
                "TASKTIX_GITHUB_WEBHOOK_SECRET": SECRET,
            }
        )
        client, numbers = Client(server.url), count(1)

        def deliver(action: str, issue: dict[str, Any]) -> None:
            body = {"action": action, "issue": issue, "repository": {"id": 7, "full_name": "ann/garden"}}
            answer = send(client, json.dumps(body).encode(), X_GitHub_Delivery=f"fake-{next(numbers)}")
            assert answer.status == 202, answer.raw

        github.told = deliver
        yield server, github
        # Before the other side: nothing must knock at a door that is gone.
        server.stop()


@pytest.fixture
def ann(linkable: tuple[RunningServer, FakeGitHub], sit_down: Callable[..., Window]) -> Window:
    window = sit_down("Ann", ignoring=REFUSALS)
    window.create_list("Beds")
    return window


@pytest.fixture
def server(linkable: tuple[RunningServer, FakeGitHub]) -> RunningServer:
    return linkable[0]


@contextmanager
def as_if_connected(window: Window, server: RunningServer) -> Iterator[None]:
    """As if the account of whoever looks reached two repositories. Nothing else of the link is made up."""
    cookies = {it["name"]: it["value"] for it in window.page.context.cookies()}
    person = Client(server.url, "; ".join(f"{name}={value}" for name, value in cookies.items()))
    me = person.get("/session").json()["user"]["id"]

    def link(route: Route) -> None:
        if route.request.method != "PUT":
            route.fallback()
            return
        asked: dict[str, Any] = route.request.post_data_json or {}
        repository = Repository(asked.pop("repository_id"), "ann/garden", installation_id=3)
        list_id = route.request.url.split("/")[-2]
        ways = {"list_id": list_id, "section_id": asked.pop("section"), "fields": asked}
        with neighbour(server) as application:
            application.perform(Actor(user=me), mirrors.link, repository=repository, **ways)
        route.fulfill(json=person.get(f"/lists/{list_id}/mirror").json())

    window.page.route("**/api/v1/github/repositories", lambda route: route.fulfill(json=[GARDEN, SHED]))
    window.page.route("**/api/v1/lists/*/mirror", link)
    yield
    window.page.unroute_all()


def open_github(window: Window) -> Locator:
    window.page.get_by_role("button", name="List menu").click()
    window.page.get_by_role("menuitem", name="GitHub").click()
    return window.page.get_by_role("dialog", name="GitHub")


def link_garden(window: Window) -> Locator:
    dialog = open_github(window)
    dialog.get_by_role("button", name="ann/garden").click()
    dialog.get_by_role("button", name="Link to ann/garden").click()
    expect(dialog.get_by_role("tab", name="Ledger")).to_be_visible()
    return dialog


def test_a_list_follows_a_repository_until_it_does_not(linkable: tuple[RunningServer, FakeGitHub], ann: Window) -> None:
    server, github = linkable
    github.open("Rake the leaves", "all of them")
    with as_if_connected(ann, server):
        dialog = link_garden(ann)
        expect(dialog.get_by_text("1 task follows an issue")).to_be_visible()
        expect(dialog.get_by_text("In step")).to_be_visible()
        expect(dialog.get_by_text("Linked by Ann")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()

        ann.tick("Rake the leaves")
        issue = github.issues[1]
        wait_until(lambda: issue["state"] == "closed", patience=PATIENCE, what=lambda: f"it is {issue}")
        panel = ann.open_task("Rake the leaves")
        link = panel.get_by_role("link", name="#1 ann/garden")
        expect(link).to_have_attribute("href", "https://github.com/ann/garden/issues/1")
        expect(link).to_contain_text("Closed")

        dialog = open_github(ann)
        dialog.get_by_role("tab", name="Ledger").click()
        written = dialog.get_by_role("listitem").filter(has_text="To GitHub: Issue #1 was written to")
        expect(written).to_contain_text("Written")
        expect(written).to_contain_text("Completed")
        github.change(1, title="Rake all leaves")
        edited = dialog.get_by_role("listitem").filter(has_text="From GitHub: Issue #1 was edited")
        expect(edited.filter(has_text="Changed")).to_be_visible()
        edited.filter(has_text="Changed").get_by_role("button", name="Replay: Issue #1 was edited").click()
        expect(edited.filter(has_text="2 tries")).to_contain_text("No change")
        edited.filter(has_text="2 tries").get_by_role("button", name="Show the task: Rake all leaves").click()
        expect(ann.panel("Rake all leaves")).to_be_visible()

        dialog = open_github(ann)
        dialog.get_by_role("button", name="Unlink…").click()
        asked = ann.page.get_by_role("dialog", name="Unlink from ann/garden?")
        asked.get_by_role("button", name="Unlink", exact=True).click()
        expect(dialog.get_by_text("Which repository?")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(ann.row("Rake all leaves")).to_be_visible()
        expect(ann.panel("Rake all leaves").get_by_text("ann/garden", exact=True)).to_have_count(0)


def test_what_goes_which_way_is_chosen_and_kept(server: RunningServer, ann: Window) -> None:
    ann.add_section("From outside")
    with as_if_connected(ann, server):
        dialog = open_github(ann)
        # By keys alone: the field has the focus, and what is found alone is chosen.
        expect(dialog.get_by_role("searchbox", name="Find a repository")).to_be_focused()
        ann.page.keyboard.type("garden")
        ann.page.keyboard.press("Enter")
        expect(dialog.get_by_role("button", name="Another one")).to_be_focused()
        dialog.get_by_label("Tags").select_option("Off")
        dialog.get_by_label("New tasks go to").select_option("From outside")
        dialog.get_by_role("radio", name="Tasktix counts").check()
        dialog.get_by_role("button", name="Link to ann/garden").click()
        expect(dialog.get_by_role("tab", name="Link")).to_be_focused()
        expect(dialog.get_by_label("Tags")).to_have_value("off")

        dialog.get_by_label("Due date").select_option("Off")
        dialog.get_by_role("button", name="Discard").click()
        expect(dialog.get_by_label("Due date")).to_have_value("in")
        dialog.get_by_label("Due date").select_option("Off")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_role("button", name="Save")).to_have_count(0)
        dialog.get_by_role("button", name="Close").click()
        dialog = open_github(ann)
        expect(dialog.get_by_label("Due date")).to_have_value("off")
        expect(dialog.get_by_label("Tags")).to_have_value("off")
        expect(dialog.get_by_role("radio", name="Tasktix counts")).to_be_checked()
        expect(dialog.get_by_label("New tasks go to").locator("option:checked")).to_have_text("From outside")


def test_the_link_is_in_the_history_and_not_undone_there(server: RunningServer, ann: Window) -> None:
    with as_if_connected(ann, server):
        link_garden(ann).get_by_role("button", name="Close").click()
    ann.page.get_by_role("button", name="List menu").click()
    ann.page.get_by_role("menuitem", name="History").click()
    history = ann.page.get_by_role("complementary", name="History")
    made = history.get_by_role("listitem").filter(has_text="made this list")
    linked = history.get_by_role("listitem").filter(has_text="linked the list to a repository")
    expect(made.get_by_role("button")).to_have_count(1)
    expect(linked).to_be_visible()
    expect(linked.get_by_role("button")).to_have_count(0)


def test_where_nothing_can_be_imported_the_next_try_is_without(server: RunningServer, ann: Window) -> None:
    def refuse(route: Route) -> None:
        """As a server without the key of an app (tests/http/test_connected.py)."""
        if route.request.method != "PUT" or not (route.request.post_data_json or {}).get("is_importing"):
            route.fallback()
            return
        errors = [{"field": "is_importing", "message": "needs the key of an app"}]
        route.fulfill(status=422, json={"code": "invalid", "detail": "is_importing needs it", "errors": errors})

    with as_if_connected(ann, server):
        ann.page.route("**/api/v1/lists/*/mirror", refuse)
        dialog = open_github(ann)
        dialog.get_by_role("button", name="ann/garden").click()
        dialog.get_by_role("button", name="Link to ann/garden").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Open issues cannot be imported here")
        expect(dialog.get_by_role("switch", name="Import the open issues")).not_to_be_checked()
        dialog.get_by_role("button", name="Link to ann/garden").click()
        expect(dialog.get_by_role("tab", name="Ledger")).to_be_visible()


def test_who_may_not_change_the_list_sees_and_no_more(
    server: RunningServer, ann: Window, sit_down: Callable[..., Window]
) -> None:
    bob = sit_down("Bob", ignoring=REFUSALS)
    ann.add_member("Bob")
    ann.page.get_by_role("button", name="Members").click()
    members = ann.page.get_by_role("dialog", name="Members")
    members.get_by_role("combobox", name="Role of Bob").select_option("Viewer")
    members.get_by_role("button", name="Close").click()
    bob.open_list("Beds")
    dialog = open_github(bob)
    expect(dialog.get_by_text("This list follows no repository.")).to_be_visible()
    expect(dialog.get_by_text("You are here as Viewer")).to_be_visible()
    with as_if_connected(ann, server):
        link_garden(ann)
        # He sees it come, and what he may not do is not there.
        expect(dialog.get_by_text("In step")).to_be_visible()
    expect(dialog.get_by_label("Tags")).to_be_disabled()
    for name in ("Import open issues", "Unlink…", "Save"):
        expect(dialog.get_by_role("button", name=name)).to_have_count(0)


def test_a_long_ledger_comes_page_by_page(server: RunningServer, ann: Window) -> None:
    with as_if_connected(ann, server):
        dialog = link_garden(ann)
    list_id = ann.page.url.rpartition("/")[2]
    with neighbour(server) as application:
        for number in range(1, 41):
            ways: dict[str, Any] = {"outcome": Outcome.IGNORED, "number": number, "detail": ""}
            cause = Cause(None, "issues", "pinned")
            application.perform(SYSTEM, converging.note, list_id=list_id, cause=cause, **ways)
    # Opened anew: what the dialog asked for in the midst of it joins on to what came later, and then all is shown.
    dialog.get_by_role("button", name="Close").click()
    dialog = open_github(ann)
    dialog.get_by_role("tab", name="Ledger").click()
    expect(dialog.get_by_text("Issue #40 was pinned")).to_be_visible()
    # Not one at the edge: lines of the same millisecond are in no order.
    expect(dialog.get_by_text("Issue #3 was pinned")).to_have_count(0)
    dialog.get_by_role("button", name="Show earlier").click()
    expect(dialog.get_by_text("Issue #3 was pinned")).to_be_visible()
    expect(dialog.get_by_text("Issue #40 was pinned")).to_have_count(1)
    expect(dialog.get_by_role("button", name="Show earlier")).to_have_count(0)
    dialog.get_by_role("button", name="Replay: Issue #40 was pinned").click()
    expect(dialog.get_by_role("alert")).to_have_text("It is too old: what came is kept for a week.")


def test_who_has_linked_no_account_is_led_to_where_one_does(ann: Window) -> None:
    dialog = open_github(ann)
    expect(dialog.get_by_text("Link your GitHub account first")).to_be_visible()
    dialog.get_by_role("button", name="Link it in your profile").click()
    expect(card(ann, "Linked accounts").get_by_role("link", name="Link GitHub")).to_be_visible()


def test_github_that_does_not_answer_is_asked_again(server: RunningServer, ann: Window) -> None:
    answers = iter([{"status": 502, "json": {"code": "tracker_failed", "title": "Bad Gateway"}}])
    ann.page.route("**/api/v1/github/repositories", lambda it: it.fulfill(**next(answers, {"json": []})))
    dialog = open_github(ann)
    expect(dialog.get_by_text("GitHub does not answer")).to_be_visible()
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_text("Your GitHub account reaches no repository here")).to_be_visible()
    dialog.get_by_role("button", name="Look again").click()
    expect(dialog.get_by_text("Your GitHub account reaches no repository here")).to_be_visible()


def test_the_settings_lead_there_and_the_focus_comes_back(ann: Window) -> None:
    settings = ann.open_settings()
    settings.get_by_role("button", name="Open GitHub").click()
    dialog = ann.page.get_by_role("dialog", name="GitHub")
    expect(dialog.get_by_text("Link your GitHub account first")).to_be_visible()
    ann.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(ann.page.get_by_role("button", name="List menu")).to_be_focused()

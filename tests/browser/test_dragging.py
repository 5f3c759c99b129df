"""Tasks are moved with a mouse, a finger and keys, in a list and on a board."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.window import Window
from tests.harness.chromium import People
from tests.harness.server import RunningServer


def filled(window: Window) -> Window:
    window.create_list("Groceries")
    for name in ("Apples", "Bread", "Milk"):
        window.add_task(name)
    window.add_section("Later")
    window.order_by_hand()
    window.sees_in_order(["Tasks", "Apples", "Bread", "Milk", "Later"])
    return window


def drag(window: Window, what: Locator, onto: Locator, *, at: float = 0.5) -> None:
    """`at`: how far down the target, from its top."""
    mouse = window.page.mouse
    what.hover()
    mouse.down()
    box = onto.bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + box["height"] * at
    mouse.move(x, y - 12, steps=4)
    mouse.move(x, y, steps=4)
    mouse.up()


def test_with_a_mouse(sit_down: Callable[..., Window]) -> None:
    window = filled(sit_down("Ann"))
    drag(window, window.row("Milk"), window.row("Apples"), at=0.2)
    window.sees_in_order(["Tasks", "Milk", "Apples", "Bread", "Later"])
    drag(window, window.row("Milk"), window.row("Bread"), at=0.8)
    window.sees_in_order(["Tasks", "Apples", "Bread", "Milk", "Later"])
    drag(window, window.row("Apples"), window.heading("Later"))
    window.sees_in_order(["Tasks", "Bread", "Milk", "Later", "Apples"])
    window.is_in_step()
    window.page.reload()
    window.sees_in_order(["Tasks", "Bread", "Milk", "Later", "Apples"])


def test_escape_leaves_it_where_it_was(sit_down: Callable[..., Window]) -> None:
    window = filled(sit_down("Ann"))
    window.row("Milk").hover()
    window.page.mouse.down()
    window.row("Apples").hover()
    expect(window.page.locator(".ghost")).to_have_text("Milk")
    window.page.keyboard.press("Escape")
    expect(window.page.locator(".ghost")).to_have_count(0)
    window.page.mouse.up()
    window.sees_in_order(["Tasks", "Apples", "Bread", "Milk", "Later"])


def test_with_a_finger(people: People, server: RunningServer) -> None:
    window = Window(people(server.url, ignoring=("status of 401",), has_touch=True))
    window.sign_up("Ann")
    filled(window)
    touch = window.page.context.new_cdp_session(window.page)

    def points(locator: Locator, at: float) -> list[dict[str, float]]:
        box = locator.bounding_box()
        assert box
        return [{"x": box["x"] + 200, "y": box["y"] + box["height"] * at}]

    start = points(window.row("Milk"), 0.5)
    end = points(window.row("Apples"), 0.2)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": start})
    expect(window.page.locator(".ghost")).to_have_text("Milk")
    for step in (0.3, 0.6, 1.0):
        y = start[0]["y"] + (end[0]["y"] - start[0]["y"]) * step
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": end[0]["x"], "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    window.sees_in_order(["Tasks", "Milk", "Apples", "Bread", "Later"])


def test_on_a_board(sit_down: Callable[..., Window]) -> None:
    window = filled(sit_down("Ann"))
    keys = window.page.keyboard
    window.page.get_by_role("button", name="Show as board").click()
    tasks = window.page.get_by_role("region", name="Tasks, ")
    later = window.page.get_by_role("region", name="Later, ")
    expect(tasks.get_by_role("group")).to_have_count(3)
    drag(window, tasks.get_by_role("group", name="Bread"), later)
    expect(later.get_by_role("group", name="Bread")).to_be_visible()

    tasks.get_by_role("group", name="Apples").focus()
    keys.press("Alt+ArrowRight")
    expect(later.get_by_role("group", name="Apples")).to_be_focused()
    keys.press("ArrowLeft")
    expect(tasks.get_by_role("group", name="Milk")).to_be_focused()

    window.page.get_by_role("radio", name="Status").check()
    done = window.page.get_by_role("region", name="Completed, ")
    drag(window, window.page.get_by_role("group", name="Milk"), done)
    expect(done.get_by_role("checkbox", name="Complete: Milk")).to_be_checked()
    running = window.page.get_by_role("region", name="In progress, ")
    drag(window, window.page.get_by_role("group", name="Bread"), running)
    expect(running.get_by_role("button", name="Pause: Bread")).to_be_visible()

    window.page.reload()
    expect(window.page.get_by_role("region", name="Completed, ").get_by_role("group", name="Milk")).to_be_visible()

"""Who else is looking at the list: a face comes, and goes, with whoever it is."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser import axe
from tests.browser.window import Window
from tests.harness.server import RunningServer
from tests.http.client import NOBODY, Client


def face(window: Window, text: str) -> Locator:
    return window.page.get_by_role("img", name=text)


def looking(name: str) -> str:
    return f"{name} is looking at this list."


def is_for_everybody(page: Page) -> None:
    """In both themes, and on the smallest phone."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Colours that are on their way from one theme to the other are of none.
        page.reload()
        expect(page.locator(".onlookers .more")).to_have_attribute("data-more", "+2")
        assert axe.violations(page) == []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(".onlookers .more")).to_have_attribute("data-more", "+4")
    assert axe.overflow(page) == 0
    page.set_viewport_size(size)


def remove(ann: Window, name: str) -> None:
    ann.page.get_by_role("button", name="Members").click()
    ann.page.get_by_role("button", name=f"Remove {name}").click()


def test_each_sees_the_other_come_and_go(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    expect(face(bob, looking("Ann"))).to_be_visible()
    # Nobody is shown to themselves.
    expect(face(ann, looking("Ann"))).to_have_count(0)
    bob.page.goto(bob.page.url.partition("/lists")[0] + "/today")
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)
    bob.open_list("Groceries")
    expect(face(ann, looking("Bob"))).to_be_visible()
    # Within the page, too, and to another list.
    bob.create_list("Bob's own")
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)


def test_who_closes_the_tab_is_gone(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    bob.page.close()
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)


def test_a_tab_that_nobody_sees_does_not_look(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    bob.page.evaluate("Object.defineProperty(document, 'hidden', { get: () => window.isHidden })")
    bob.page.evaluate("window.isHidden = true; document.dispatchEvent(new Event('visibilitychange'))")
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)
    bob.page.evaluate("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(face(ann, looking("Bob"))).to_be_visible()


def test_who_is_removed_is_gone(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    remove(ann, "Bob")
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)
    expect(bob.heading("This list is not here")).to_be_visible()


def test_who_signs_out_is_gone(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    bob.sign_out("Bob")
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)


def test_a_second_tab_is_told_too_and_the_last_one_counts(pair: tuple[Window, Window]) -> None:
    ann, bob = pair
    expect(face(ann, looking("Bob"))).to_be_visible()
    second = Window(bob.page.context.new_page())
    second.page.goto(bob.page.url)
    expect(face(second, looking("Ann"))).to_be_visible()
    bob.page.close()
    second.is_in_step()
    expect(face(ann, looking("Bob"))).to_be_visible()
    second.page.close()
    expect(face(ann, looking("Bob"))).to_have_count(0, timeout=20_000)


def test_of_many_there_is_a_number_and_the_header_stays_as_it_is(
    sit_down: Callable[..., Window], server: RunningServer
) -> None:
    ann = sit_down("Ann")
    ann.create_list("Groceries")
    list_id = ann.page.url.rpartition("/")[2]
    others = [Client.newcomer(server.url, name) for name in ("Bea", "Cyd", "Dan", "Eve", "Flo")]
    names = [it.user.username for it in others]
    for name in names:
        ann.add_member(name)
    around = [ann.page.get_by_role("button", name="List menu"), ann.page.get_by_role("textbox", name="Add task")]
    before = [it.bounding_box() for it in around]
    for other in others:
        other.put(f"/lists/{list_id}/lookers/{NOBODY}").is_empty()
    expect(face(ann, f"{', '.join(names[:-1])} and {names[-1]} are looking at this list.")).to_be_visible()
    expect(ann.page.locator(".onlookers .avatar")).to_have_count(3)
    expect(ann.page.locator(".onlookers .more")).to_have_attribute("data-more", "+2")
    assert [it.bounding_box() for it in around] == before
    is_for_everybody(ann.page)
    others[0].delete(f"/lists/{list_id}/lookers/{NOBODY}").is_empty()
    expect(ann.page.locator(".onlookers .avatar")).to_have_count(4)

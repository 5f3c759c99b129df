"""Every page, in both themes, on a desk and on a phone: nothing that axe finds, nothing too small, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.household import Household, move_in
from tests.browser.screens import LOOKS, VIEWS, go
from tests.harness.chromium import People
from tests.harness.server import RunningServer


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Household]]:
    database = Path(tmp_path_factory.mktemp("house"), "tasktix.db")
    with RunningServer("--database", f"sqlite:///{database}") as server:
        yield server.url, move_in(server.url, database)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", VIEWS)
def test_a_page_is_for_everybody(people: People, house: tuple[str, Household], name: str, look: str) -> None:
    url, home = house
    view = VIEWS[name]
    refusals = [f"status of {code}" for code in (401, 403, 404, 409, 503)]
    page = people(ignoring=refusals, reduced_motion="reduce", locale="en-GB", **LOOKS[look])
    if view.is_signed_in:
        home.seat(page)
    go(page, url, view, home)
    assert axe.violations(page) == []
    assert axe.small_targets(page, least=24) == []
    assert axe.overflow(page) == 0
    if look == "phone":
        page.set_viewport_size({"width": 320, "height": 640})
        assert axe.overflow(page) == 0


def test_the_checks_find_faults(people: People, house: tuple[str, Household]) -> None:
    url, _ = house
    page = people(url + "/sign-in", ignoring=["status of 401"])
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.evaluate(
        """() => {
          const main = document.querySelector('main');
          const faults = '<button class="tiny"></button><i role="buton">x</i><b class="pale">pale</b>';
          main.insertAdjacentHTML('beforeend', faults);
          Object.assign(main.querySelector('.tiny').style, { width: '14px', height: '14px', border: '1px solid' });
          Object.assign(main.querySelector('.pale').style, { color: '#ccc', background: '#fff' });
          main.querySelector('h1').style.width = '3000px';
        }"""
    )
    found = " ".join(axe.violations(page))
    for rule in ("button-name", "aria-roles", "color-contrast"):
        assert rule in found
    assert any("14 x 14" in it for it in axe.small_targets(page, least=24))
    page.evaluate("document.body.style.width = '3000px'")
    assert axe.overflow(page) > 0

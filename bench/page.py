"""The page as a person meets it: how much comes over the wire, and how long until the list is there."""

from __future__ import annotations

import gzip
import re
import statistics
import time
from http.cookies import SimpleCookie
from typing import Final

from playwright.async_api import Browser, async_playwright

from bench.house import House
from bench.scale import Scale
from bench.table import Row
from tasktix.adapters.http.pages import FOLDER
from tests.harness import chromium

TASKS: Final = 100
ASSETS: Final = FOLDER / "assets"


async def measure(house: House, scale: Scale) -> list[Row]:
    return [
        Row("page: JavaScript of the list page", f"{_packed('js') / 1024:.1f} KiB", "≤ 90 KiB gzipped"),
        Row("page: styles", f"{_packed('css') / 1024:.1f} KiB", "≤ 12 KiB gzipped"),
        Row(f"page: list of {TASKS} visible after a cold load", await _first_list(house, scale), "< 1 s"),
    ]


def _packed(kind: str) -> int:
    """Bytes of what a list needs to be there: the files that the page names, and the worker of its stream. What is
    fetched when it stands (`ui/list/lazy.ts`) is not among them."""
    named = re.findall(rf'/assets/([^"]+\.{kind})"', (FOLDER / "index.html").read_text())
    files = [*(ASSETS / name for name in named), *ASSETS.glob(f"hub-*.{kind}")]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


async def _first_list(house: House, scale: Scale) -> str:
    if why := chromium.missing():
        return why
    list_id, _ = await house.new_list(TASKS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS)
        seen = [await _load(browser, house, list_id) for _ in range(scale.starts)]
        await browser.close()
    return f"{statistics.median(seen):.2f} s"


async def _load(browser: Browser, house: House, list_id: str) -> float:
    """Seconds from asking for the page, with an empty cache, to the first task on the screen."""
    context = await browser.new_context()
    cookies = SimpleCookie(house.headers.removeprefix("Cookie: ").strip())
    await context.add_cookies(
        [{"name": name, "value": it.value, "url": house.server.url} for name, it in cookies.items()]
    )
    page = await context.new_page()
    began = time.monotonic()
    await page.goto(f"{house.server.url}/lists/{list_id}", wait_until="commit")
    await page.get_by_role("checkbox").first.wait_for()
    took = time.monotonic() - began
    await context.close()
    return took

"""The page as a person meets it: how much comes over the wire, and how long until the list is there."""

from __future__ import annotations

import gzip
import re
import statistics
import time
from http.cookies import SimpleCookie
from typing import Final

from playwright.async_api import Browser, Page, async_playwright

from bench.house import House
from bench.scale import Scale
from bench.table import Row
from tasktix.adapters.http.pages import FOLDER
from tests.harness import chromium

TASKS: Final = 100


async def measure(house: House, scale: Scale) -> list[Row]:
    return [
        Row("page: JavaScript of the list page", f"{weight('js') / 1024:.1f} KiB", "≤ 90 KiB gzipped"),
        Row("page: styles of the list page", f"{weight('css') / 1024:.1f} KiB", "≤ 12 KiB gzipped"),
        Row(f"page: list of {TASKS} visible after a cold load", await _first_list(house, scale), "< 1 s"),
    ]


def weight(kind: str) -> int:
    """Bytes, packed, of what the first page fetches before it can show a list; `kind` is `js` or `css`.

    What a page fetches when somebody goes there is not in it, nor the shared worker, which runs beside the page.
    """
    wanted = re.findall(r'(?:src|href)="/(assets/[^"]+)"', (FOLDER / "index.html").read_text())
    known: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in known:
            known.add(name)
            wanted += _imported(name) if name.endswith(".js") else []
    return sum(len(gzip.compress((FOLDER / name).read_bytes(), 9)) for name in known if name.endswith(f".{kind}"))


def _imported(name: str) -> list[str]:
    """What a chunk cannot run without: `import … from"./x.js"`, and not `import("./x.js")`."""
    return [f"assets/{it}" for it in re.findall(r'(?:from|import)"\./([^"]+)"', (FOLDER / name).read_text())]


async def _first_list(house: House, scale: Scale) -> str:
    if why := chromium.missing():
        return why
    list_id, _ = await house.new_list(TASKS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS)
        seen = [await _load(browser, house, list_id) for _ in range(scale.starts)]
        await browser.close()
    return f"{statistics.median(seen):.2f} s"


async def sit_down(browser: Browser, house: House) -> Page:
    """A page with an empty cache, of whoever is signed in at the house."""
    context = await browser.new_context()
    cookies = SimpleCookie(house.headers.removeprefix("Cookie: ").strip())
    await context.add_cookies(
        [{"name": name, "value": it.value, "url": house.server.url} for name, it in cookies.items()]
    )
    return await context.new_page()


async def _load(browser: Browser, house: House, list_id: str) -> float:
    """Seconds from asking for the page, with an empty cache, to the first task on the screen."""
    page = await sit_down(browser, house)
    began = time.monotonic()
    await page.goto(f"{house.server.url}/lists/{list_id}", wait_until="commit")
    await page.get_by_role("checkbox").first.wait_for()
    took = time.monotonic() - began
    await page.context.close()
    return took

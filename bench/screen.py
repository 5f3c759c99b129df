"""The page on this machine and on one four times slower: when a list is there, how fast keys are, what the work of
others costs.

Chromium slows its page down by itself (`Emulation.setCPUThrottlingRate`); server and load keep the machine's speed.
Times are those of a clock, so they mean something only where nothing else runs.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright

from bench.house import House
from bench.page import TASKS, sit_down
from bench.scale import Scale
from bench.table import Row
from bench.wire import Connection
from tests.harness import chromium

SLOWDOWN: Final = 4
ENTRIES: Final = 100
"""Of others, in each second."""

KEYS: Final = ("j", "j", "x", "k", "x", "1", "3", "j")
"""Down and up, ticked and unticked, a priority: the second half of the keys re-orders the list."""

WHEEL: Final = 120
"""Pixels of one notch."""

_WATCH: Final = """() => {
  const seen = window.bench = { frames: [], keys: [], long: [], shown: 0 };
  new PerformanceObserver(list => list.getEntries().forEach(it => seen.long.push(it.startTime + it.duration)))
    .observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => list.getEntries()
    .forEach(it => (it.name === 'keydown' || it.name === 'keypress') && seen.keys.push(it.duration)))
    .observe({ type: 'event', durationThreshold: 16 });
  let last = 0;
  const tick = now => {
    if (last) seen.frames.push(now - last);
    last = now;
    if (!seen.shown && document.querySelector('[data-task]')) {
      // A message is heard after this frame has been drawn, and before what the page has put off until then.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => seen.shown ||= performance.now();
      port2.postMessage(null);
    }
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
"""From the page's first moment on: times between frames, of keys (to the frame that shows what they did), ends of tasks
over 50 ms, and the moment after the frame with the first task. Milliseconds."""


_SHOWN: Final = """new Promise(done => {
  const look = () => bench.shown ? done() : setTimeout(look, 100);
  look();
})"""


async def measure(house: House, scale: Scale) -> list[Row]:
    whats = [
        (f"screen: list of {TASKS} visible, {SLOWDOWN} × slower", "< 1 s"),
        (f"screen: list of {TASKS} interactive, {SLOWDOWN} × slower", "< 1.5 s"),
        *_large(f"{scale.large:,} tasks", "< 50 ms", "none > 50 ms", "60/s"),
        *_large(f"{scale.large:,} tasks, {SLOWDOWN} × slower", "", "", ""),
    ]
    if why := chromium.missing():
        return [Row(what, why, target) for what, target in whats]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS)
        measured = [text async for text in _measure(browser, house, scale)]
        await browser.close()
    return [Row(what, text, target) for (what, target), text in zip(whats, measured, strict=True)]


def _large(many: str, keys: str, frames: str, scrolling: str) -> list[tuple[str, str]]:
    """What is measured of a large list, and the targets."""
    return [
        (f"screen: list of {many}, visible", ""),
        (f"screen: key to screen, {many}", keys),
        (f"screen: key to screen while typing a task, {many}", keys),
        (f"screen: frames, {ENTRIES} entries/s, {many}", frames),
        (f"screen: frames, scrolling {many}", scrolling),
    ]


async def _measure(browser: Browser, house: House, scale: Scale) -> AsyncIterator[str]:
    list_id, _ = await house.new_list(TASKS)
    loads = [await _load(browser, house, list_id) for _ in range(scale.starts)]
    yield f"{statistics.median(shown for shown, _ in loads) / 1000:.2f} s"
    yield f"{statistics.median(free for _, free in loads) / 1000:.2f} s"
    for slowdown in (1, SLOWDOWN):
        async for text in _measure_large(browser, house, scale, slowdown):
            yield text


async def _measure_large(browser: Browser, house: House, scale: Scale, slowdown: int) -> AsyncIterator[str]:
    list_id, tasks = await house.new_list(scale.large)
    async with _page(browser, house, list_id, slowdown) as page:
        yield f"{await page.evaluate('bench.shown') / 1000:.2f} s"
        await page.locator("[data-task]").first.focus()
        yield _keys(await _press(page, KEYS * scale.repeats))
        await page.get_by_role("textbox", name="Add task", exact=True).focus()
        yield _keys(await _press(page, "Call #the !high dentist"[: 4 * scale.repeats]))
        await page.keyboard.press("Escape")
        yield _frames(await _watch_others(page, house, list_id, tasks, scale))
        yield _frames(await _scroll(page, scale))


async def _load(browser: Browser, house: House, list_id: str) -> tuple[float, float]:
    """Milliseconds until the first task was painted, and until no long task kept the page from answering."""
    async with _page(browser, house, list_id, SLOWDOWN) as page:
        shown, ends = await page.evaluate("[bench.shown, bench.long]")
        return shown, max([shown, *ends])


@asynccontextmanager
async def _page(browser: Browser, house: House, list_id: str, slowdown: int) -> AsyncIterator[Page]:
    """In front of the list, when all is quiet."""
    page = await sit_down(browser, house)
    wire = await page.context.new_cdp_session(page)
    await wire.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    await page.add_init_script(f"({_WATCH})()")
    await page.goto(f"{house.server.url}/lists/{list_id}", wait_until="commit")
    # Not by a locator: one looks through the whole page again and again, at the cost of what is measured.
    await page.evaluate(_SHOWN)
    # What is fetched once the list stands is part of what keeps a page from answering.
    await asyncio.sleep(2)
    yield page
    await page.context.close()


async def _press(page: Page, keys: Iterator[str] | tuple[str, ...] | str) -> list[float]:
    await page.evaluate("bench.keys = []")
    count = 0
    for key in keys:
        await page.keyboard.press(key if key != " " else "Space")
        await page.wait_for_timeout(200)
        count += 1
    seen: list[float] = await page.evaluate("bench.keys")
    # The browser does not tell of what took less than 16 ms.
    return sorted([*seen, *[16.0] * max(0, count - len(seen))])


def _keys(times: list[float]) -> str:
    p95 = times[round(0.95 * (len(times) - 1))]
    return f"p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, worst {times[-1]:.0f} ms"


async def _watch_others(page: Page, house: House, list_id: str, tasks: list[str], scale: Scale) -> list[float]:
    """Somebody else renames, and of five changes one re-orders the list."""
    connection = await Connection.open(house.address)
    await page.evaluate("bench.frames = []")
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for number, task_id in zip(range(round(ENTRIES * scale.seconds)), itertools.cycle(tasks), strict=False):
        path = f"/lists/{list_id}/tasks/{task_id}"
        change: dict[str, Any] = {"priority": "high"} if number % 5 == 0 else {"name": f"Renamed {number}"}
        await connection.ask(house.request("PATCH", path, change))
        await asyncio.sleep(begin + number / ENTRIES - loop.time())
    frames: list[float] = await page.evaluate("bench.frames")
    connection.close()
    return frames


async def _scroll(page: Page, scale: Scale) -> list[float]:
    await page.mouse.move(600, 500)
    await page.evaluate("bench.frames = []")
    for _ in range(round(60 * scale.seconds)):
        await page.mouse.wheel(0, WHEEL)
        await page.wait_for_timeout(16)
    frames: list[float] = await page.evaluate("bench.frames")
    return frames


def _frames(times: list[float]) -> str:
    times = sorted(times) or [0.0]
    late = sum(it > 50 for it in times)
    rate = 1000 / statistics.mean(times) if any(times) else 0
    worst = times[-1]
    return f"{rate:.0f}/s, p95 {times[int(0.95 * (len(times) - 1))]:.0f} ms, worst {worst:.0f} ms, {late} > 50 ms"

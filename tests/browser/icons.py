"""Draws the page's icons from its logo: `python -m tests.browser.icons`. What it makes is committed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.harness import chromium
from tests.harness.server import ROOT

PUBLIC: Final = ROOT / "web/public"
FOLDER: Final = PUBLIC / "icons"

ICONS: Final = {
    "192": (192, 1.0, 0.25),
    "512": (512, 1.0, 0.25),
    "maskable": (512, 0.72, 0.0),
    "apple": (180, 0.8, 0.0),
}
"""Pixels, how much of them the mark takes, and how round the corners are. A system cuts its own shape out of the last
two: the mark must stay within the middle, and the corners must be filled."""


def draw(folder: Path = FOLDER) -> None:
    mark = (PUBLIC / "favicon.svg").read_text().partition("<path")[2].rpartition("</svg>")[0]
    folder.mkdir(exist_ok=True)
    with chromium.launch() as browser:
        for name, (pixels, share, radius) in ICONS.items():
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(_drawing(mark, share, 32 * radius))
            page.screenshot(path=folder / f"{name}.png", omit_background=True)
            page.close()


def _drawing(mark: str, share: float, radius: float) -> str:
    inset = 16 * (1 - share)
    return (
        '<style>body { margin: 0 } svg { display: block; width: 100vw }</style><svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 32 32"><rect width="32" height="32" rx="{radius}" fill="#1a1e27"/>'
        f'<g transform="translate({inset} {inset}) scale({share})"><path{mark}</g></svg>'
    )


if __name__ == "__main__":
    draw()

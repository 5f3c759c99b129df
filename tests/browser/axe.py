"""What automatic checks find of a page's accessibility: axe-core, and what it does not measure."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from playwright.sync_api import Page

from hatch_build import WebClient
from tests.harness.server import ROOT

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_TARGETS: Final = """least => [...document.querySelectorAll('a[href], button, input, select, textarea, [role=option]')]
  .filter(it => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !it.disabled)
  .filter(it => !it.closest('p, .skip, [inert]') && getComputedStyle(it).pointerEvents !== 'none')
  .filter(it => getComputedStyle(it, '::after').position !== 'absolute') // which makes all around it part of it
  .map(it => (it.matches('input') && it.closest('label, .text, .field')) || it)
  .filter(it => !document.querySelector('dialog[open]') || it.closest('dialog[open]'))
  .map(it => [it.textContent.trim() || it.getAttribute('aria-label') || it.outerHTML, it.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([name, box]) => `${name.slice(0, 60)}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def violations(page: Page) -> list[str]:
    """One line for each; none is what is wanted."""
    page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def small_targets(page: Page, least: int) -> list[str]:
    """What is smaller than `least` pixels to press (WCAG 2.5.8): axe lets it pass where there is room around."""
    found: list[str] = page.evaluate(_TARGETS, least)
    return found


def overflow(page: Page) -> int:
    """Pixels that the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


@cache
def _source() -> str:
    client = WebClient(ROOT)
    client.install()
    return (client.web / "node_modules/axe-core/axe.min.js").read_text()

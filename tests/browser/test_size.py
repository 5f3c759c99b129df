"""How much the page fetches before it shows a list."""

from __future__ import annotations

from bench.page import weight

KIB = 1024


def test_the_list_page_is_light() -> None:
    assert 20 * KIB < weight("js") <= 90 * KIB
    assert weight("css") <= 12 * KIB

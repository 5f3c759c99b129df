"""No page points at nothing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docs.pages import PAGES, ROOT, links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_points_at_pages_that_are_there(page: Path) -> None:
    targets = [urlsplit(link).path for link in links(page) if not urlsplit(link).scheme]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []

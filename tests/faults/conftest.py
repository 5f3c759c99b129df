from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.harness.mariadb import MariaDB


@pytest.fixture
def own_mariadb(mariadb: MariaDB) -> Iterator[MariaDB]:
    """One to kill; asking for `mariadb` too leaves the test out where there is none."""
    own = MariaDB()
    try:
        yield own.start()
    finally:
        own.remove()

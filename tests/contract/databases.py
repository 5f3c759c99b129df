"""A database as an administrator sees it, past the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    parsed = sa.make_url(url)
    if parsed.drivername == "mysql":
        parsed = parsed.set(drivername="mysql+mysqlconnector")
    engine = sa.create_engine(parsed, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()

"""Fixtures: the stores, and a list that follows a repository of a server that is not GitHub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tasktix.application import mirrors
from tasktix.application.ports import Store
from tests.builders import new_application
from tests.contract.conftest import chance, clock, empty_database, open_store, store, store_of
from tests.fakes import FakeClock, SeededChance
from tests.github.both import Both
from tests.harness.fake_github import FakeGitHub

__all__ = ["chance", "clock", "empty_database", "open_store", "store", "store_of"]


@pytest.fixture(scope="session")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture
def both(store: Store, clock: FakeClock, chance: SeededChance, key: RSAPrivateKey) -> Iterator[Both]:
    own = FakeClock(clock.now())
    app = new_application(store, own, chance)
    with FakeGitHub(key.public_key(), now=clock.now().replace(microsecond=0)) as github:
        made = Both.of(app, own, github, key)
        yield made
        # Or the next test would find it behind.
        app.perform(made.sample.admin, mirrors.unlink, **made.ways)
        assert not made.faults

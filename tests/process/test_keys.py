"""The key that stored secrets are encrypted with."""

from __future__ import annotations

import stat

import pytest

from tasktix.adapters.auth.safe import AesSafe
from tasktix.application.ports import CannotOpen
from tasktix.entrypoints import keys
from tasktix.entrypoints.parsing import WrongSetting
from tasktix.entrypoints.settings import Settings
from tests.harness.server import RunningServer


def test_it_is_made_once_and_for_its_owner_alone() -> None:
    with RunningServer(environment={"TASKTIX_SECRET_KEY": ""}) as server:
        kept = server.home / ".local" / "share" / "tasktix" / "secret.key"
        made = kept.read_text()
        assert len(made.strip()) >= 43
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        server.stop()
        server.start()
        assert kept.read_text() == made


def test_a_list_of_keys_turns() -> None:
    before, both = Settings(secret_key="old"), Settings(secret_key="new, old")
    sealed = keys.safe(before).seal("text", "label")
    assert keys.safe(both).open(sealed, "label") == "text"
    assert AesSafe(["new"]).open(keys.safe(both).seal("text", "label"), "label") == "text"


def test_without_a_key_a_program_beside_the_server_opens_nothing() -> None:
    mysql = Settings(database="mysql://nobody@127.0.0.1/nothing")
    with pytest.raises(CannotOpen):
        keys.safe(mysql).seal("text", "label")
    with pytest.raises(WrongSetting):
        keys.require(mysql)

"""Tabs that have a list in sight: how long, how many, and what is left of those that are gone."""

from __future__ import annotations

import pytest

from tasktix.adapters.http import tabs as module
from tasktix.adapters.http.tabs import MOST_OF_ONE, Tab, Tabs

HOME, WORK, ANN, BOB = "H" * 16, "W" * 16, "A" * 16, "B" * 16
KEY = "K" * 16


def tab(number: int = 0, list_id: str = HOME, user_id: str = ANN) -> Tab:
    return Tab(list_id, user_id, f"{number:016d}")


@pytest.fixture
def tabs() -> Tabs:
    return Tabs()


def is_empty(tabs: Tabs) -> bool:
    return not (tabs._held or tabs._lists or tabs._keys)


def test_the_users_of_a_list_are_those_who_have_a_tab(tabs: Tabs) -> None:
    for it in (tab(1), tab(2), tab(1, user_id=BOB), tab(1, WORK)):
        tabs.renew(it, KEY, 60)
    assert set(tabs.users(HOME)) == {ANN, BOB}
    assert set(tabs.users(WORK)) == {ANN}
    assert set(tabs.users("N" * 16)) == set()


def test_what_changes_is_who_and_not_in_how_many_tabs(tabs: Tabs) -> None:
    tabs.renew(tab(1), KEY, 60)
    assert tabs.changed == {HOME}
    tabs.changed.clear()
    tabs.renew(tab(1), KEY, 61)
    tabs.renew(tab(2), KEY, 62)
    tabs.drop(tab(1))
    tabs.drop(tab(3))
    assert tabs.changed == set()
    tabs.drop(tab(2))
    assert tabs.changed == {HOME}


def test_each_runs_out_by_itself(tabs: Tabs) -> None:
    tabs.renew(tab(1), KEY, 60)
    tabs.renew(tab(1, user_id=BOB), KEY, 70)
    tabs.renew(tab(1), KEY, 80)
    tabs.run_out(69.9)
    assert set(tabs.users(HOME)) == {ANN, BOB}
    tabs.run_out(70)
    assert set(tabs.users(HOME)) == {ANN}
    tabs.run_out(80)
    assert is_empty(tabs)


def test_a_session_that_is_over_takes_its_own_along(tabs: Tabs) -> None:
    tabs.renew(tab(1), "one", 60)
    tabs.renew(tab(2), "other", 60)
    tabs.renew(tab(3, WORK), "one", 60)
    assert tabs.drop_key("one")
    assert not tabs.drop_key("one")
    assert set(tabs.users(HOME)) == {ANN}
    assert not tabs.users(WORK)
    # Said again by another session: it is no longer the first one's.
    tabs.renew(tab(2), "one", 60)
    assert not tabs.drop_key("other")
    assert tabs.drop_key("one")
    assert is_empty(tabs)


def test_a_user_or_a_list_goes_with_all_tabs(tabs: Tabs) -> None:
    for number in range(3):
        for user in (ANN, BOB):
            tabs.renew(tab(number, user_id=user), KEY, 60)
    tabs.drop_user(HOME, ANN)
    assert set(tabs.users(HOME)) == {BOB}
    tabs.drop_list(HOME)
    assert is_empty(tabs)


def test_of_one_users_tabs_the_first_goes(tabs: Tabs) -> None:
    for number in range(MOST_OF_ONE + 1):
        tabs.renew(tab(number), KEY, 60 + number)
        tabs.renew(tab(1), KEY, 60 + number)
    assert tab(0) not in tabs._held
    assert tab(1) in tabs._held
    assert len(tabs._held) == MOST_OF_ONE


def test_of_all_tabs_the_first_goes(tabs: Tabs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    for number in range(30):
        tabs.renew(tab(list_id=f"{number:016d}"), KEY, 60 + number)
    assert len(tabs._held) == len(tabs._lists) == 10
    assert tabs.users(f"{29:016d}")

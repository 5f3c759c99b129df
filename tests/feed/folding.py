"""What a client knows: a snapshot, and the entries it has applied since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

KINDS = {"sections": "section", "tasks": "task", "tags": "tag", "members": "member", "roles": "role"}

State = dict[tuple[str, str], dict[str, Any]]
"""Everything by its kind and id."""


def known(snapshot: dict[str, Any]) -> State:
    state = {("list", snapshot["list"]["id"]): snapshot["list"]}
    for name, kind in KINDS.items():
        state |= {(kind, it["id"]): it for it in snapshot[name]}
    return state


def folded(state: State, entries: Iterable[dict[str, Any]]) -> State:
    """The state after the entries, as section 5 of the contract applies them."""
    state = {key: dict(thing) for key, thing in state.items()}
    for entry in entries:
        for change in entry["changes"]:
            key = (change["kind"], change["id"])
            if change.get("gone"):
                del state[key]
            else:
                state[key] = {**state.get(key, {}), **change["set"]}
    return state

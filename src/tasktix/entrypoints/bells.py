"""Bells by name. The one that few choose is imported when it is chosen."""

from __future__ import annotations

from tasktix.application.ports import Bell


def valkey(address: str, house: str) -> Bell:
    from tasktix.adapters.bell.valkey import ValkeyBell

    return ValkeyBell(address, house)

"""How often something may be tried: a bucket for each who, with room for a burst, that empties at a steady pace.

The buckets are in the database, so all processes share them. A try is counted in a transaction of its own: what is
refused afterwards stays counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final

import attrs

from tasktix.application.actor import Actor
from tasktix.application.application import Application
from tasktix.application.unit_of_work import UnitOfWork
from tasktix.domain.errors import TooMany


@attrs.frozen
class Rule:
    """So many at once, and one more each `every`."""

    name: str
    burst: int
    every: timedelta


PER_ADDRESS: Final = Rule("address", 20, timedelta(seconds=6))
"""Proofs of who one is, and new accounts, from one address: a class in a school may sign up, and a thousand guesses
take two hours."""

PER_ACCOUNT: Final = Rule("account", 10, timedelta(minutes=1))
"""Proofs for one account, wherever they come from. Nobody can lock somebody else out for longer than a minute after
they stop (ASVS 6.1.1 allows 15)."""

Try = tuple[Rule, str]
"""A rule, and who it is counted for."""


def take(work: UnitOfWork, actor: Actor, *, tries: Sequence[Try]) -> timedelta:
    """For the program itself: count the tries, up to the first for which there is no room; how long until there is."""
    for rule, who in tries:
        wait = work.limits.take(f"{rule.name} {who}", rule.every, rule.burst)
        if wait:
            return wait
    return timedelta(0)


def forget_old(work: UnitOfWork, actor: Actor) -> None:
    """For the program itself, now and then: buckets that are empty by now."""
    work.limits.forget_empty()


@attrs.frozen
class Limits:
    """`is_on` is False where the operator trusts everybody: benches, tests."""

    application: Application
    is_on: bool = True

    def require(self, actor: Actor, account: str | None = None) -> None:
        """Before anything costly. Raises `TooMany`."""
        if not self.is_on:
            return
        tries: list[Try] = [(PER_ADDRESS, network(actor.address))]
        if account is not None:
            tries.append((PER_ACCOUNT, account))
        wait = self.application.perform(actor, take, tries=tries)
        if wait:
            raise TooMany(ceil(wait.total_seconds()))


def network(address: str) -> str:
    """What an address is counted as: of IPv6 the /64, which is what one customer gets. No address is one of its own,
    that all share."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)

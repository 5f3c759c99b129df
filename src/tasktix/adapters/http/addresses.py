"""Whose address a request comes from: the sender's own, or what a proxy that the operator trusts says of it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network


def sender(peer: str, forwarded_for: Sequence[str], trusted: Sequence[Network]) -> str:
    """The last address on the way that is not a trusted proxy's. What stands before it anybody may have written."""
    address = _address(peer)
    if address is None or not _is_trusted(address, trusted):
        return peer if address is None else str(address)
    for hop in reversed([it for header in forwarded_for for it in header.split(",")]):
        named = _address(hop)
        if named is None:
            break
        address = named
        if not _is_trusted(address, trusted):
            break
    return str(address)


def _is_trusted(address: IPv4Address | IPv6Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found

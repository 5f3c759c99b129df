"""How the text of a setting is read: to what it means, or to a refusal that says what was expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

VALKEY: Final = "valkey://"
MOST_WORKERS: Final = 64


class WrongSetting(Exception):
    """Stops the start, with one line that names the setting, what was found and what is expected."""

    def __init__(self, name: str, found: object, expected: str) -> None:
        super().__init__(f"{name}: found {found!r}, expected {expected}")


def text(expected: str, is_right: Callable[[str], bool]) -> Callable[[str, Any], str]:
    def parse(name: str, found: Any) -> str:
        if not isinstance(found, str) or not is_right(found):
            raise WrongSetting(name, found, expected)
        return found

    return parse


def secret(name: str, found: Any) -> str:
    if not isinstance(found, str) or not found.replace(",", "").strip():
        # What was found may be most of it.
        raise WrongSetting(name, "…", "a long random text; several with commas, the newest first")
    return found


def networks(text: str) -> Sequence[IPv4Network | IPv6Network]:
    """Raises `ValueError`."""
    return [ip_network(it.strip()) for it in text.split(",") if it.strip()]


def are_networks(text: str) -> bool:
    try:
        return bool(networks(text))
    except ValueError:
        return False


def one_of(*words: str) -> Callable[[str, Any], str]:
    return text(" or ".join(words), lambda text: text in words)


def port(name: str, found: Any) -> int:
    try:
        port = int(found)
    except (TypeError, ValueError):
        port = -1
    if not 0 <= port <= 65_535 or isinstance(found, bool | float):
        raise WrongSetting(name, found, "a port from 0 (any free one) to 65535")
    return port


def workers(name: str, found: Any) -> int:
    try:
        workers = int(found)
    except (TypeError, ValueError):
        workers = 0
    if not 1 <= workers <= MOST_WORKERS or isinstance(found, bool | float):
        raise WrongSetting(name, found, f"a number of processes from 1 to {MOST_WORKERS}")
    return workers


def bell(name: str, found: Any) -> str:
    expected = "in-process, local, or valkey://host:6379"
    try:
        parts = urlsplit(found)
        is_right = found in ("in-process", "local") or (found.startswith(VALKEY) and bool(parts.hostname))
        _ = parts.port
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        # What was found may hold a password.
        raise WrongSetting(name, f"{VALKEY}…" if str(found).startswith(VALKEY) else found, expected)
    return str(found)


def database(name: str, found: Any) -> str:
    expected = "sqlite:////absolute/path.db or mysql://user:password@host:3306/name"
    try:
        parts = urlsplit(found)
        is_sqlite = parts.scheme == "sqlite" and not parts.netloc and parts.path.startswith("//")
        is_mysql = parts.scheme == "mysql" and bool(parts.hostname) and len(parts.path) > 1
        is_right = is_sqlite or is_mysql
        _ = parts.port
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        # What was found may hold a password.
        scheme, colon, _ = str(found).partition(":")
        raise WrongSetting(name, f"{scheme}:…" if colon and scheme.isalpha() else "…", expected)
    return str(found)


def base_url(name: str, found: Any) -> str:
    expected = "an address like https://tasks.example.org, without a path"
    try:
        parts = urlsplit(found)
        is_right = parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path in ("", "/")
        is_right = is_right and not parts.query and not parts.fragment and "@" not in parts.netloc
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        raise WrongSetting(name, found, expected)
    return str(found).rstrip("/")


words: Final = text("some text", lambda text: bool(text.strip()))


def issuer(name: str, found: Any) -> str:
    """Exactly as given: providers compare it letter by letter."""
    try:
        parts = urlsplit(found)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        raise WrongSetting(name, found, "an address like https://login.example.org")
    return str(found)


def address(name: str, found: Any) -> str:
    return issuer(name, found).rstrip("/")

"""Settings: options over the environment over a file. The only reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import platformdirs


class WrongSetting(Exception):
    """Stops the start, with one line that names the setting, what was found and what is expected."""

    def __init__(self, name: str, found: object, expected: str) -> None:
        super().__init__(f"{name}: found {found!r}, expected {expected}")


class Unusable(Exception):
    """What a command was given cannot be used, in words."""


MEMORY: Final = "memory:"
_VALKEY: Final = "valkey://"
MOST_WORKERS: Final = 64


@attrs.frozen
class Settings:
    """`base_url` None is the address where it listens; `bell` empty is what the number of workers needs.

    `metrics_port` None puts the metrics on `port`, for this machine alone."""

    host: str = "127.0.0.1"
    port: int = 8080
    database: str = attrs.field(factory=lambda: f"sqlite:///{data_folder() / 'tasktix.db'}")
    base_url: str | None = None
    workers: int = 1
    bell: str = ""
    sign_up: str = "open"
    metrics_port: int | None = None
    local_sign_in: str = "on"
    breached_passwords: str = "offline"
    rate_limits: str = "on"
    trusted_proxies: str = ""
    github_webhook_secret: str = attrs.field(default="", repr=False)
    github_app_id: str = ""
    github_private_key_file: str = ""
    github_api_url: str = "https://api.github.com"

    @property
    def database_kind(self) -> str:
        return urlsplit(self.database).scheme

    @property
    def bell_kind(self) -> str:
        """As the container calls it."""
        if self.bell.startswith(_VALKEY):
            return "valkey"
        return self.bell.replace("-", "_") or ("in_process" if self.workers == 1 else "local")

    @property
    def shows_metrics(self) -> bool:
        """Whether they are on `port`. Behind a proxy everybody seems to come from this machine; and of several
        workers one would answer for all."""
        is_local = self.base_url is None or urlsplit(self.base_url).hostname in ("localhost", "127.0.0.1", "::1")
        return self.metrics_port is None and self.workers == 1 and is_local

    @property
    def is_sign_up_open(self) -> bool:
        return self.sign_up == "open"

    @property
    def are_passwords_on(self) -> bool:
        return self.local_sign_in == "on"

    @property
    def are_rates_limited(self) -> bool:
        return self.rate_limits == "on"

    @property
    def github_webhook_secrets(self) -> tuple[str, ...]:
        """While they are rotated there are two."""
        return tuple(it.strip() for it in self.github_webhook_secret.split(",") if it.strip())

    @property
    def trusted_networks(self) -> Sequence[IPv4Network | IPv6Network]:
        return _networks(self.trusted_proxies)


def data_folder() -> Path:
    return platformdirs.user_data_path("tasktix", appauthor=False)


def _text(expected: str, is_right: Callable[[str], bool]) -> Callable[[str, Any], str]:
    def parse(name: str, found: Any) -> str:
        if not isinstance(found, str) or not is_right(found):
            raise WrongSetting(name, found, expected)
        return found

    return parse


def _networks(text: str) -> Sequence[IPv4Network | IPv6Network]:
    """Raises `ValueError`."""
    return [ip_network(it.strip()) for it in text.split(",") if it.strip()]


def _secret(name: str, found: Any) -> str:
    if not isinstance(found, str) or not found.replace(",", "").strip():
        # What was found may be most of it.
        raise WrongSetting(name, "…", "a long random text; several with commas, the newest first")
    return found


def _are_networks(text: str) -> bool:
    try:
        return bool(_networks(text))
    except ValueError:
        return False


def _one_of(*words: str) -> Callable[[str, Any], str]:
    return _text(" or ".join(words), lambda text: text in words)


def _port(name: str, found: Any) -> int:
    try:
        port = int(found)
    except (TypeError, ValueError):
        port = -1
    if not 0 <= port <= 65_535 or isinstance(found, bool | float):
        raise WrongSetting(name, found, "a port from 0 (any free one) to 65535")
    return port


def _workers(name: str, found: Any) -> int:
    try:
        workers = int(found)
    except (TypeError, ValueError):
        workers = 0
    if not 1 <= workers <= MOST_WORKERS or isinstance(found, bool | float):
        raise WrongSetting(name, found, f"a number of processes from 1 to {MOST_WORKERS}")
    return workers


def _bell(name: str, found: Any) -> str:
    expected = "in-process, local, or valkey://host:6379"
    try:
        parts = urlsplit(found)
        is_right = found in ("in-process", "local") or (found.startswith(_VALKEY) and bool(parts.hostname))
        _ = parts.port
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        # What was found may hold a password.
        raise WrongSetting(name, f"{_VALKEY}…" if str(found).startswith(_VALKEY) else found, expected)
    return str(found)


def _database(name: str, found: Any) -> str:
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


def database_address(found: str) -> str:
    """For a program that embeds the tracker: a database, or `memory:`; raises `WrongSetting`."""
    return found if found == MEMORY else _database("database", found)


def _base_url(name: str, found: Any) -> str:
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


def _base_address(name: str, found: Any) -> str:
    """With a path, as GitHub Enterprise has it."""
    try:
        parts = urlsplit(found)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except (TypeError, ValueError, AttributeError):
        is_right = False
    if not is_right:
        raise WrongSetting(name, found, "an address like https://api.github.com")
    return str(found).rstrip("/")


@attrs.frozen
class _Row:
    """One setting: its option, its variable, its key in the file (the option's words), and how it is read."""

    field: str
    variable: str
    parse: Callable[[str, Any], Any]

    @property
    def key(self) -> str:
        return self.field


ROWS: Final = (
    _Row("host", "TASKTIX_HOST", _text("an address to listen on", lambda text: bool(text.strip()))),
    _Row("port", "TASKTIX_PORT", _port),
    _Row("database", "TASKTIX_DATABASE_URL", _database),
    _Row("base_url", "TASKTIX_BASE_URL", _base_url),
    _Row("workers", "TASKTIX_WORKERS", _workers),
    _Row("bell", "TASKTIX_BELL", _bell),
    _Row("metrics_port", "TASKTIX_METRICS_PORT", _port),
    _Row("sign_up", "TASKTIX_SIGN_UP", _one_of("open", "closed")),
    _Row("local_sign_in", "TASKTIX_LOCAL_SIGN_IN", _one_of("on", "off")),
    _Row("breached_passwords", "TASKTIX_BREACHED_PASSWORDS", _one_of("offline", "online", "off")),
    _Row("rate_limits", "TASKTIX_RATE_LIMITS", _one_of("on", "off")),
    _Row("trusted_proxies", "TASKTIX_TRUSTED_PROXIES", _text("networks like 10.0.0.0/8, ::1", _are_networks)),
    _Row("github_webhook_secret", "TASKTIX_GITHUB_WEBHOOK_SECRET", _secret),
    _Row("github_app_id", "TASKTIX_GITHUB_APP_ID", _text("the id of a GitHub App", lambda text: bool(text.strip()))),
    _Row("github_private_key_file", "TASKTIX_GITHUB_PRIVATE_KEY_FILE", _text("the path of a file", bool)),
    _Row("github_api_url", "TASKTIX_GITHUB_API_URL", _base_address),
)


def load(
    options: Mapping[str, Any], environment: Mapping[str, str] = os.environ, config: Path | None = None
) -> Settings:
    """Raises `WrongSetting`."""
    file = _read(config) if config is not None else {}
    unknown = file.keys() - {row.key for row in ROWS}
    if unknown:
        known = ", ".join(sorted(row.key for row in ROWS))
        raise WrongSetting(f"{config}", min(unknown), f"only these keys: {known}")
    values: dict[str, Any] = {}
    for row in ROWS:
        if options.get(row.field) is not None:
            values[row.field] = row.parse("--" + row.field.replace("_", "-"), options[row.field])
        elif environment.get(row.variable):
            values[row.field] = row.parse(row.variable, environment[row.variable])
        elif row.key in file:
            values[row.field] = row.parse(f"{row.key} in {config}", file[row.key])
    settings = Settings(**values)
    if settings.workers > 1 and settings.database_kind != "mysql":
        raise WrongSetting("workers", settings.workers, "1, or a MySQL or MariaDB database: SQLite has one writer")
    if bool(settings.github_app_id) != bool(settings.github_private_key_file):
        missing = "PRIVATE_KEY_FILE" if settings.github_app_id else "APP_ID"
        raise WrongSetting(f"TASKTIX_GITHUB_{missing}", "nothing", "a value: an app has an id and a key")
    return settings


def _read(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text())
    except OSError as error:
        raise WrongSetting("--config", str(config), f"a file that can be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting("--config", str(config), f"TOML ({error})") from None

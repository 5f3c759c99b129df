"""Settings: options over the environment over a file. The only reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import platformdirs

from tasktix.entrypoints import parsing
from tasktix.entrypoints.parsing import VALKEY, WrongSetting


class Unusable(Exception):
    """What a command was given cannot be used, in words."""


MEMORY: Final = "memory:"


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
    secret_key: str = ""
    sign_up: str = "open"
    metrics_port: int | None = None
    local_sign_in: str = "on"
    breached_passwords: str = "offline"
    rate_limits: str = "on"
    trusted_proxies: str = ""
    github_client_id: str = ""
    github_client_secret: str = attrs.field(default="", repr=False)
    github_webhook_secret: str = attrs.field(default="", repr=False)
    github_app_id: str = ""
    github_private_key_file: str = ""
    github_url: str = "https://github.com"
    github_api_url: str = "https://api.github.com"
    oidc_name: str = "OpenID Connect"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = attrs.field(default="", repr=False)
    oidc_scopes: str = "openid email profile"

    @property
    def database_kind(self) -> str:
        return urlsplit(self.database).scheme

    @property
    def bell_kind(self) -> str:
        """As the container calls it."""
        if self.bell.startswith(VALKEY):
            return "valkey"
        return self.bell.replace("-", "_") or ("in_process" if self.workers == 1 else "local")

    @property
    def shows_metrics(self) -> bool:
        """Whether they are on `port`. Behind a proxy everybody seems to come from this machine; and of several
        workers one would answer for all."""
        is_local = self.base_url is None or urlsplit(self.base_url).hostname in ("localhost", "127.0.0.1", "::1")
        return self.metrics_port is None and self.workers == 1 and is_local

    @property
    def secret_keys(self) -> list[str]:
        """The first is the present one."""
        return [it.strip() for it in self.secret_key.split(",") if it.strip()]

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
    def has_github_app(self) -> bool:
        """Whether it can ask for issues, and write them."""
        return bool(self.github_app_id)

    @property
    def trusted_networks(self) -> Sequence[IPv4Network | IPv6Network]:
        return parsing.networks(self.trusted_proxies)


def data_folder() -> Path:
    return platformdirs.user_data_path("tasktix", appauthor=False)


def database_address(found: str) -> str:
    """For a program that embeds the tracker: a database, or `memory:`; raises `WrongSetting`."""
    return found if found == MEMORY else parsing.database("database", found)


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
    _Row("host", "TASKTIX_HOST", parsing.text("an address to listen on", lambda text: bool(text.strip()))),
    _Row("port", "TASKTIX_PORT", parsing.port),
    _Row("database", "TASKTIX_DATABASE_URL", parsing.database),
    _Row("base_url", "TASKTIX_BASE_URL", parsing.base_url),
    _Row("workers", "TASKTIX_WORKERS", parsing.workers),
    _Row("bell", "TASKTIX_BELL", parsing.bell),
    _Row("metrics_port", "TASKTIX_METRICS_PORT", parsing.port),
    _Row("secret_key", "TASKTIX_SECRET_KEY", parsing.secret),
    _Row("sign_up", "TASKTIX_SIGN_UP", parsing.one_of("open", "closed")),
    _Row("local_sign_in", "TASKTIX_LOCAL_SIGN_IN", parsing.one_of("on", "off")),
    _Row("breached_passwords", "TASKTIX_BREACHED_PASSWORDS", parsing.one_of("offline", "online", "off")),
    _Row("rate_limits", "TASKTIX_RATE_LIMITS", parsing.one_of("on", "off")),
    _Row(
        "trusted_proxies",
        "TASKTIX_TRUSTED_PROXIES",
        parsing.text("networks like 10.0.0.0/8, ::1", parsing.are_networks),
    ),
    _Row("github_client_id", "TASKTIX_GITHUB_CLIENT_ID", parsing.words),
    _Row("github_client_secret", "TASKTIX_GITHUB_CLIENT_SECRET", parsing.secret),
    _Row("github_webhook_secret", "TASKTIX_GITHUB_WEBHOOK_SECRET", parsing.secret),
    _Row("github_app_id", "TASKTIX_GITHUB_APP_ID", parsing.words),
    _Row("github_private_key_file", "TASKTIX_GITHUB_PRIVATE_KEY_FILE", parsing.words),
    _Row("github_url", "TASKTIX_GITHUB_URL", parsing.address),
    _Row("github_api_url", "TASKTIX_GITHUB_API_URL", parsing.address),
    _Row("oidc_name", "TASKTIX_OIDC_NAME", parsing.words),
    _Row("oidc_issuer", "TASKTIX_OIDC_ISSUER", parsing.issuer),
    _Row("oidc_client_id", "TASKTIX_OIDC_CLIENT_ID", parsing.words),
    _Row("oidc_client_secret", "TASKTIX_OIDC_CLIENT_SECRET", parsing.secret),
    _Row(
        "oidc_scopes",
        "TASKTIX_OIDC_SCOPES",
        parsing.text("words with openid among them", lambda text: "openid" in text.split()),
    ),
)


TOGETHER: Final = (
    ("github_client_id", "github_client_secret"),
    ("github_app_id", "github_private_key_file"),
    ("oidc_issuer", "oidc_client_id", "oidc_client_secret"),
)
"""Settings of which all are given or none."""


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
    for rows in TOGETHER:
        given = [bool(getattr(settings, row)) for row in rows]
        if any(given) and not all(given):
            missing = rows[given.index(False)]
            raise WrongSetting(
                f"TASKTIX_{missing.upper()}", "nothing", f"a value, as there is one of {', '.join(rows)}"
            )
    return settings


def _read(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text())
    except OSError as error:
        raise WrongSetting("--config", str(config), f"a file that can be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting("--config", str(config), f"TOML ({error})") from None

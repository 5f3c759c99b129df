"""The keys that stored secrets are encrypted with."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from tasktix.adapters.auth.safe import AesSafe
from tasktix.entrypoints.parsing import WrongSetting
from tasktix.entrypoints.settings import Settings, data_folder

_FILE: Final = "secret.key"


def safe(settings: Settings) -> AesSafe:
    """With MySQL and no key of the operator's it has none, and opens nothing: `require` stops a server before that."""
    return AesSafe(_keys(settings))


def known(settings: Settings) -> AesSafe:
    """As `safe`, for who only looks: no key is made."""
    path = data_folder() / _FILE
    is_made = bool(settings.secret_keys) or settings.database_kind != "sqlite" or path.exists()
    return safe(settings) if is_made else AesSafe([])


def require(settings: Settings) -> None:
    """Several machines may serve one MySQL database: a key in the folder of one of them would be another for each.
    Raises `WrongSetting`."""
    if settings.database_kind == "mysql" and not settings.secret_keys:
        expected = "a long random text, the same for every server of this database"
        raise WrongSetting("TASKTIX_SECRET_KEY", "nothing", expected)


def _keys(settings: Settings) -> Sequence[str]:
    match settings.secret_keys, settings.database_kind:
        case [], "mysql":
            return []
        case [], "memory":
            return [secrets.token_urlsafe(32)]
        case [], _:
            return [_kept(data_folder() / _FILE)]
        case keys, _:
            return keys


def _kept(path: Path) -> str:
    """Made at the first start; whoever reads it reads what is encrypted, so nobody else may."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
    key = path.read_text().strip()
    if not key:
        raise WrongSetting(str(path), "an empty file", "the key that was made there, or no file")
    return key

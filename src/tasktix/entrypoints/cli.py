"""The command `tasktix`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from tasktix.application.ports import Unavailable
from tasktix.entrypoints.parsing import WrongSetting
from tasktix.entrypoints.settings import Settings, Unusable, load


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        return _COMMANDS[options.command](options)
    except WrongSetting as error:
        print(f"tasktix: {error}", file=sys.stderr)
        return 2
    except Unusable as error:
        print(f"tasktix: {error}", file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"tasktix: cannot use the database: {error}", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import keys, serve

    settings = load(vars(options), config=options.config)
    keys.require(settings)
    if settings.workers == 1:
        serve.run(settings)
        return 0
    from tasktix.entrypoints import workers

    return workers.run(settings)


def _migrate(options: argparse.Namespace) -> int:
    from tasktix.entrypoints.container import Container

    store = Container(settings=load(vars(options), config=options.config)).store()
    fault = store.schema_fault()
    print(fault or "The schema is current.")
    store.close()
    return 1 if fault else 0


def _backup(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import backup

    said = backup.save(_settings_of_what_is_there(options), options.file)
    print(f"{options.file}: {said}; written and read again.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import backup

    said = backup.restore(load(vars(options), config=options.config), options.file)
    print(f"{options.file}: {said}; restored and compared.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import doctor

    is_well = True
    for finding in doctor.findings(_settings_of_what_is_there(options)):
        print(finding, flush=True)
        is_well &= finding.is_well is not False
    return 0 if is_well else 1


def _settings_of_what_is_there(options: argparse.Namespace) -> Settings:
    """For a command that changes nothing: opening a database of SQLite would make one where there is none."""
    settings = load(vars(options), config=options.config)
    if settings.database_kind == "sqlite" and not Path(file := urlsplit(settings.database).path[1:]).exists():
        raise Unavailable(f"there is no file {file}")
    return settings


def _openapi(_options: argparse.Namespace) -> int:
    from tasktix.adapters import codec
    from tasktix.adapters.http import openapi, routes

    print(codec.encode(openapi.document(routes.ROUTES, version("tasktix"))).decode())
    return 0


def _user(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import users

    logging.getLogger().setLevel(logging.WARNING)
    return users.run(load(vars(options), config=options.config), options)


_COMMANDS = {
    "serve": _serve,
    "migrate": _migrate,
    "user": _user,
    "backup": _backup,
    "restore": _restore,
    "doctor": _doctor,
    "openapi": _openapi,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasktix", description="A shared task tracker that tells the truth at once.")
    parser.add_argument("--version", action="version", version=version("tasktix"))
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start everything: API, page and live stream")
    migrate = commands.add_parser("migrate", help="bring the database's schema up to date")
    commands.add_parser("openapi", help="print the OpenAPI document")
    user = commands.add_parser("user", help="add, disable, enable somebody, or reset a password or second factor")
    backup = commands.add_parser("backup", help="write everything to one new file, while the server runs if it does")
    restore = commands.add_parser("restore", help="bring a backup into an empty database, of whichever kind")
    doctor = commands.add_parser("doctor", help="look for what is wrong with this installation")
    for command in (backup, restore):
        command.add_argument("file", type=Path)
    for command in (serve, migrate, backup, restore, doctor, *_actions_of(user)):
        command.add_argument("--config", type=Path, help="a TOML file with settings")
        command.add_argument("--database", help="sqlite:////absolute/path.db or mysql://user:password@host/name")
    serve.add_argument("--host", help="where to listen (127.0.0.1)")
    serve.add_argument("--port", help="which port (8080; 0 picks one)")
    serve.add_argument("--workers", help="server processes on the one port (1; more on MySQL and MariaDB alone)")
    serve.add_argument(
        "--metrics-port", dest="metrics_port", help="a port for /metrics alone (of each worker the next)"
    )
    serve.add_argument("--base-url", dest="base_url", help="the public address, such as https://tasks.example.org")
    return parser


def _actions_of(parser: argparse.ArgumentParser) -> Sequence[argparse.ArgumentParser]:
    """The actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make an account, even where sign-up is closed")
    add.add_argument("username")
    add.add_argument("email")
    reset = actions.add_parser("reset-password", help="give another password; every session ends")
    reset_factor = actions.add_parser("reset-second-factor", help="for who lost phone and backup codes: none any more")
    disable = actions.add_parser("disable", help="shut somebody out: sessions, tokens and streams end at once")
    enable = actions.add_parser("enable", help="let somebody in again who was shut out")
    for action in (reset, reset_factor, disable, enable):
        action.add_argument("login", help="the username or the e-mail address")
    for action in (add, reset):
        action.add_argument("--generate", action="store_true", help="think up a password and print it, this once")
    return add, reset, reset_factor, disable, enable


if __name__ == "__main__":
    sys.exit(main())

"""The command `tasktix`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tasktix.application.ports import Unavailable
from tasktix.entrypoints.settings import WrongSetting, load


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        return _COMMANDS[options.command](options)
    except WrongSetting as error:
        print(f"tasktix: {error}", file=sys.stderr)
        return 2
    except Unavailable as error:
        print(f"tasktix: cannot use the database: {error}", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import serve

    settings = load(vars(options), config=options.config)
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


def _openapi(_options: argparse.Namespace) -> int:
    from tasktix.adapters import codec
    from tasktix.adapters.http import openapi, routes

    print(codec.encode(openapi.document(routes.ROUTES, version("tasktix"))).decode())
    return 0


def _user(options: argparse.Namespace) -> int:
    from tasktix.entrypoints import users

    logging.getLogger().setLevel(logging.WARNING)
    return users.run(load(vars(options), config=options.config), options)


_COMMANDS = {"serve": _serve, "migrate": _migrate, "openapi": _openapi, "user": _user}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasktix", description="A shared task tracker that tells the truth at once.")
    parser.add_argument("--version", action="version", version=version("tasktix"))
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start everything: API, page and live stream")
    migrate = commands.add_parser("migrate", help="bring the database's schema up to date")
    commands.add_parser("openapi", help="print the OpenAPI document")
    user = commands.add_parser("user", help="add, disable, enable somebody, or reset a password")
    for command in (serve, migrate, *_actions_of(user)):
        command.add_argument("--config", type=Path, help="a TOML file with settings")
        command.add_argument("--database", help="sqlite:////absolute/path.db or mysql://user:password@host/name")
    serve.add_argument("--host", help="where to listen (127.0.0.1)")
    serve.add_argument("--port", help="which port (8080; 0 picks one)")
    serve.add_argument("--workers", help="server processes on the one port (1; more on MySQL and MariaDB alone)")
    serve.add_argument("--base-url", dest="base_url", help="the public address, such as https://tasks.example.org")
    return parser


def _actions_of(parser: argparse.ArgumentParser) -> Sequence[argparse.ArgumentParser]:
    """The actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make an account, even where sign-up is closed")
    add.add_argument("username")
    add.add_argument("email")
    reset = actions.add_parser("reset-password", help="give another password; every session ends")
    disable = actions.add_parser("disable", help="shut somebody out: sessions, tokens and streams end at once")
    enable = actions.add_parser("enable", help="let somebody in again who was shut out")
    for action in (reset, disable, enable):
        action.add_argument("login", help="the username or the e-mail address")
    for action in (add, reset):
        action.add_argument("--generate", action="store_true", help="think up a password and print it, this once")
    return add, reset, disable, enable


if __name__ == "__main__":
    sys.exit(main())

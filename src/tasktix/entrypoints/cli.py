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


def _openapi(_options: argparse.Namespace) -> int:
    from tasktix.adapters import codec
    from tasktix.adapters.http import openapi, routes

    print(codec.encode(openapi.document(routes.ROUTES, version("tasktix"))).decode())
    return 0


_COMMANDS = {"serve": _serve, "migrate": _migrate, "openapi": _openapi}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasktix", description="A shared task tracker that tells the truth at once.")
    parser.add_argument("--version", action="version", version=version("tasktix"))
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start everything: API, page and live stream")
    migrate = commands.add_parser("migrate", help="bring the database's schema up to date")
    commands.add_parser("openapi", help="print the OpenAPI document")
    for command in (serve, migrate):
        command.add_argument("--config", type=Path, help="a TOML file with settings")
        command.add_argument("--database", help="sqlite:////absolute/path.db or mysql://user:password@host/name")
    serve.add_argument("--host", help="where to listen (127.0.0.1)")
    serve.add_argument("--port", help="which port (8080; 0 picks one)")
    serve.add_argument("--workers", help="server processes on the one port (1; more on MySQL and MariaDB alone)")
    serve.add_argument("--base-url", dest="base_url", help="the public address, such as https://tasks.example.org")
    return parser


if __name__ == "__main__":
    sys.exit(main())

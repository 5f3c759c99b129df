"""`tasktix user …`: what an operator does with accounts, beside a server or without one."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from typing import Final

from tasktix.application import accounts
from tasktix.application.actor import SYSTEM
from tasktix.application.authentication import Authentication
from tasktix.domain.errors import Refused
from tasktix.entrypoints.container import Container
from tasktix.entrypoints.settings import Settings

REFUSED: Final = 3
"""Exit code where a rule said no: the name is taken, nobody has it, the password is too easy."""

DONE: Final = 0

_GENERATED: Final = 18
"""Random bytes of a password that the program thinks up: 144 bits."""


def run(settings: Settings, options: argparse.Namespace) -> int:
    """The exit code. What was refused is one line on standard error."""
    container = Container(settings=settings)
    application = container.application()
    try:
        _ACTIONS[options.action](container.authentication(), options)
    except Refused as refusal:
        print(f"tasktix: {refusal}", file=sys.stderr)
        return REFUSED
    finally:
        application.close()
    return DONE


def _add(authentication: Authentication, options: argparse.Namespace) -> None:
    fields = {"username": options.username, "email": options.email, "password": _password(options)}
    user = authentication.add_account(fields)
    _tell(options, f"{user.username} has an account.", fields["password"])


def _reset_password(authentication: Authentication, options: argparse.Namespace) -> None:
    password = _password(options)
    authentication.reset_password(options.login, password)
    _tell(options, f"{options.login} has another password; every session has ended.", password)


def _reset_second_factor(authentication: Authentication, options: argparse.Namespace) -> None:
    authentication.application.perform(SYSTEM, accounts.reset_second_factor, login=options.login)
    print(f"{options.login} has no second factor; if there was one, every session has ended.")


def _disable(authentication: Authentication, options: argparse.Namespace) -> None:
    authentication.application.perform(SYSTEM, accounts.disable, login=options.login)
    print(f"{options.login} is shut out.")


def _enable(authentication: Authentication, options: argparse.Namespace) -> None:
    authentication.application.perform(SYSTEM, accounts.enable, login=options.login)
    print(f"{options.login} may sign in.")


def _password(options: argparse.Namespace) -> str:
    """From the keyboard, unseen; or from standard input, as it is but for the end of the line."""
    if options.generate:
        return secrets.token_urlsafe(_GENERATED)
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\r\n")


def _tell(options: argparse.Namespace, words: str, password: str) -> None:
    print(words)
    if options.generate:
        print(f"Password: {password}")


_ACTIONS: Final = {
    "add": _add,
    "reset-password": _reset_password,
    "reset-second-factor": _reset_second_factor,
    "disable": _disable,
    "enable": _enable,
}

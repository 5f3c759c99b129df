"""Those who come from elsewhere for the first time, several tabs at once."""

from __future__ import annotations

import itertools
from functools import partial

from tasktix.application import linked
from tasktix.application.application import Application
from tasktix.domain.linked import Identity
from tests.builders import STRANGER, person_fields
from tests.contract.threads import together

TABS = 6
PEOPLE = 12

_NUMBERS = itertools.count(1)


def newcomer(email: str | None) -> Identity:
    name = person_fields()["username"]
    return Identity("https://school.example", f"{name} {next(_NUMBERS)}", name=name, email=email)


def accounts_of(app: Application, identity: Identity) -> set[str]:
    sign_up = partial(app.perform, STRANGER, linked.sign_up, identity=identity, provider="oidc", sealed="")
    answers = together([sign_up] * TABS)
    assert not [it for it in answers if isinstance(it, Exception)]
    return {it.id for it in answers}


def test_the_tabs_of_one_newcomer_are_one_account(app: Application) -> None:
    """A tab may find that another's account has taken the address, a moment after it found no such account."""
    for _ in range(PEOPLE):
        assert len(accounts_of(app, newcomer(person_fields()["email"]))) == 1


def test_without_an_address_too(app: Application) -> None:
    for _ in range(PEOPLE):
        assert len(accounts_of(app, newcomer(None))) == 1

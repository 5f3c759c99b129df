"""A user: the profile. Secrets are not part of it; they are a `Credential`, which is never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from tasktix.domain import own_facts
from tasktix.domain.access import Person
from tasktix.domain.aggregate import Aggregate
from tasktix.domain.calendar import zone_of
from tasktix.domain.errors import Rule, checked
from tasktix.domain.fields import color, line
from tasktix.domain.ids import Id
from tasktix.domain.merging import Basis, merge
from tasktix.domain.words import Color

_USERNAME: Final = re.compile(r"[A-Za-z0-9_]{3,32}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
_LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
LONGEST_EMAIL: Final = 128
PASSWORD_LENGTH: Final = range(10, 257)


def username(value: str) -> str:
    text = line(32)(value)
    if not _USERNAME.fullmatch(text):
        raise ValueError("must have 3 to 32 characters A-Z a-z 0-9 _")
    return text


def email(value: str) -> str:
    text = line(LONGEST_EMAIL)(value)
    if not _EMAIL.fullmatch(text):
        raise ValueError("must be an e-mail address")
    return text


def password(value: str) -> str:
    """Exactly as typed, never trimmed: a person's white space is theirs."""
    if len(value) not in PASSWORD_LENGTH:
        raise ValueError(f"must have {PASSWORD_LENGTH.start} to {PASSWORD_LENGTH.stop - 1} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("must be well-formed Unicode") from None
    return value


def timezone(value: str | None) -> str | None:
    """The name of a time zone; `None` clears."""
    if value is not None:
        zone_of(line(64)(value))
    return value


def locale(value: str | None) -> str | None:
    """A language tag such as `en-GB` (BCP 47, well-formed as far as its letters go); `None` clears."""
    if value is not None and not _LOCALE.fullmatch(line(35)(value)):
        raise ValueError("must be a language like en or en-GB")
    return value


RULES: Final[Mapping[str, Rule]] = {
    "username": username,
    "email": email,
    "color": color,
    "password": password,
}
PROFILE_RULES: Final[Mapping[str, Rule]] = {
    "username": username,
    "email": email,
    "color": color,
    "timezone": timezone,
    "locale": locale,
}


@attrs.define(eq=False, kw_only=True)
class User(Aggregate):
    """`timezone` and `locale` are the user's own, or None for what the browser says."""

    username: str
    email: str
    name: str
    color: Color
    avatar_url: str | None = None
    timezone: str | None = None
    locale: str | None = None
    created_at: datetime

    @classmethod
    def sign_up(cls, user_id: Id, *, now: datetime, fields: Mapping[str, Any]) -> User:
        """A new user from username, email and color; its name is the username until another is given."""
        cleaned = checked(RULES, fields, required=("username", "email", "color"))
        user = cls(id=user_id, name=cleaned["username"], created_at=now, **cleaned)
        user.record(own_facts.UserSignedUp(user_id))
        return user

    def revise(self, fields: Mapping[str, Any], basis: Basis | None = None) -> None:
        """Write the given `fields` (see `PROFILE_RULES`), all or none. Raises `Invalid`, `Conflicting`."""
        cleaned = checked(PROFILE_RULES, fields)
        if "username" in cleaned and self.name == self.username:
            # Who never gave another name goes by the username.
            cleaned["name"] = cleaned["username"]
        if merge(self, cleaned, basis):
            self.record(own_facts.UserRevised(self.id))

    def change_password(self) -> None:
        """The password is a `Credential`; that there is another is a fact of the user's."""
        self.record(own_facts.PasswordChanged(self.id))

    def disable(self) -> None:
        """As `change_password`: what shuts them out is in the `Credential`."""
        self.record(own_facts.UserDisabled(self.id))

    def enable(self) -> None:
        self.record(own_facts.UserEnabled(self.id))

    def delete(self) -> None:
        self.go_with(own_facts.UserDeleted(self.id))

    def as_person(self) -> Person:
        return Person(self.id, self.username, self.name, self.color, self.avatar_url)


def login_key(text: str) -> str:
    """What two spellings of the same username or e-mail have in common."""
    return text.strip().casefold()


def says_who(password: str, names: Iterable[str]) -> bool:
    """Whether a password is no more than one of its user's names, or the first part of an e-mail address."""
    known = {part for name in names for part in (login_key(name), login_key(name).partition("@")[0])}
    return login_key(password) in known


NO_PASSWORD: Final = "!"  # noqa: S105 - the very opposite
"""The hash of no password: who has it signs in some other way, or not at all."""


@attrs.frozen
class Credential:
    """A user's password as its hash. Apart from `User`, so that no code that shows a user can show it.

    Who is disabled since `disabled_at` does not get in by any way.
    """

    user_id: Id
    password_hash: str
    disabled_at: datetime | None = None

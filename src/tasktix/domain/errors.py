"""Everything the domain can refuse. Each class is one reason; adapters decide how a reason is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import attrs


class Refused(Exception):
    """A rule said no. Nothing was changed."""

    def __str__(self) -> str:
        reason, details = (self.__doc__ or "").splitlines()[0], super().__str__()
        return f"{reason.rstrip('.')}: {details}" if details else reason


@attrs.frozen
class FieldError:
    """What is wrong with one field, in words for the person who filled it in.

    `position` is the place of the fault in a text that has a grammar, in code points from its start.
    """

    field: str
    message: str
    position: int | None = None


class Invalid(Refused):
    """A value does not fit its field."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in self.errors))

    @classmethod
    def of(cls, field: str, message: str) -> Invalid:
        return cls([FieldError(field, message)])


class NotSignedIn(Refused):
    """Sign in first."""


class BadCredentials(Refused):
    """No account has this login and password."""


class WrongCode(Refused):
    """This code is not right, or was used before."""


class WrongPasskey(Refused):
    """This passkey is not known here, or was shown too late."""


class NotFresh(Refused):
    """This needs a fresh proof of who you are: give your password again."""


class OutOfScope(Refused):
    """This API token was not made for this."""


class TooMany(Refused):
    """That was too often; wait a moment."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds} s")


class NotFound(Refused):
    """There is no such thing, or you may not see it."""


class NoSuchUser(Refused):
    """Nobody has this username or e-mail."""


class Forbidden(Refused):
    """Your role in this list does not allow this."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(permission)


class Conflict(Refused):
    """The request does not fit the present state."""


class IdTaken(Conflict):
    """This id is already in use."""


class Taken(Conflict):
    """Somebody else has it already."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


@attrs.frozen
class Clash:
    """One field that two people want differently: your value and the present one, by whom (if known) and when."""

    yours: Any
    theirs: Any
    by: str | None = None
    at: datetime | None = None


class Conflicting(Conflict):
    """Somebody else has changed the same since."""

    def __init__(self, clashes: Mapping[str, Clash]) -> None:
        self.clashes = dict(clashes)
        super().__init__(", ".join(clashes))


class CannotUndo(Conflict):
    """This entry cannot be undone."""


class RoleInUse(Conflict):
    """Somebody has this role."""


class PresetRole(Conflict):
    """The preset roles are the same in every list."""


class TaskCompleted(Conflict):
    """A completed task has no running timer; reopen it first."""


class AlreadyMember(Conflict):
    """This user is already a member of the list."""


class LastAdmin(Conflict):
    """A list keeps at least one Admin."""


class SoleAdmin(Conflict):
    """Lists with other members would be left without an Admin."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.lists = dict(lists)
        """Their names, by id."""
        super().__init__(", ".join(self.lists.values()))


class LastWayIn(Conflict):
    """This is the last way to sign in; add another one first."""


class AccountTaken(Conflict):
    """This account elsewhere belongs to another user here."""


class SecondFactorOn(Conflict):
    """There is a second factor already; turn it off first."""


class NotConnected(Conflict):
    """No account of yours at the tracker is known here."""


class LocalSignInOff(Refused):
    """The operator has switched passwords off."""


class SignUpClosed(Refused):
    """The operator has closed sign-up."""


Rule = Callable[[Any], Any]
T = TypeVar("T")


def found(things: Mapping[str, T], wanted: str) -> T:
    """The thing with this id; raises `NotFound`."""
    try:
        return things[wanted]
    except KeyError:
        raise NotFound from None


def checked(rules: Mapping[str, Rule], values: Mapping[str, Any], *, required: Iterable[str] = ()) -> dict[str, Any]:
    """Every value as its rule cleans it, or one `Invalid` that names every field at fault.

    A rule is a function from the raw to the clean value which raises `ValueError` with words for a person.
    """
    cleaned: dict[str, Any] = {}
    errors = [FieldError(field, "is required") for field in required if field not in values]
    for field, value in values.items():
        if field not in rules:
            errors.append(FieldError(field, "is not a field of this"))
            continue
        try:
            cleaned[field] = rules[field](value)
        except ValueError as error:
            errors.append(FieldError(field, str(error), getattr(error, "position", None)))
    if errors:
        raise Invalid(errors)
    return cleaned

"""Facts of one's own matters: the profile, the password, and what opens the account. Told to oneself alone."""

from __future__ import annotations

from typing import ClassVar

import attrs

from tasktix.domain.facts import Fact
from tasktix.domain.ids import Id


@attrs.frozen
class _UserFact(Fact):
    audited: ClassVar[bool] = True
    user: Id


class UserSignedUp(_UserFact):
    type = "user.signed_up"


class UserRevised(_UserFact):
    type = "user.revised"


class UserDisabled(_UserFact):
    """The operator has shut them out."""

    type = "user.disabled"


class UserEnabled(_UserFact):
    type = "user.enabled"


class UserDeleted(_UserFact):
    type = "user.deleted"


class PasswordChanged(_UserFact):
    type = "password.changed"


@attrs.frozen
class _SessionFact(Fact):
    audited: ClassVar[bool] = True
    session: Id


class SessionStarted(_SessionFact):
    type = "session.started"


class SessionRenewed(_SessionFact):
    """Its user has proved again who they are, and it has another token."""

    type = "session.renewed"


class SessionEnded(_SessionFact):
    type = "session.ended"


@attrs.frozen
class _TokenFact(Fact):
    audited: ClassVar[bool] = True
    token: Id


class TokenMade(_TokenFact):
    type = "token.made"


class TokenRevoked(_TokenFact):
    type = "token.revoked"


@attrs.frozen
class _SecondFactorFact(Fact):
    user: Id


class SecondFactorOffered(_SecondFactorFact):
    """A secret was shown; it does not count before a first code."""

    type = "second_factor.offered"


class SecondFactorTurnedOn(_SecondFactorFact):
    type = "second_factor.on"
    audited = True


class SecondFactorTurnedOff(_SecondFactorFact):
    type = "second_factor.off"
    audited = True


class SecondFactorUsed(_SecondFactorFact):
    type = "second_factor.used"


class BackupCodeUsed(_SecondFactorFact):
    type = "backup_code.used"
    audited = True


class BackupCodesMade(_SecondFactorFact):
    """All earlier ones are worthless."""

    type = "backup_codes.made"
    audited = True


@attrs.frozen
class _AccountFact(Fact):
    account: Id


class AccountLinked(_AccountFact):
    """Its owner signs in by this account elsewhere from now on."""

    type = "account.linked"
    audited = True


class AccountUsed(_AccountFact):
    type = "account.used"


class AccountRenewed(_AccountFact):
    """Its provider has given us other tokens for those that had come to their end."""

    type = "account.renewed"


class AccountUnlinked(_AccountFact):
    type = "account.unlinked"
    audited = True


@attrs.frozen
class _PasskeyFact(Fact):
    passkey: Id


class PasskeyAdded(_PasskeyFact):
    """Its owner signs in by it from now on."""

    type = "passkey.added"
    audited = True


class PasskeyRenamed(_PasskeyFact):
    type = "passkey.renamed"


class PasskeyUsed(_PasskeyFact):
    type = "passkey.used"


class PasskeyRemoved(_PasskeyFact):
    type = "passkey.removed"
    audited = True

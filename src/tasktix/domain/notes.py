"""The audit: a note for each thing that happened to somebody's account and rights, for that person to read."""

from __future__ import annotations

from datetime import datetime

import attrs

from tasktix.domain.ids import Id

SIGN_IN_FAILED = "sign_in.failed"
PROOF_FAILED = "proof.failed"
"""The kinds that are no facts: nothing came of them."""


@attrs.frozen
class Note:
    """`kind` is the name of a fact, or of a failure. `by` did it, if that is known, and `about` is the session, token
    or list that it was about. `address` and `device` are the user's own, or those of a failure; never those of others.
    `user_id` is empty for a failure that was nobody's: it is written all the same, so that it takes as long."""

    id: Id
    user_id: Id
    at: datetime
    kind: str
    by: Id | None
    about: Id | None
    address: str
    device: str

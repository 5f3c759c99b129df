"""Whether a delivery is GitHub's, and what it is: functions of bytes.

gidgethub's own check is not used: it takes SHA-1 where SHA-256 is missing, and anything where no secret is given.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs
import msgspec

from tasktix.adapters.github import payloads
from tasktix.application.tracker import BadSignature, Parcel, Unreadable
from tasktix.domain.hints import Hint

_SIGNATURE: Final = re.compile(r"sha256=([0-9a-f]{64})")
_NAME: Final = re.compile(r"[\x21-\x7e]{1,64}")
_HOOK: Final = re.compile(r"[0-9]{1,32}")
_NO_HOOK: Final = "0"
"""Of a sender that does not say which of its webhooks this is."""

LARGEST_NUMBER: Final = 2**63 - 1


@attrs.frozen
class GitHubWebhooks:
    """Each of the `secrets` counts: while they are rotated there are two. Without one nothing is GitHub's."""

    secrets: Sequence[str] = attrs.field(factory=tuple, repr=False)

    def read(self, headers: Mapping[str, str], raw: bytes) -> Parcel:
        self._require_signature(headers.get("x-hub-signature-256", ""), raw)
        event, guid = headers.get("x-github-event", ""), headers.get("x-github-delivery", "")
        hook = headers.get("x-github-hook-id", _NO_HOOK)
        if not (_NAME.fullmatch(event) and _NAME.fullmatch(guid) and _HOOK.fullmatch(hook)):
            raise Unreadable
        try:
            payload = payloads.read(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if event in payloads.FOLLOWED:
                raise Unreadable from None
            # Another event may have fields of these names with another meaning.
            payload = _known_to_be_json(raw)
        repository = payload.repository
        if len(payload.action) > 64 or not payload.action.isascii() or not _fit(payload):
            raise Unreadable
        repository_id = None if repository is None else repository.id
        return Parcel(hook, guid, event, payload.action, repository_id, payloads.kept(payload))

    def hint(self, event: str, action: str, body: str) -> Hint:
        return payloads.hint(event, payloads.read(body.encode()))

    def _require_signature(self, signature: str, raw: bytes) -> None:
        found = _SIGNATURE.fullmatch(signature)
        if found is None:
            raise BadSignature
        # Each is tried: how long it takes tells nothing of which.
        right = [
            hmac.compare_digest(hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest(), found[1])
            for secret in self.secrets
        ]
        if not any(right):
            raise BadSignature


def _known_to_be_json(raw: bytes) -> payloads.Payload:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return payloads.Payload()


def _fit(payload: payloads.Payload) -> bool:
    """Numbers that no database holds are none of GitHub's."""
    numbers = [it.id for it in (payload.repository, payload.issue, payload.installation) if it is not None]
    return all(0 < it <= LARGEST_NUMBER for it in numbers)

"""What is across lists, one's own, or asked by the program itself."""

from __future__ import annotations

from typing import Final

import attrs

from tasktix.application import (
    accounts,
    audit,
    factors,
    feed,
    history,
    limits,
    linked,
    passkeys,
    replies,
    saved_filters,
    search,
    sessions,
    snapshots,
    tickets,
    tokens,
)
from tasktix.application.feed import Mark
from tasktix.domain.linked import Identity
from tasktix.domain.passkeys import Key
from tasktix.domain.tickets import Purpose
from tests.builders import Sample, person_fields
from tests.catalogue.row import Access, Row, its_list, nothing

A = Access

PROFILE_FIELDS: Final = {"timezone": "Europe/Berlin", "locale": "en-GB"}
ROLE_FIELDS: Final = {"name": "Gardener", "description": "Works on it", "permissions": ["tasks:add", "tasks:complete"]}
LIST_FIELDS: Final = {
    "name": "Orchard",
    "color": "lime",
    "description": "*apples*",
    "has_due_dates": False,
    "has_time_tracking": False,
    "auto_order": False,
}


SEALED: Final = {"provider": "oidc", "sealed": "sealed tokens"}


def another(sample: Sample) -> Identity:
    """Nobody's yet."""
    return attrs.evolve(sample.identity, subject=sample.fresh_id, name=sample.fresh_id, email=person_fields()["email"])


def its_hash(sample: Sample) -> dict[str, str]:
    """The outsider's, as `sign_up` of the builders makes it."""
    return {"known_hash": f"hash of {sample.outsider_login}"}


ROWS: Final[tuple[Row, ...]] = (
    # saved filters
    Row(saved_filters.own, A.SIGNED_IN, nothing),
    Row(
        saved_filters.save,
        A.SIGNED_IN,
        lambda sample, _: {"filter_id": sample.fresh_id, "fields": {"name": "Mine", "text": "@me status:open"}},
        writes=True,
        settles=True,
    ),
    Row(
        saved_filters.revise,
        A.OWNER,
        lambda sample, _: {"filter_id": sample.filter, "fields": {"name": "Later", "text": "due>+2w"}},
        writes=True,
        settles=True,
    ),
    Row(saved_filters.delete, A.OWNER, lambda sample, _: {"filter_id": sample.filter}, writes=True),
    # search
    Row(search.find, A.SIGNED_IN, lambda _, __: {"filter_text": "status:open (#urgent | dig)", "limit": 50}),
    Row(search.today, A.SIGNED_IN, nothing),
    Row(search.calibration, A.SIGNED_IN, nothing),
    # history
    Row(history.of_list, A.MEMBER, lambda sample, _: {"list_id": sample.id, "limit": 50}),
    Row(
        history.of_list,
        A.MEMBER,
        lambda sample, _: {"list_id": sample.id, "limit": 50, "task_id": sample.tasks[0]},
        variant="of a task",
    ),
    Row(history.own, A.SIGNED_IN, lambda _, __: {"limit": 50}),
    # accounts
    Row(
        accounts.sign_up,
        A.ANYONE,
        lambda _, __: {"fields": person_fields(), "password_hash": "hash of a password"},
        writes=True,
    ),
    Row(accounts.credential, A.SYSTEM, lambda sample, _: {"login": sample.outsider_login}),
    Row(accounts.me, A.SIGNED_IN, nothing),
    Row(accounts.own_credential, A.SIGNED_IN, nothing),
    Row(
        accounts.change_password,
        A.SIGNED_IN,
        lambda sample, _: {"password_hash": "hash of another", "token": sample.fresh_id, **its_hash(sample)},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    # Writes no fact, because nobody's screen changes by it.
    Row(
        accounts.rehash,
        A.SYSTEM,
        lambda sample, _: {"password_hash": "hash of the same", **its_hash(sample)},
        by=lambda sample: sample.outsider,
    ),
    Row(accounts.revise, A.SIGNED_IN, lambda _, __: {"fields": PROFILE_FIELDS}, writes=True, settles=True),
    Row(
        accounts.revise,
        A.SIGNED_IN,
        lambda sample, _: {"fields": {"username": f"Ann{sample.fresh_id}", "color": "amber"}},
        writes=True,
        settles=True,
        variant="as others see it",
    ),
    Row(accounts.disable, A.SYSTEM, lambda sample, _: {"login": sample.outsider_login}, writes=True),
    # Nobody in a sample is disabled.
    Row(accounts.enable, A.SYSTEM, lambda sample, _: {"login": sample.outsider_login}),
    Row(
        accounts.reset_password,
        A.SYSTEM,
        lambda sample, _: {"login": sample.outsider_login, "password_hash": "hash of another"},
        writes=True,
    ),
    Row(accounts.reset_second_factor, A.SYSTEM, lambda sample, _: {"login": sample.outsider_login}, writes=True),
    # sessions
    Row(
        sessions.start,
        A.SYSTEM,
        lambda sample, actor: {"user_id": actor.user_id, "token": sample.fresh_id, "remember": True},
        writes=True,
    ),
    Row(
        sessions.start,
        A.SYSTEM,
        lambda sample, actor: {"user_id": actor.user_id, "token": sample.fresh_id, "remember": True},
        by=lambda sample: sample.outsider,
        variant="half",
    ),
    Row(sessions.half_of, A.SYSTEM, lambda sample, _: {"half": sample.half}),
    Row(
        sessions.complete,
        A.SYSTEM,
        lambda sample, _: {"half": sample.half, "shown": sample.shown, "token": sample.fresh_id},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(sessions.with_token, A.SYSTEM, lambda _, __: {"token": "of nobody"}),
    # Writes no fact, because nobody's screen changes by it.
    Row(sessions.touch, A.SYSTEM, lambda _, actor: {"session_id": actor.session_id}),
    Row(sessions.current, A.SIGNED_IN, nothing),
    Row(sessions.own, A.SIGNED_IN, nothing),
    Row(
        sessions.renew,
        A.SIGNED_IN,
        lambda sample, _: {"token": sample.fresh_id, "password_hash": its_hash(sample)["known_hash"]},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(sessions.end, A.SIGNED_IN, nothing, writes=True),
    Row(sessions.end_one, A.SIGNED_IN, lambda _, actor: {"session_id": actor.session_id}, writes=True),
    # There are none in a sample.
    Row(sessions.end_others, A.SIGNED_IN, nothing),
    Row(sessions.end_expired, A.SYSTEM, nothing),
    # the second factor, which is the outsider's; a ticket that is forgotten writes no fact
    Row(factors.own, A.SIGNED_IN, nothing),
    Row(factors.offer, A.SIGNED_IN, lambda _, __: {"sealed": "a sealed secret"}, writes=True),
    Row(
        factors.turn_off,
        A.SIGNED_IN,
        lambda sample, _: {"shown": sample.shown, "token": sample.fresh_id},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(
        factors.replace_backup_codes,
        A.SIGNED_IN,
        lambda sample, _: {"shown": sample.shown, "hashes": [sample.fresh_id]},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(
        factors.spend,
        A.SIGNED_IN,
        lambda sample, _: {"shown": sample.shown},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(factors.of_user, A.SYSTEM, lambda sample, _: {"user_id": sample.outsider.user_id}),
    Row(
        tickets.put,
        A.SYSTEM,
        lambda sample, _: {"purpose": Purpose.PROVIDER, "key": sample.fresh_id, "content": {"next": "/"}},
    ),
    Row(tickets.redeem, A.SYSTEM, lambda sample, _: {"purpose": Purpose.SECOND_FACTOR, "key": sample.half}),
    Row(tickets.forget_expired, A.SYSTEM, nothing),
    # accounts elsewhere, of which the admin has one
    Row(linked.own, A.SIGNED_IN, nothing),
    Row(linked.holder, A.SYSTEM, lambda sample, _: {"identity": sample.identity}),
    Row(linked.at, A.SYSTEM, lambda sample, _: {"user_id": sample.admin.user_id, "provider": "oidc"}),
    Row(linked.sign_up, A.SYSTEM, lambda sample, _: {"identity": another(sample), **SEALED}, writes=True),
    Row(linked.link, A.SIGNED_IN, lambda sample, _: {"identity": another(sample), **SEALED}, writes=True),
    Row(
        linked.use,
        A.SYSTEM,
        lambda sample, _: {"identity": sample.identity, "sealed": "other tokens"},
        writes=True,
    ),
    Row(
        linked.renew,
        A.SYSTEM,
        lambda sample, _: {
            "user_id": sample.admin.user_id,
            "account_id": sample.account,
            "known": SEALED["sealed"],
            "sealed": "next tokens",
        },
        writes=True,
    ),
    Row(linked.unlink, A.OWNER, lambda sample, _: {"account_id": sample.account}, writes=True),
    # passkeys, of which the admin has one
    Row(passkeys.own, A.SIGNED_IN, nothing),
    Row(passkeys.ask, A.SIGNED_IN, lambda sample, _: {"challenge": sample.fresh_id}),
    Row(
        passkeys.add,
        A.SIGNED_IN,
        lambda sample, _: {"challenge": sample.invitation, "key": Key(sample.fresh_id, "public", 0), "name": "Phone"},
        writes=True,
        by=lambda sample: sample.outsider,
    ),
    Row(
        passkeys.rename,
        A.OWNER,
        lambda sample, _: {"passkey_id": sample.passkey, "name": "Old laptop"},
        writes=True,
    ),
    Row(passkeys.remove, A.OWNER, lambda sample, _: {"passkey_id": sample.passkey}, writes=True),
    Row(passkeys.with_credential, A.SYSTEM, lambda sample, _: {"credential_id": f"credential {sample.passkey}"}),
    Row(passkeys.invite, A.ANYONE, lambda sample, _: {"challenge": sample.fresh_id}),
    Row(passkeys.use, A.SYSTEM, lambda sample, _: {"passkey_id": sample.passkey, "sign_count": 2}, writes=True),
    Row(
        passkeys.renew,
        A.OWNER,
        lambda sample, _: {"passkey_id": sample.passkey, "sign_count": 2, "token": sample.fresh_id},
        writes=True,
    ),
    # tokens
    Row(tokens.own, A.SIGNED_IN, nothing),
    Row(
        tokens.make,
        A.SIGNED_IN,
        lambda sample, _: {"secret": f"tt_{sample.fresh_id}", "fields": {"name": "Script", "scopes": ["read"]}},
        writes=True,
    ),
    Row(tokens.revoke, A.OWNER, lambda sample, _: {"token_id": sample.token}, writes=True),
    Row(tokens.with_secret, A.SYSTEM, lambda _, __: {"secret": "tt_of_nobody"}),
    # Writes no fact, because nobody's screen changes by it.
    Row(tokens.touch, A.SYSTEM, lambda sample, _: {"token_id": sample.token}),
    Row(tokens.revoke_expired, A.SYSTEM, nothing),
    # snapshots and the feed
    Row(snapshots.position, A.MEMBER, its_list),
    Row(snapshots.of_list, A.MEMBER, its_list),
    Row(feed.audiences, A.SIGNED_IN, nothing),
    Row(feed.audiences, A.MEMBER, lambda sample, _: {"only": [sample.id]}, variant="of one list"),
    Row(feed.opening, A.SIGNED_IN, nothing),
    Row(
        feed.opening,
        A.MEMBER,
        lambda sample, _: {"mark": Mark(sample.id, 1), "named": [sample.id], "only": [sample.id]},
        variant="of who comes back",
    ),
    Row(feed.entries, A.SYSTEM, lambda sample, _: {"after": {sample.id: 0}}),
    Row(feed.reach, A.SYSTEM, lambda sample, _: {"audiences": [sample.id]}),
    Row(feed.overgrown, A.SYSTEM, nothing),
    # Writes no fact, because nobody's screen changes by it.
    Row(feed.trim, A.SYSTEM, lambda sample, _: {"audience": sample.id}),
    # replies; forgetting one writes no fact, because nobody's screen changes by it
    Row(
        replies.require_unanswered,
        A.SYSTEM,
        lambda _, __: {"fingerprint": "of a request"},
        by=lambda sample: attrs.evolve(sample.admin, key=sample.fresh_id),
    ),
    Row(replies.forget_old, A.SYSTEM, nothing),
    # the audit; a note of a failure writes no fact
    Row(audit.own, A.SIGNED_IN, nothing),
    Row(audit.note_failure, A.SYSTEM, lambda _, __: {"kind": "sign_in.failed", "user_id": None}),
    Row(audit.forget_old, A.SYSTEM, nothing),
    # limits; a try that is counted writes no fact
    Row(limits.take, A.SYSTEM, lambda sample, _: {"tries": [(limits.PER_ADDRESS, sample.fresh_id)]}),
    Row(limits.forget_old, A.SYSTEM, nothing),
)

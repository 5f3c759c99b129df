"""Putting back members and roles. Nobody thereby gives, or takes, a permission that they lack."""

from __future__ import annotations

from tasktix.application import demolition
from tasktix.application.undoing.parts import name_clash
from tasktix.application.undoing.reversal import Reversal
from tasktix.domain.access import PRESETS, Member, Role
from tasktix.domain.errors import Clash
from tasktix.domain.history import PastChange, changed_since
from tasktix.domain.ids import Id
from tasktix.domain.roster import Roster


def undo_people(reversal: Reversal, roster: Roster) -> None:
    """A role is there before the members who have it, and goes after them."""
    for change in reversal.past.of("role"):
        if not change.is_made:
            _undo_role(reversal, roster, change)
    for change in reversal.past.of("member"):
        _undo_member(reversal, roster, change)
    for change in reversal.past.of("role"):
        if change.is_made:
            _undo_role(reversal, roster, change)


def restore_people(reversal: Reversal, roster: Roster) -> None:
    """Those of a deleted list who still have an account."""
    roster.own_roles = reversal.gone("role", Role)
    members = reversal.gone("member", Member)
    people = reversal.work.users.people(members)
    for member in members.values():
        if member.id in people:
            member.person = people[member.id]
            roster.restore_member(member, by=reversal.role, fact=reversal.fact)


def _undo_role(reversal: Reversal, roster: Roster, change: PastChange) -> None:
    present, gone = roster.own_roles.get(change.id), reversal.gone("role", Role).get(change.id)
    if gone is not None:
        reversal.role.require_all_of(gone.permissions)
        if present is None and _has_free_name(reversal, roster, change, gone):
            roster.own_roles[gone.id] = gone
            roster.record(reversal.fact)
    elif present is None:
        reversal.is_there(change, present)
    elif change.is_made:
        if reversal.is_free(change, changed_since(present, change)):
            roster.remove_role(present.id, by=reversal.role, fact=reversal.fact)
    else:
        reversal.role.require_all_of(present.permissions)
        if reversal.puts_back(present, change) and _has_free_name(reversal, roster, change, present):
            reversal.role.require_all_of(present.permissions)
            roster.record(reversal.fact)


def _has_free_name(reversal: Reversal, roster: Roster, change: PastChange, role: Role) -> bool:
    return reversal.is_free(change, name_clash(roster.require_free_name, role.name, role.id))


def _undo_member(reversal: Reversal, roster: Roster, change: PastChange) -> None:
    present, gone = roster.members.get(change.id), reversal.gone("member", Member).get(change.id)
    if gone is not None:
        if present is None:
            _restore(reversal, roster, change, gone)
    elif present is None:
        reversal.is_there(change, present)
    elif change.is_made:
        since = changed_since(present, change)
        since.pop("person", None)
        if reversal.is_free(change, since):
            roster.undo_member(change.id, by=reversal.role, fact=reversal.fact)
            demolition.end_assignments(reversal.work, reversal.list_id, change.id)
    elif change.before is not None and "role_id" in change.before:
        _undo_role_change(reversal, roster, change, present)


def _restore(reversal: Reversal, roster: Roster, change: PastChange, member: Member) -> None:
    person = reversal.work.users.people([member.id]).get(member.id)
    if person is None:
        reversal.is_free(change, {"user": Clash(member.id, None)})
    elif _knows_role(reversal, roster, change, member.role_id, None):
        member.person = person
        roster.restore_member(member, by=reversal.role, fact=reversal.fact)


def _undo_role_change(reversal: Reversal, roster: Roster, change: PastChange, present: Member) -> None:
    assert change.before is not None
    assert change.after is not None
    earlier = change.before["role_id"]
    if present.role_id == earlier or not _knows_role(reversal, roster, change, earlier, present.role_id):
        return
    if present.role_id == change.after["role_id"]:
        roster.undo_role_change(change.id, roster.role(earlier), by=reversal.role, fact=reversal.fact)
    else:
        reversal.puts_back(present, change)


def _knows_role(reversal: Reversal, roster: Roster, change: PastChange, role_id: Id, present: Id | None) -> bool:
    is_known = role_id in PRESETS or role_id in roster.own_roles
    return reversal.is_free(change, {} if is_known else {"role_id": Clash(role_id, present)})

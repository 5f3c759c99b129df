"""How often a use case asks the database. Round trips are what it costs: a number that rises here has a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from tasktix.application import history, lists, sections, tasks
from tasktix.application.application import Application
from tasktix.domain.errors import NotFound
from tests.builders import Sample, new_sample
from tests.catalogue import ROWS, Row
from tests.contract.statements import Said, overheard

NOTE: Final = 1
"""In the audit."""
ENTRY: Final = 2
"""The audience's position, and the log."""
LIST: Final = 1
"""A list and one's standing in it. What reads it to change it, or what it has beside tasks, locks its row."""
TASK: Final = 1
"""A task with its tags and assignees, and one's standing in its list."""
ROSTER: Final = 2
"""The list's own roles, and its members."""

STATEMENTS: Final = {
    "lists.create": 1 + 1 + 3 + 2 * ENTRY,  # the founder; is the id in use?; audience, list, member
    "lists.overviews": 1,
    "lists.revise": LIST + 1 + ENTRY,
    # sections, tags, tasks and their time read; tasks, members, roles, tags, sections cleared; told to two members
    "lists.delete": LIST + 2 + ROSTER + 2 + 5 + 1 + 3 * ENTRY,
    "tags.add": LIST + 1 + 1 + 1 + ENTRY,  # the tags; is it a repeat?
    "tags.revise": LIST + 1 + 1 + ENTRY,
    "tags.delete": LIST + 1 + 1 + 2 + 1 + ENTRY,  # who carries it?; one task and its link, the tag
    "tags.attach": TASK + 1 + 2 + ENTRY,  # is it a tag of the list?; the task and its link
    "tags.detach": TASK + 2 + ENTRY,
    "sections.add": LIST + 1 + 1 + 1 + ENTRY,  # the sections; is it a repeat?
    "sections.revise": LIST + 1 + 1 + ENTRY,
    "sections.place": LIST + 1 + 1 + ENTRY,
    # its tasks and their time read; one entry of time, three tasks at once, the section
    "sections.delete": LIST + 1 + 2 + 3 + ENTRY,
    "tasks.add": 1 + 1 + 1 + ENTRY,  # the place; is it a repeat?
    "tasks.add (anywhere)": 1 + 1 + ENTRY,
    "tasks.add (with tags and assignees)": 1 + 2 + 3 + ENTRY,  # is it there, for each; task, tags, assignees
    # one's standing; is it a repeat?; tags, sections, oneself; the place; task, tag, assignee
    "tasks.add_quick": 1 + 1 + 2 + ROSTER + 1 + 1 + 3 + ENTRY,
    "tasks.read_quick": 1 + 2 + ROSTER + 1,
    "tasks.show": TASK,
    "tasks.revise": TASK + 1 + ENTRY,
    "tasks.place": TASK + 1 + 1 + ENTRY,
    "tasks.complete": TASK + 1 + ENTRY,
    "tasks.complete (with a running timer)": TASK + 2 + ENTRY,
    "tasks.reopen": TASK + 1 + ENTRY,
    "tasks.delete": TASK + 1 + 1 + ENTRY,  # its time, for an undo
    "tasks.delete (with all it can have)": TASK + 1 + 2 + ENTRY,
    "timers.start": TASK + 1 + ENTRY,
    "timers.pause": TASK + 2 + ENTRY,
    "timers.reset": TASK + 1 + 2 + ENTRY,
    "timers.entries": TASK + 1,
    "assignees.assign": TASK + 1 + 2 + ENTRY,  # are they a member?; the task and its link
    "assignees.unassign": TASK + 2 + ENTRY,
    "lookers.look": 1 + 1,  # one's standing; how far the list has come
    "lookers.look_away": 1,
    "members.of_list": 1 + ROSTER,
    "members.add": LIST + ROSTER + 2 + 1 + 2 * ENTRY,  # who is it?, held
    "members.change_role": LIST + ROSTER + 1 + 2 * ENTRY + NOTE,
    "members.remove": LIST + ROSTER + 1 + 2 + 1 + 2 * ENTRY,  # what are they to do?; one task and its link
    "members.remove (leaving)": LIST + ROSTER + 1 + 2 + 1 + 2 * ENTRY,
    "roles.of_list": 1 + ROSTER,
    "roles.add": LIST + ROSTER + 1 + 1 + ENTRY,  # is it a repeat?
    "roles.revise": LIST + ROSTER + 1 + ENTRY,
    "roles.delete": LIST + ROSTER + 1 + ENTRY,
    "saved_filters.own": 1,
    "saved_filters.save": 1 + 1 + 1 + ENTRY,  # oneself; is it a repeat?
    "saved_filters.revise": 1 + 1 + ENTRY,
    "saved_filters.delete": 1 + 1 + ENTRY,
    "search.find": 1 + 1 + 2,  # one's time zone, lists, open tasks; completed ones where these do not fill the page
    "search.today": 1 + 1 + 1,
    "search.calibration": 1 + 1 + 1,
    "mirrors.show": 1 + 1,
    "mirrors.may_link": 1,
    # the sections, the mirror, the position; tasks that followed another; the row, and how far it was read and swept
    "mirrors.link": LIST + 1 + 1 + 1 + 1 + 1 + ENTRY + 2,
    "mirrors.unlink": LIST + 1 + 1 + 1 + ENTRY,  # tasks that followed it; the row
    "mirrors.ledger": 1 + 1,
    "inspecting.due": 1,
    "inspecting.conclude": 1 + 1 + 1 + ENTRY + 2,  # the mirror, tried before?; the report, when it was asked
    "inspecting.put_off": 1 + 1 + 2,
    "mirrors.forget_old": 1 + 1,
    "deliveries.receive": 1 + 1,  # is it known?
    "deliveries.pending": 1,
    "deliveries.followers": 1,
    "deliveries.settle": 1,
    "deliveries.replay": 1 + 2 + 1,  # the report, its delivery
    # one's standing, the mirror, the link; the place; tried before?; the task; the link, the report
    "converging.converge": 1 + 2 + 1 + 1 + 1 + ENTRY + 2,
    # the list, its tags, who is it?, a member?; a tag that was missing, what the task carries; the tags as they are
    "converging.converge (with labels and assignees)": 1 + 2 + 1 + 1 + 1 + ENTRY + 2 + LIST + 1 + 1 + 1 + 1 + 2 + 1,
    "converging.lose": 1 + 2 + 1 + 2,
    "converging.rename": 1 + 1 + 1 + ENTRY + 1,
    "converging.halt": 1 + 1 + 1 + ENTRY + 1,
    "converging.note": 1 + 1 + 1,
    "sweeping.due": 1,
    "sweeping.followed": 1,
    "sweeping.tell_import": 1,
    "sweeping.finish": 1 + 1,
    "relaying.behind": 1,
    "relaying.changed": 1 + 1,  # how far is it?; the entries
    "relaying.errand": 1 + 1 + 1,  # the mirror, the task, the link
    "relaying.begin": 1,  # of a task that follows nothing
    "relaying.conclude": 1 + 1,
    "relaying.advance": 1,
    "history.of_list": 1 + 1,  # nobody made the sample; else one more for who did
    "history.of_list (of a task)": 1 + 2,  # the entries about it alone, and those about it among others
    "history.own": 1 + 1 + 1,  # and who made them
    "accounts.sign_up": 1 + 3 + ENTRY + NOTE,  # taken?; audience, user, credential
    "accounts.credential": 1,
    "accounts.me": 1,
    "accounts.own_credential": 1,
    # the credential, session, oneself, sessions; the session, the credential
    "accounts.change_password": 4 + 2 + ENTRY + NOTE,
    "accounts.rehash": 1 + 1,
    "accounts.revise": 1 + 1 + 1 + ENTRY + NOTE,  # taken?
    # taken?; one's lists; the one list's roster; the user, the member
    "accounts.revise (as others see it)": 1 + 1 + 1 + ROSTER + 2 + 2 * ENTRY + NOTE,
    # who is it, the credential, oneself, sessions, tokens; the credential, a session
    "accounts.disable": 3 + 2 + 1 + 1 + ENTRY + NOTE,
    "accounts.enable": 3,
    "accounts.reset_password": 3 + 1 + 1 + 1 + ENTRY + NOTE,
    # who is it, the credential, the user, the second factor, sessions; the second factor, a session
    "accounts.reset_second_factor": 3 + 2 + 2 + ENTRY + NOTE,
    "sessions.start": 1 + 1 + 1 + ENTRY + NOTE,  # the credential; is there a second factor?
    "sessions.start (half)": 1 + 1 + 1,  # the same; the ticket
    "sessions.half_of": 1,
    # the ticket read and redeemed; credential, second factor; the session, the second factor
    "sessions.complete": 2 + 2 + 2 + ENTRY + NOTE,
    "sessions.with_token": 1,
    "sessions.touch": 1,
    "sessions.current": 3,
    "sessions.own": 1 + 1,
    "sessions.renew": 1 + 1 + 1 + ENTRY + NOTE,  # the credential
    "sessions.end": 1 + 1 + ENTRY + NOTE,
    "sessions.end_one": 1 + 1 + 1 + ENTRY + NOTE,
    "sessions.end_others": 1 + 1,  # of none
    "sessions.end_expired": 1,  # of none
    "factors.own": 1,
    "factors.offer": 1 + 1 + 1 + ENTRY,  # the session, the second factor
    # the session, the second factor, one's sessions; the second factor, the session
    "factors.turn_off": 1 + 1 + 1 + 1 + 2 + ENTRY + NOTE,
    "factors.replace_backup_codes": 1 + 1 + 1 + ENTRY + NOTE,
    "factors.spend": 1 + 1 + ENTRY,
    "factors.of_user": 1,
    "tickets.put": 1,
    "tickets.redeem": 1 + 1,
    "tickets.forget_expired": 1,
    "linked.own": 1,
    "linked.holder": 1,
    "linked.at": 1,
    # is it known?; e-mail taken?, username?; audience, user, credential, account
    "linked.sign_up": 1 + 2 + 4 + ENTRY + NOTE,
    "linked.link": 1 + 1 + 1 + ENTRY + NOTE,  # the session; is it known?
    "linked.use": 1 + 1 + ENTRY,
    "linked.renew": 1 + 1 + ENTRY,
    # the session, the account, the credential, accounts elsewhere, passkeys
    "linked.unlink": 5 + 1 + ENTRY + NOTE,
    "passkeys.own": 1,
    "passkeys.ask": 1 + 1 + 1 + 1,  # the session, oneself, one's passkeys; the ticket
    # the session; the ticket read and redeemed; is it known?, one's passkeys
    "passkeys.add": 1 + 2 + 2 + 1 + ENTRY + NOTE,
    "passkeys.rename": 1 + 1 + ENTRY,
    # the session, the passkey, the credential, accounts elsewhere, passkeys
    "passkeys.remove": 5 + 1 + ENTRY + NOTE,
    "passkeys.with_credential": 1,
    "passkeys.invite": 1,
    "passkeys.use": 1 + 1 + ENTRY,
    "passkeys.renew": 2 + 2 + ENTRY + NOTE,  # the session, the passkey
    "tokens.own": 1,
    "tokens.make": 1 + 1 + 1 + ENTRY + NOTE,  # the session, one's lists
    "tokens.revoke": 1 + 1 + ENTRY + NOTE,
    "tokens.with_secret": 1,
    "tokens.touch": 1,
    "tokens.revoke_expired": 1,  # of none
    "snapshots.position": 2,
    "snapshots.of_list": 1 + LIST + 2 + ROSTER + 1,
    "feed.audiences": 2,  # the session, the positions of one's own
    "feed.audiences (of one list)": 3,
    "feed.opening": 2,
    "feed.opening (of who comes back)": 6,  # and the mark; of each other audience the entry before, or else its floor
    "feed.entries": 1,
    "feed.reach": 1,
    "feed.overgrown": 1,
    "feed.trim": 1,  # of what need not be trimmed
    "replies.require_unanswered": 1,
    "replies.forget_old": 1,
    "audit.own": 1 + 1,
    "audit.note_failure": NOTE,
    "audit.forget_old": 1,
    "limits.take": 1 + 1 + 1,  # is there room?; is there a bucket?; the first of it
    "limits.forget_old": 1,
}
"""The most that each may run."""


WRITES_NO_FACT: Final = {
    "accounts.rehash",
    "sessions.start (half)",
    "sessions.touch",
    "tokens.touch",
    "replies.forget_old",
    "feed.trim",
    "audit.note_failure",
    "audit.forget_old",
    "limits.take",
    "limits.forget_old",
    "passkeys.ask",
    "passkeys.invite",
    "tickets.put",
    "tickets.redeem",
    "tickets.forget_expired",
    "mirrors.forget_old",
    "deliveries.receive",
    "deliveries.settle",
    "deliveries.replay",
    "converging.lose",
    "converging.note",
    "sweeping.finish",
    "inspecting.put_off",
    "relaying.begin",
    "relaying.conclude",
    "relaying.advance",
}


def do(row: Row, app: Application, sample: Sample) -> Said:
    """As the program does: what writes in a write, what asks in a look."""
    with overheard() as said:
        if row.writes or row.name in WRITES_NO_FACT:
            row.commit(app, sample)
        else:
            row.look(app, sample)
    return said


each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@each_row
def test_a_use_case_runs_no_more_statements_than_it_must(row: Row, sql_app: Application) -> None:
    said = do(row, sql_app, new_sample(sql_app))
    assert len(said) == STATEMENTS[row.name], "\n".join(text for text, _ in said)


def test_a_refusal_costs_one_statement(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    with overheard() as said, pytest.raises(NotFound):
        sql_app.perform(sample.outsider, tasks.complete, list_id=sample.id, task_id=sample.tasks[0])
    assert len(said) == 1


def test_what_changes_nothing_writes_no_row(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    with overheard() as said:
        sql_app.perform(sample.admin, tasks.reopen, list_id=sample.id, task_id=sample.tasks[0])
    assert [text.split()[0] for text, _ in said] == ["SELECT"]


def undone(app: Application, sample: Sample, use_case: Callable[..., Any], **arguments: Any) -> Said:
    """What is said to undo it."""
    position = app.commit(sample.admin, use_case, list_id=sample.id, **arguments).positions[sample.id]
    with overheard() as said:
        app.perform(sample.admin, history.undo, list_id=sample.id, position=position)
    return said


def test_undoing_the_change_of_a_field_costs_one_statement_more_than_the_change(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    of_task = undone(sql_app, sample, tasks.revise, task_id=sample.tasks[0], fields={"name": "Sow"})
    assert len(of_task) == LIST + 1 + 1 + 1 + ENTRY  # the entry, the task
    of_list = undone(sql_app, sample, lists.revise, fields={"name": "Orchard"})
    assert len(of_list) == LIST + 1 + 1 + ENTRY  # the entry
    of_section = undone(sql_app, sample, sections.revise, section_id=sample.sections[0], fields={"name": "Flowers"})
    assert len(of_section) == LIST + 1 + 1 + 1 + ENTRY  # the entry, the sections


def test_undoing_a_deletion_reads_what_the_things_refer_to(sql_app: Application) -> None:
    sample = new_sample(sql_app)
    said = undone(sql_app, sample, sections.delete, section_id=sample.sections[0])
    # The entry, the sections; sections, tags and people to refer to, the mirror, are any of the tasks there?
    asked = 1 + 1 + 2 + ROSTER + 1 + 1
    made = 1 + 3 + 1  # the section, tasks with tags and assignees, their time
    assert len(said) == LIST + asked + made + ENTRY

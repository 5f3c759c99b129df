"""Every way to be refused, and the test that shows it (contract, all tables). To be read as a list."""

from __future__ import annotations

import ast
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from tasktix.adapters.http.errors import CODES, of_exception
from tasktix.application.ports import OutcomeUnknown, Unavailable
from tasktix.application.tracker import TrackerBusy, TrackerFailed, TrackerRefused
from tasktix.domain import errors

TESTS: Final = Path(__file__).parents[1]

# Status, code, when, where it is shown.
SHOWN: Final = [
    (400, "malformed_json", "a body is no JSON", "http/test_bodies.py::test_what_is_no_json"),
    (400, "malformed_request", "no request of HTTP", "http/test_faults.py::test_what_is_no_request_is_a_problem_too"),
    (400, "malformed_request", "an If-Match is no version", "http/test_if_match.py::test_what_is_no_version"),
    (400, "malformed_request", "a key is too long", "http/test_ids.py::test_a_key_has_at_most_64_characters"),
    (400, "malformed_request", "limit, cursor", "http/test_history.py::test_a_page_has_a_sensible_size_and_beginning"),
    (400, "malformed_request", "limit, cursor", "http/test_search.py::test_a_page_has_a_sensible_size_and_beginning"),
    (400, "malformed_request", "?completed=", "http/test_snapshots.py::test_without_the_completed"),
    (400, "malformed_request", "?after=", "feed/test_entries.py::test_a_position_that_is_none"),
    (401, "not_signed_in", "no session", "http/test_walk.py::test_nobody_is_not_signed_in"),
    (401, "not_signed_in", "no such session", "http/test_walk.py::test_an_invented_cookie_is_nobody"),
    (401, "bad_credentials", "login or password", "http/test_accounts.py::test_wrong_either_way_is_the_same_answer"),
    (401, "wrong_code", "a second factor", "http/test_second_factor.py::test_a_wrong_code_leaves_the_half_as_it_is"),
    (401, "wrong_passkey", "", "http/test_passkeys.py::test_what_a_thief_brings_is_refused_in_the_same_words"),
    (403, "cross_site", "another origin", "http/test_cross_site.py::test_an_unsafe_request_from_elsewhere_is_refused"),
    (403, "forbidden", "permissions", "http/test_permissions.py::test_a_role_without_one_permission_may_all_others"),
    (403, "forbidden", "each preset", "http/test_permissions.py::test_a_preset_may_what_the_contract_says"),
    (403, "forbidden", "a grant", "http/test_refusals.py::test_nobody_grants_or_touches_what_they_lack"),
    (403, "forbidden", "a role", "http/test_roles.py::test_nobody_makes_or_touches_a_role_with_what_they_lack"),
    (403, "forbidden", "an undo", "http/test_undo.py::test_who_may_not_do_the_inverse_is_told_what_they_lack"),
    (403, "forbidden", "an undo", "http/test_undo_people.py::test_nobody_gives_or_takes_by_undoing_what_they_lack"),
    (403, "out_of_scope", "tokens", "http/test_tokens.py::test_a_token_does_what_it_was_made_for_and_nothing_else"),
    (403, "out_of_scope", "keys", "http/test_tokens.py::test_no_token_manages_what_opens_the_account"),
    (403, "not_fresh", "a token", "http/test_tokens.py::test_a_token_is_made_by_who_has_proved_it_lately"),
    (403, "not_fresh", "an e-mail address", "http/test_own_sessions.py::test_who_has_not_proved_it_lately_is_asked_to"),
    (403, "not_fresh", "deletion", "http/test_deletion.py::test_without_the_password_one_must_have_proved_it_lately"),
    (403, "local_sign_in_off", "passwords", "http/test_refusals.py::test_where_passwords_are_switched_off"),
    (409, "sole_admin", "deletion", "http/test_deletion.py::test_the_only_admin_of_others_stays"),
    (403, "sign_up_closed", "by the operator", "http/test_refusals.py::test_where_the_operator_closed_sign_up"),
    (404, "not_found", "nothing", "http/test_walk.py::test_what_does_not_exist_is_not_found"),
    (404, "not_found", "others' lists", "http/test_walk.py::test_a_list_of_others_is_not_found_exactly_alike"),
    (404, "not_found", "another list's", "http/test_refusals.py::test_a_thing_of_another_list_is_not_found"),
    (404, "not_found", "another list's tag", "http/test_tags.py::test_a_tag_of_another_list_is_not_found"),
    (404, "not_found", "another list's role", "http/test_roles.py::test_a_role_of_another_list_is_not_found"),
    (404, "not_found", "assigned, no member", "http/test_assignees.py::test_only_a_member_is_assigned"),
    (404, "not_found", "others' filters", "http/test_saved_filters.py::test_a_filter_of_somebody_else_is_not_found"),
    (404, "not_found", "no entry", "http/test_undo.py::test_what_is_no_entry_is_not_found"),
    (404, "no_such_user", "a new member", "http/test_refusals.py::test_nobody_is_not_added"),
    (405, "method_not_allowed", "", "http/test_walk.py::test_other_methods_are_refused_with_those_that_are_known"),
    (409, "id_taken", "another content", "http/test_ids.py::test_an_id_with_another_content_is_taken"),
    (409, "id_taken", "something else", "http/test_ids.py::test_an_id_of_something_else_is_taken"),
    (409, "id_taken", "somebody else", "http/test_ids.py::test_an_id_that_somebody_else_chose_is_taken"),
    (409, "id_taken", "a deleted list", "http/test_undo_people.py::test_the_id_of_a_deleted_list_stays_taken"),
    (409, "taken", "username, e-mail", "http/test_accounts.py::test_what_somebody_has_is_taken_in_any_case"),
    (409, "taken", "username, e-mail", "http/test_profile.py::test_what_somebody_has_is_taken"),
    (409, "taken", "a tag's name", "http/test_tags.py::test_no_two_tags_have_the_same_name_in_any_case"),
    (409, "taken", "a role's name", "http/test_roles.py::test_no_two_roles_have_the_same_name_in_any_case"),
    (409, "already_member", "", "http/test_refusals.py::test_a_member_is_not_added_twice"),
    (409, "last_admin", "leaves, is lowered", "http/test_refusals.py::test_the_last_admin_stays"),
    (409, "last_admin", "an undo", "http/test_undo_people.py::test_the_last_admin_stays_whatever_is_undone"),
    (409, "last_way_in", "the only account", "http/test_elsewhere.py::test_the_last_way_in_stays"),
    (409, "account_taken", "at the callback", "http/test_elsewhere.py::test_the_account_of_another_user_is_not_linked"),
    (409, "second_factor_on", "", "http/test_second_factor.py::test_a_second_one_is_not_offered"),
    (409, "conflict", "If-Match", "http/test_if_match.py::test_what_another_changed_meanwhile_is_a_conflict"),
    (409, "conflict", "an undo", "http/test_undo.py::test_a_later_change_of_the_same_field_stands_in_the_way"),
    (409, "conflict", "an own undo", "http/test_saved_filters.py::test_a_filter_that_was_changed_since_is_not_undone"),
    (409, "cannot_undo", "a mirror", "http/test_mirrors.py::test_unlinked_it_follows_nothing"),
    (401, "bad_signature", "", "http/test_webhooks.py::test_what_is_not_signed_is_refused"),
    (409, "not_connected", "", "http/test_mirrors.py::test_who_is_known_to_no_tracker_is_told_so"),
    (502, "tracker_failed", "the answer", "http/test_codes.py::test_the_trackers_failure_is_not_ours"),
    (502, "tracker_refused", "the answer", "http/test_codes.py::test_the_trackers_failure_is_not_ours"),
    (503, "tracker_busy", "the answer", "http/test_codes.py::test_a_tracker_that_is_busy_says_for_how_long"),
    (409, "cannot_undo", "own matters", "http/test_saved_filters.py::test_what_is_not_undone_in_ones_own_matters"),
    (409, "role_in_use", "deleted", "http/test_roles.py::test_a_role_in_use_stays_until_nobody_has_it"),
    (409, "role_in_use", "an undo", "http/test_undo_people.py::test_a_role_that_somebody_has_now_is_not_unmade"),
    (409, "preset_role", "", "http/test_roles.py::test_presets_stay_as_they_are"),
    (409, "task_completed", "timer", "http/test_timers.py::test_a_completed_task_is_not_timed"),
    (413, "body_too_large", "", "http/test_bodies.py::test_a_mebibyte_is_read_and_no_byte_more"),
    (415, "unsupported_media_type", "", "http/test_bodies.py::test_what_is_not_called_json"),
    (429, "too_many_requests", "proofs", "http/test_limits.py::test_an_address_has_a_burst_and_then_waits"),
    (422, "invalid", "a value", "http/test_values.py::test_a_task"),
    (422, "invalid", "an unknown field", "http/test_values.py::test_what_is_not_known"),
    (422, "invalid", "a missing field", "http/test_values.py::test_what_is_missing"),
    (422, "invalid", "a key used before", "http/test_retries.py::test_a_key_with_another_body_or_address_is_refused"),
    (422, "invalid", "a filter text", "http/test_search.py::test_a_text_that_does_not_parse_is_refused_with_the_place"),
    (500, "internal_error", "a fault of ours", "http/test_codes.py::test_a_fault_says_nothing_of_itself"),
    (503, "unavailable", "the database is away", "process/test_outage.py::test_an_outage_is_said_and_passes"),
    (503, "unavailable", "the answer", "http/test_codes.py::test_who_may_come_back_is_told_when"),
    (503, "outcome_unknown", "the answer", "http/test_codes.py::test_who_may_come_back_is_told_when"),
    (503, "not_ready", "a foreign schema", "process/test_outage.py::test_a_schema_from_elsewhere_is_not_ready"),
]  # fmt: skip

OTHERS: Final = {
    (405, "method_not_allowed"),
    (413, "body_too_large"),
    (500, "internal_error"),
    (503, "not_ready"),
}
"""Those that no exception of the table stands for."""


@cache
def names_in(module: str) -> set[str]:
    tree = ast.parse((TESTS / module).read_text())
    return {it.name for it in tree.body if isinstance(it, ast.FunctionDef)}


@pytest.mark.parametrize("test", sorted({test for *_, test in SHOWN}))
def test_the_list_names_tests_that_there_are(test: str) -> None:
    module, _, name = test.partition("::")
    assert name in names_in(module)


def test_every_code_is_shown_somewhere() -> None:
    known = {(status.value, code) for status, code in CODES.values()} | OTHERS
    assert {(status, code) for status, code, *_ in SHOWN} == known


def test_every_reason_to_refuse_has_a_code() -> None:
    bases = {errors.Refused, errors.Conflict}
    reasons = {it for it in vars(errors).values() if isinstance(it, type) and issubclass(it, errors.Refused)}
    assert reasons - bases <= CODES.keys()


def test_no_two_reasons_have_one_code() -> None:
    codes = [code for _, code in CODES.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("error", [Unavailable(), OutcomeUnknown()])
def test_who_may_come_back_is_told_when(error: Unavailable) -> None:
    answer = of_exception(error)
    assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) >= 1
    assert CODES[type(error)][1].encode() in (answer.body or b"")  # type: ignore[operator]


@pytest.mark.parametrize("kind", [TrackerFailed, TrackerRefused])
def test_the_trackers_failure_is_not_ours(kind: type[Exception]) -> None:
    answer = of_exception(kind("GET /repos/secret"))
    assert answer.status == HTTPStatus.BAD_GATEWAY
    assert b"secret" not in (answer.body or b"")  # type: ignore[operator]


def test_a_tracker_that_is_busy_says_for_how_long() -> None:
    answer = of_exception(TrackerBusy(29.5))
    assert (answer.status, answer.headers["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "30")


def test_a_fault_says_nothing_of_itself() -> None:
    answer = of_exception(ZeroDivisionError("SELECT * FROM users"))
    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert answer.content_type == "application/problem+json"
    assert isinstance(answer.body, bytes)
    assert b"internal_error" in answer.body
    assert b"SELECT" not in answer.body
    assert b"ZeroDivision" not in answer.body

"""What holds for every call, whatever it does (contract, section 1)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tasktix.adapters.http import shapes
from tests.harness.server import RunningServer
from tests.http.client import API, NOBODY, Answer, Client
from tests.http.walk import CALLS, SMALLEST, Call

each_call = pytest.mark.parametrize("call", CALLS, ids=str)
each_private_call = pytest.mark.parametrize("call", [it for it in CALLS if not it.is_public], ids=str)
each_call_on_something = pytest.mark.parametrize("call", [it for it in CALLS if it.names_something], ids=str)


def ask(person: Client, call: Call, path: str) -> Answer:
    return person.ask(call.method, path, SMALLEST.get(str(call)))


def things_of(person: Client, list_id: str) -> dict[str, str]:
    """One of each kind that a path can name, in the list or the person's own."""
    task, tag, role = person.new_task(list_id), person.new_tag(list_id), person.new_role(list_id)
    saved, session = person.new_filter(), person.get("/session").shows(shapes.SignedIn).session
    token = person.new_token("read")[0]
    ids = {"token_id": token.id, "task_id": task.id, "section_id": task.section, "tag_id": tag.id, "role_id": role.id}
    # Nothing was sent: a report of the list would be its member's to replay (test_webhooks).
    ids |= {"report_id": NOBODY, "account_id": NOBODY, "passkey_id": NOBODY, "tab_id": NOBODY}
    return {**ids, "filter_id": saved.id, "session_id": session.id}


def test_the_table_knows_a_body_for_each_call_that_takes_one() -> None:
    assert {str(call) for call in CALLS if call.takes_body} == SMALLEST.keys()


def test_what_is_public_is_the_way_in_alone() -> None:
    assert {str(call) for call in CALLS if call.is_public} == {
        "POST /users",
        "POST /session",
        "POST /session/second-factor",
        "POST /session/passkey-options",
        "POST /session/passkey",
    }


@each_private_call
def test_nobody_is_not_signed_in(nobody: Client, groceries: shapes.List, call: Call) -> None:
    for path in (call.path(), call.path(groceries.id)):
        ask(nobody, call, path).refuses(401, "not_signed_in")


@each_private_call
@pytest.mark.parametrize("cookie", ["tasktix=", "tasktix=guessed", "tasktix=" + "x" * 4000, "tasktix=\xe9"])
def test_an_invented_cookie_is_nobody(server: RunningServer, call: Call, cookie: str) -> None:
    ask(Client(server.url, cookie), call, call.path()).refuses(401, "not_signed_in")


@each_call_on_something
@pytest.mark.parametrize("list_id", [NOBODY, "x", "-" * 16, "0" * 17, "%00" * 16, "é" * 16])
def test_what_does_not_exist_is_not_found(ann: Client, call: Call, list_id: str) -> None:
    path = call.path(quote(list_id, safe="%"))
    ask(ann, call, path).refuses(404, "not_found")


@pytest.mark.parametrize("call", [it for it in CALLS if NOBODY in it.path("a list") and not it.names_a_tab], ids=str)
def test_what_is_not_in_the_list_is_not_found(ann: Client, groceries: shapes.List, call: Call) -> None:
    ask(ann, call, call.path(groceries.id)).refuses(404, "not_found")


@each_call_on_something
def test_a_list_of_others_is_not_found_exactly_alike(
    ann: Client, bob: Client, eve: Client, shared: shapes.List, call: Call
) -> None:
    real = call.route.path.format(list_id=shared.id, user_id=bob.user.id, **things_of(ann, shared.id))
    before = ann.snapshot(shared.id)
    answers = [ask(eve, call, path) for path in (real, call.path())]
    answers[0].refuses(404, "not_found")
    assert answers[0].raw == answers[1].raw
    assert ann.snapshot(shared.id) == before


@each_call
def test_other_methods_are_refused_with_those_that_are_known(ann: Client, call: Call) -> None:
    known = {it.method for it in CALLS if it.path() == call.path()}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
        answer = ann.ask(method, call.path())
        answer.refuses(405, "method_not_allowed")
        assert known <= set(answer.headers["Allow"].replace(" ", "").split(","))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api", "/api/", f"{API}", f"{API}/nothing", f"{API}/lists/", "/api/v2/lists"])
def test_an_unknown_path_of_the_api_is_a_problem(ann: Client, method: str, path: str) -> None:
    answer = ann.send(method, path, None, {})
    if method == "GET":
        answer.refuses(404, "not_found")
    else:
        assert answer.status in (404, 405)
        answer.refuses(answer.status, answer.json()["code"])

"""The second factor: on for who wants it, and asked wherever a session begins (contract, section 2)."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa

from tasktix.adapters.http import key_shapes, shapes
from tasktix.domain.totp import code_at, step_at
from tests.contract.databases import connected
from tests.harness.server import RunningServer
from tests.http.client import PASSWORD, Answer, Client
from tests.http.together import statuses, together
from tests.http.village import ON_BOTH
from tests.http.walk import CALLS, SMALLEST, Call

pytestmark = ON_BOTH

PATH = "/me/second-factor"


class App:
    """An authenticator app: it shows one code after the other, sooner than a clock would."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._last = 0

    def code(self) -> str:
        """One that was not shown before. The server takes one that is a step early, and any for half a minute more."""
        while self._last > step_at(datetime.now(UTC)):
            time.sleep(0.2)
        self._last = max(self._last + 1, step_at(datetime.now(UTC)))
        return code_at(self.secret, self._last)

    def last(self) -> str:
        return code_at(self.secret, self._last)


@pytest.fixture
def dan(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Dan")


def turn_on(person: Client) -> tuple[App, list[str]]:
    app = App(person.post(PATH, None).shows(key_shapes.OfferedSecondFactor).secret)
    answer = person.put(PATH, {"code": app.code()})
    person.keep_cookie(answer)
    return app, answer.shows(key_shapes.BackupCodes).backup_codes


def half_signed_in(person: Client) -> Client:
    """The same person in another browser, who has given the password."""
    browser = Client(person.url, user=person.user)
    assert browser.sign_in().shows(key_shapes.HalfSignedIn).second_factor is True
    return browser


def show(browser: Client, code: str) -> Answer:
    answer = browser.post("/session/second-factor", {"code": code})
    if answer.status == 200:
        browser.keep_cookie(answer)
    return answer


def test_it_is_off_until_it_is_turned_on(dan: Client) -> None:
    assert dan.get(PATH).shows(key_shapes.SecondFactor) == key_shapes.SecondFactor(None, 0)
    offer = dan.post(PATH, None).shows(key_shapes.OfferedSecondFactor)
    assert offer.address.startswith("otpauth://totp/Tasktix")
    assert f"secret={offer.secret}" in offer.address
    assert dan.get(PATH).shows(key_shapes.SecondFactor).on_since is None
    Client.of(dan)
    dan.put(PATH, {"code": "000000"}).refuses_field("code")
    _, codes = turn_on(dan)
    assert len(codes) == len(set(codes)) == 10
    assert all(re.fullmatch(r"([a-z2-7]{4}-){5}[a-z2-7]{4}", code) for code in codes)
    state = dan.get(PATH).shows(key_shapes.SecondFactor)
    assert state.on_since
    assert state.backup_codes == 10


def test_a_second_one_is_not_offered(dan: Client) -> None:
    app, _ = turn_on(dan)
    dan.post(PATH, None).refuses(409, "second_factor_on")
    dan.put(PATH, {"code": app.code()}).refuses(409, "second_factor_on")


def test_the_password_is_half_the_way(dan: Client) -> None:
    app, _ = turn_on(dan)
    browser = half_signed_in(dan)
    half = browser.cookie
    browser.get("/session").refuses(401, "not_signed_in")
    whole = show(browser, app.code()).shows(shapes.SignedIn)
    assert whole.user.id == dan.user.id
    assert browser.cookie != half
    assert browser.get("/me").status == 200
    Client(dan.url, half).get("/me").refuses(401, "not_signed_in")


OPEN = {"POST /users", "POST /session", "POST /session/second-factor"}
OPEN |= {"POST /session/passkey-options", "POST /session/passkey"}


@pytest.mark.parametrize("call", [it for it in CALLS if not it.is_public], ids=str)
def test_half_a_session_opens_no_route(half: Client, call: Call) -> None:
    half.ask(call.method, call.path(), SMALLEST.get(str(call))).refuses(401, "not_signed_in")


@pytest.fixture(scope="module")
def half(server: RunningServer) -> Client:
    person = Client.newcomer(server.url, "Half")
    turn_on(person)
    return half_signed_in(person)


def test_the_open_routes_are_few(server: RunningServer) -> None:
    assert {str(it) for it in CALLS if it.is_public} == OPEN


def test_without_half_a_session_a_code_is_worth_nothing(dan: Client, nobody: Client) -> None:
    app, _ = turn_on(dan)
    show(nobody, app.code()).refuses(401, "not_signed_in")
    show(Client(dan.url, dan.cookie), app.code()).refuses(401, "not_signed_in")


def test_a_wrong_code_leaves_the_half_as_it_is(dan: Client) -> None:
    app, _ = turn_on(dan)
    browser = half_signed_in(dan)
    for wrong in ("", "000000", app.last(), "0" * 500, "\x00", "é"):
        show(browser, wrong).refuses(401, "wrong_code")
    show(browser, app.code()).shows(shapes.SignedIn)


def test_a_code_counts_once_for_fifty_at_once(dan: Client) -> None:
    app, _ = turn_on(dan)
    browsers = [half_signed_in(dan) for _ in range(10)]
    code = app.code()
    tries = [
        partial(Client(dan.url, browsers[number % 10].cookie).post, "/session/second-factor", {"code": code})
        for number in range(50)
    ]
    assert statuses(together(*tries)).count(200) == 1


def test_a_backup_code_counts_once_for_fifty_at_once(dan: Client) -> None:
    _, codes = turn_on(dan)
    browsers = [half_signed_in(dan) for _ in range(10)]
    tries = [
        partial(Client(dan.url, browsers[number % 10].cookie).post, "/session/second-factor", {"code": codes[0]})
        for number in range(50)
    ]
    assert statuses(together(*tries)).count(200) == 1
    assert dan.get(PATH).shows(key_shapes.SecondFactor).backup_codes == 9


def test_a_backup_code_may_be_typed_in_any_way(dan: Client) -> None:
    _, codes = turn_on(dan)
    show(half_signed_in(dan), f" {codes[0].upper().replace('-', ' ')} ").shows(shapes.SignedIn)


def test_turning_it_on_ends_the_other_sessions_and_turns_this_ones_token(dan: Client) -> None:
    other, before = Client.of(dan), dan.cookie
    turn_on(dan)
    other.get("/me").refuses(401, "not_signed_in")
    Client(dan.url, before).get("/me").refuses(401, "not_signed_in")
    assert dan.get("/me").status == 200


def test_it_is_turned_off_by_a_code(dan: Client) -> None:
    _, codes = turn_on(dan)
    dan.ask("DELETE", PATH, {"code": "000000"}).refuses_field("code")
    answer = dan.ask("DELETE", PATH, {"code": codes[0]})
    answer.is_empty()
    dan.keep_cookie(answer)
    Client.of(dan).get("/me").shows(shapes.User)
    dan.ask("DELETE", PATH, {"code": codes[1]}).refuses(404, "not_found")


def test_new_backup_codes_take_the_place_of_the_old(dan: Client) -> None:
    _, codes = turn_on(dan)
    new = dan.post(f"{PATH}/backup-codes", {"code": codes[0]}).shows(key_shapes.BackupCodes).backup_codes
    show(half_signed_in(dan), codes[1]).refuses(401, "wrong_code")
    show(half_signed_in(dan), new[0]).shows(shapes.SignedIn)


def stale(server: RunningServer, person: Client) -> None:
    with connected(server.database_url) as connection:
        values = {"user": person.user.id}
        connection.execute(sa.text("UPDATE sessions SET fresh_at = fresh_at - 900001 WHERE user_id = :user"), values)
        connection.commit()


def test_who_has_not_proved_it_lately_changes_nothing_and_the_proof_has_two_parts(
    server: RunningServer, dan: Client
) -> None:
    stale(server, dan)
    dan.post(PATH, None).refuses(403, "not_fresh")
    dan.keep_cookie(dan.put("/session/fresh", {"password": PASSWORD}))
    _, codes = turn_on(dan)
    stale(server, dan)
    dan.ask("DELETE", PATH, {"code": codes[0]}).refuses(403, "not_fresh")
    dan.post(f"{PATH}/backup-codes", {"code": codes[0]}).refuses(403, "not_fresh")
    dan.put("/session/fresh", {"password": PASSWORD}).refuses_field("code")
    dan.put("/session/fresh", {"password": PASSWORD, "code": "000000"}).refuses_field("code")
    dan.keep_cookie(dan.put("/session/fresh", {"password": PASSWORD, "code": codes[1]}))
    dan.ask("DELETE", PATH, {"code": codes[0]}).is_empty()


def test_another_password_and_the_end_of_the_account_ask_for_it_too(dan: Client) -> None:
    _, codes = turn_on(dan)
    change = {"current": PASSWORD, "new": f"{PASSWORD} again"}
    dan.put("/me/password", change).refuses_field("code")
    dan.put("/me/password", {**change, "code": "000000"}).refuses_field("code")
    dan.keep_cookie(dan.put("/me/password", {**change, "code": codes[0]}))
    dan.ask("DELETE", "/me", {"password": change["new"]}).refuses_field("code")
    dan.ask("DELETE", "/me", {"password": change["new"], "code": codes[0]}).refuses_field("code")
    dan.ask("DELETE", "/me", {"password": change["new"], "code": codes[1]}).is_empty()


def test_a_wrong_code_is_noted(dan: Client) -> None:
    turn_on(dan)
    show(half_signed_in(dan), "000000").refuses(401, "wrong_code")
    dan.put("/session/fresh", {"password": PASSWORD, "code": "000000"}).refuses_field("code")
    kinds = [note.kind for note in dan.get("/me/audit").shows(key_shapes.Audit).items]
    assert {"sign_in.failed", "proof.failed", "second_factor.on"} <= set(kinds)


def test_neither_the_secret_nor_a_code_is_found_in_the_database(server: RunningServer, dan: Client) -> None:
    app, codes = turn_on(dan)
    with connected(server.database_url) as connection:
        rows = [
            str(row)
            for table in ("second_factors", "log", "tickets")
            for row in connection.execute(sa.text(f"SELECT * FROM {table}"))
        ]
    text = "\n".join(rows)
    assert rows
    assert app.secret not in text
    assert not [code for code in codes if code in text or code.replace("-", "") in text]


def test_codes_are_guessed_slowly(server: RunningServer) -> None:
    with RunningServer(environment={"TASKTIX_RATE_LIMITS": "on", "TASKTIX_DATABASE_URL": ""}) as limited:
        person = Client.newcomer(limited.url, "Guarded")
        turn_on(person)
        browser = half_signed_in(person)
        answers = statuses([show(browser, "000000") for _ in range(20)])
        assert set(answers) == {401, 429}
        assert answers.count(401) <= 10

"""Passkeys: added in the profile, and a way in that needs nothing else (contract, section 2)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tasktix.adapters.http import key_shapes, shapes
from tests.harness.authenticator import Device
from tests.harness.server import RunningServer
from tests.http.client import Answer, Client
from tests.http.test_second_factor import half_signed_in, stale, turn_on
from tests.http.together import statuses, together
from tests.http.village import ON_BOTH

pytestmark = ON_BOTH

PATH = "/me/passkeys"


@pytest.fixture
def dan(server: RunningServer) -> Client:
    return Client.newcomer(server.url, "Dan")


def options(person: Client, path: str) -> dict[str, Any]:
    return person.post(path, None).shows(key_shapes.PasskeyOptions).options


def add(person: Client, device: Device, name: str = "Laptop") -> Answer:
    credential = device.make(options(person, "/me/passkey-options"))
    return person.post(PATH, {"name": name, "credential": credential})


def sign_in(browser: Client, device: Device, **more: object) -> Answer:
    credential = device.sign(options(browser, "/session/passkey-options"))
    answer = browser.post("/session/passkey", {"credential": credential, **more})
    if answer.status == 200:
        browser.keep_cookie(answer)
    return answer


def test_it_is_added_named_and_removed(dan: Client) -> None:
    device = Device(dan.url)
    made = add(dan, device).shows(key_shapes.Passkey, 201)
    assert (made.name, made.used_at) == ("Laptop", None)
    dan.put(f"{PATH}/{made.id}", {"name": "Old laptop"}).shows(key_shapes.Passkey)
    [kept] = dan.get(PATH).shows(list[key_shapes.Passkey])
    assert (kept.id, kept.name) == (made.id, "Old laptop")
    dan.delete(f"{PATH}/{made.id}").is_empty()
    sign_in(Client(dan.url), device).refuses(401, "wrong_passkey")


def test_it_is_a_way_in_that_needs_no_second_factor(dan: Client) -> None:
    device = Device(dan.url)
    add(dan, device)
    turn_on(dan)
    half_signed_in(dan)
    browser = Client(dan.url)
    assert sign_in(browser, device).shows(shapes.SignedIn).user.id == dan.user.id
    assert browser.get("/me").status == 200
    [kept] = browser.get(PATH).shows(list[key_shapes.Passkey])
    assert kept.used_at
    assert "Max-Age" in sign_in(browser, device, remember=True).headers["Set-Cookie"]


def test_what_was_brought_counts_once_for_twenty_at_once(dan: Client) -> None:
    device = Device(dan.url)
    add(dan, device)
    credential = device.sign(options(dan, "/session/passkey-options"))
    tries = [partial(Client(dan.url).post, "/session/passkey", {"credential": credential}) for _ in range(20)]
    assert statuses(together(*tries)).count(200) == 1


def test_what_a_thief_brings_is_refused_in_the_same_words(dan: Client, nobody: Client) -> None:
    device = Device(dan.url)
    add(dan, device)
    copy = Device(dan.url, credential_id=device.credential_id, key=device.key)
    sign_in(Client(dan.url), device).shows(shapes.SignedIn)
    sign_in(Client(dan.url), device).shows(shapes.SignedIn)
    unknown = Device(dan.url)
    elsewhere = Device("https://evil.example", credential_id=device.credential_id, key=device.key, signs=50)
    unseen = Device(dan.url, sees_owner=False, credential_id=device.credential_id, key=device.key, signs=50)
    other_key = Device(dan.url, credential_id=device.credential_id, signs=50)
    for thief in (copy, unknown, elsewhere, unseen, other_key):
        sign_in(nobody, thief).refuses(401, "wrong_passkey")
    invented = device.sign({"challenge": "aW52ZW50ZWQ", "rpId": "127.0.0.1"})
    nobody.post("/session/passkey", {"credential": invented}).refuses(401, "wrong_passkey")
    nobody.post("/session/passkey", {"credential": {}}).refuses(401, "wrong_passkey")
    kinds = [note.kind for note in dan.get("/me/audit").shows(key_shapes.Audit).items]
    assert kinds.count("sign_in.failed") == 4


def test_a_challenge_is_for_one_thing_and_one_person(dan: Client, server: RunningServer) -> None:
    eve = Client.newcomer(server.url, "Eve")
    device = Device(dan.url)
    for_dan = options(dan, "/me/passkey-options")
    eve.post(PATH, {"name": "Mine", "credential": device.make(for_dan)}).refuses_field("credential")
    for_sign_in = {**for_dan, "challenge": options(dan, "/session/passkey-options")["challenge"]}
    dan.post(PATH, {"name": "Mine", "credential": device.make(for_sign_in)}).refuses_field("credential")
    dan.post(PATH, {"name": "Mine", "credential": {}}).refuses_field("credential")
    dan.post(PATH, {"name": "Mine", "credential": device.make(for_dan)}).shows(key_shapes.Passkey, 201)
    eve_device = Device(dan.url, credential_id=device.credential_id)
    add(eve, eve_device).refuses_field("credential")


def test_it_is_a_fresh_proof_of_who_one_is(server: RunningServer, dan: Client) -> None:
    eve = Client.newcomer(server.url, "Eve")
    mine, hers = Device(dan.url), Device(dan.url)
    made = add(dan, mine).shows(key_shapes.Passkey, 201)
    add(eve, hers)
    stale(server, dan)
    dan.post("/me/passkey-options", None).refuses(403, "not_fresh")
    dan.delete(f"{PATH}/{made.id}").refuses(403, "not_fresh")

    def prove(device: Device) -> Answer:
        credential = device.sign(options(dan, "/session/passkey-options"))
        return dan.put("/session/fresh/passkey", {"credential": credential})

    prove(hers).refuses_field("credential")
    prove(Device(dan.url)).refuses_field("credential")
    dan.post("/me/passkey-options", None).refuses(403, "not_fresh")
    before, answer = dan.cookie, prove(mine)
    assert answer.shows(shapes.SignedIn).user.id == dan.user.id
    dan.keep_cookie(answer)
    Client(dan.url, before).get("/me").refuses(401, "not_signed_in")
    dan.delete(f"{PATH}/{made.id}").is_empty()


def test_nobody_elses_can_be_touched(dan: Client, server: RunningServer) -> None:
    made = add(dan, Device(dan.url)).shows(key_shapes.Passkey, 201)
    eve = Client.newcomer(server.url, "Eve")
    eve.put(f"{PATH}/{made.id}", {"name": "Mine"}).refuses(404, "not_found")
    eve.delete(f"{PATH}/{made.id}").refuses(404, "not_found")
    assert eve.get(PATH).shows(list[key_shapes.Passkey]) == []

"""What a device brings is believed only if all of it is as it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import pytest

from tasktix.adapters.auth.webauthn import WebAuthn
from tasktix.application.authenticators import NotProven
from tasktix.domain.passkeys import Key
from tests.harness.authenticator import Device

ORIGIN: Final = "https://tasks.example.org"
HERE: Final = WebAuthn(ORIGIN)
USER: Final = "0VbhcbVokzCfsxuX"


def made(device: Device) -> Key:
    return HERE.made(device.make(HERE.creation("challenge", USER, "ann", [])), "challenge")


def test_what_is_asked_for_wants_to_see_the_owner() -> None:
    creation = HERE.creation("challenge", USER, "ann", ["Y3JlZA"])
    assert creation["rp"] == {"name": "Tasktix", "id": "tasks.example.org"}
    assert creation["attestation"] == "none"
    assert creation["authenticatorSelection"]["userVerification"] == "required"
    assert creation["authenticatorSelection"]["residentKey"] == "required"
    assert [it["id"] for it in creation["excludeCredentials"]] == ["Y3JlZA"]
    request = HERE.request("challenge")
    assert (request["rpId"], request["userVerification"]) == ("tasks.example.org", "required")
    assert not request.get("allowCredentials")


def test_a_key_is_made_and_signs() -> None:
    device = Device(ORIGIN)
    key = made(device)
    brought = device.sign(HERE.request("another"))
    assert HERE.challenge_of(brought) == "another"
    assert HERE.credential_of(brought) == key.credential_id
    assert HERE.signed(brought, "another", key) == 1


@pytest.mark.parametrize(
    "device",
    [
        Device("https://tasks.example.org.evil.example"),
        Device("http://tasks.example.org"),
        Device(ORIGIN, site="evil.example"),
        Device(ORIGIN, sees_owner=False),
    ],
    ids=["origin", "scheme", "site", "owner"],
)
def test_what_was_meant_for_elsewhere_or_without_its_owner_is_no_proof(device: Device) -> None:
    with pytest.raises(NotProven):
        made(device)
    honest = Device(ORIGIN, credential_id=device.credential_id, key=device.key)
    key = made(honest)
    with pytest.raises(NotProven):
        HERE.signed(device.sign(HERE.request("another")), "another", key)


def test_neither_another_challenge_nor_another_key_nor_a_copy() -> None:
    device, other = Device(ORIGIN), Device(ORIGIN)
    key = made(device)
    with pytest.raises(NotProven):
        HERE.made(device.make(HERE.creation("challenge", USER, "ann", [])), "another")
    with pytest.raises(NotProven):
        HERE.signed(device.sign(HERE.request("challenge")), "another", key)
    with pytest.raises(NotProven):
        HERE.signed(other.sign(HERE.request("challenge")), "challenge", key)
    copied = Key(key.credential_id, key.public_key, 9)
    with pytest.raises(NotProven):
        HERE.signed(device.sign(HERE.request("challenge")), "challenge", copied)


NONSENSE: Final[list[Any]] = [None, 0, "", "x", "é", "A" * 10_000, [], {}, {"clientDataJSON": "e30"}, "____", "AAAA"]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("field", ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject"])
def test_nonsense_is_no_proof_and_no_fault(field: str, nonsense: Any) -> None:
    """Or is not looked at; never another kind of error."""
    device = Device(ORIGIN)
    key = made(device)
    brought = device.make(HERE.creation("challenge", USER, "ann", []))
    signed = device.sign(HERE.request("challenge"))
    readers: list[Callable[[], object]] = [
        lambda: HERE.challenge_of(brought),
        lambda: HERE.credential_of(brought),
        lambda: HERE.made(brought, "challenge"),
        lambda: HERE.signed(signed, "challenge", key),
    ]
    for it in (brought, signed):
        (it if field in it else it["response"])[field] = nonsense
    for read in readers:
        with suppress(NotProven):
            read()

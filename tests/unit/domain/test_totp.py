"""Codes as the standards' own examples have them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from tasktix.domain.totp import STEP, address, code_at, secret_of, step_at, step_of

SECRET: Final = base64.b32encode(b"12345678901234567890").decode()
NOW: Final = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)

# RFC 4226, appendix D.
OF_COUNTERS: Final = [
    *("755224", "287082", "359152", "969429", "338314"),
    *("254676", "287922", "162583", "399871", "520489"),
]

# RFC 6238, appendix B, SHA-1, the last six of its eight digits.
OF_TIMES: Final = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


def test_the_examples_of_rfc_4226() -> None:
    assert [code_at(SECRET, counter) for counter in range(10)] == OF_COUNTERS


@pytest.mark.parametrize(("seconds", "code"), OF_TIMES.items())
def test_the_examples_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_one_step_early_and_late(steps: int, counts: bool) -> None:
    code = code_at(SECRET, step_at(NOW) + steps)
    assert step_of(SECRET, code, NOW) == (step_at(NOW) + steps if counts else None)


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "abcdef", "é", "\ud800", "٣٣٣٣٣٣"])
def test_what_is_no_code(code: str) -> None:
    assert step_of(SECRET, code, NOW) is None


def test_a_step_is_thirty_seconds() -> None:
    assert step_at(NOW + timedelta(seconds=STEP)) == step_at(NOW) + 1 == 1 + int(NOW.timestamp()) // 30


def test_a_secret_has_160_bits_in_base_32() -> None:
    assert base64.b32decode(secret_of(1)) == bytes(19) + b"\1"
    assert len(secret_of(2**160 - 1)) == 32


def test_the_address_says_what_apps_ask_for() -> None:
    parts = urlsplit(address(SECRET, account="ann b", issuer="Tasktix"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Tasktix%3Aann%20b")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked == {"secret": SECRET, "issuer": "Tasktix", "algorithm": "SHA1", "digits": "6", "period": "30"}

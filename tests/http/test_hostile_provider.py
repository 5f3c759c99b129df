"""What a hostile provider, or a stranger, may try at the door that leads elsewhere."""

from __future__ import annotations

from functools import partial
from typing import Final

import pytest

from tests.harness import issuer as lies
from tests.harness.issuer import Issuer, Lie, with_claims
from tests.harness.server import RunningServer
from tests.http.browser import Browser
from tests.http.client import Client
from tests.http.school import browser, honest, issuer, newcomer, server
from tests.http.together import together

START: Final = "/auth/oidc/start"


__all__ = ["browser", "honest", "issuer", "server"]


@pytest.mark.parametrize(
    "where", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/%0d%0aX:y", ""]
)
def test_nobody_is_sent_to_another_site(browser: Browser, issuer: Issuer, where: str) -> None:
    newcomer(issuer)
    assert browser.go(issuer, where) == "/"


LIES: Final[dict[str, Lie]] = {
    "alg none": lies.unsigned,
    "HS256 with the public key": lies.signed_with_the_public_key,
    "HS256 with our secret": lies.signed_with_our_secret,
    "a key that it brings": lies.signed_by_a_key_that_it_brings,
    "changed after signing": lies.changed_after_signing,
    "too long": lies.huge,
    "no token": lambda _, __: "x.y.z",
    "another audience": with_claims(aud="another"),
    "two audiences, another's": with_claims(aud=["tasktix", "another"], azp="another"),
    "no audience": with_claims(aud=None),
    "another issuer": with_claims(iss="https://evil.example"),
    "no issuer": with_claims(iss=None),
    "another nonce": with_claims(nonce="another"),
    "no nonce": with_claims(nonce=None),
    "no nonce, it says": with_claims(nonce=None, nonce_supported=False),
    "expired": with_claims(exp=1_600_000_000),
    "no end": with_claims(exp=None),
    "from the future": with_claims(iat=4_000_000_000),
    "no subject": with_claims(sub=None),
    "an empty subject": with_claims(sub=""),
    "a subject that is none": with_claims(sub=7),
    "another access token": with_claims(at_hash="x" * 22),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_what_is_not_to_be_believed_opens_nothing(browser: Browser, issuer: Issuer, lie: Lie) -> None:
    newcomer(issuer)
    issuer.lie = lie
    assert browser.go(issuer) == "/sign-in?error=provider_failed"
    browser.get("/me").refuses(401, "not_signed_in")


@pytest.mark.parametrize("iss", [None, "https://evil.example", ""])
def test_an_answer_of_another_issuer_is_not_looked_at(browser: Browser, issuer: Issuer, iss: str | None) -> None:
    newcomer(issuer)
    issuer.answer = {"iss": iss}
    assert browser.go(issuer) == "/sign-in?error=provider_failed"


def test_a_state_of_another_browser_opens_nothing(server: RunningServer, browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    back = browser.to_the_provider(issuer)
    victim = Browser(server.url)
    assert victim.visit(back).headers["Location"] == "/sign-in?error=expired"
    victim.to_the_provider(issuer)
    back = browser.to_the_provider(issuer)
    assert victim.visit(back).headers["Location"] == "/sign-in?error=expired"
    victim.get("/me").refuses(401, "not_signed_in")


def test_a_state_that_somebody_tried_is_burnt(server: RunningServer, browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    back = browser.to_the_provider(issuer)
    Browser(server.url).visit(back)
    assert browser.visit(back).headers["Location"] in ("/", "/sign-in?error=expired")


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?state=x&state=y&code=z", "?state=" + "x" * 5000, "?error=x"]
)
def test_an_answer_that_nobody_asked_for(browser: Browser, query: str) -> None:
    assert browser.visit(f"/auth/oidc/callback{query}").headers["Location"] == "/sign-in?error=expired"


def test_an_answer_counts_once_for_fifty_at_once(browser: Browser, issuer: Issuer) -> None:
    newcomer(issuer)
    back = browser.to_the_provider(issuer)
    answers = together(*[partial(Client(browser.url, browser.cookie).send, "GET", back, None, {})] * 50)
    ends = [it.headers["Location"] for it in answers]
    assert ends.count("/") == 1
    assert set(ends) == {"/", "/sign-in?error=expired"}


def test_a_provider_that_is_away_or_another_is_told_as_failed(issuer: Issuer) -> None:
    environment = {**issuer.settings(), "TASKTIX_OIDC_ISSUER": "http://127.0.0.1:9"}
    with RunningServer(environment=environment) as lonely:
        assert Browser(lonely.url).visit(START).headers["Location"] == "/sign-in?error=provider_failed"
    issuer.document = {"issuer": "https://evil.example"}
    with RunningServer(environment=issuer.settings()) as misled:
        assert Browser(misled.url).visit(START).headers["Location"] == "/sign-in?error=provider_failed"

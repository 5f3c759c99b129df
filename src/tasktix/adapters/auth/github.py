"""Signing in with GitHub: OAuth 2.0 with PKCE, then who it is from its API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from tasktix.adapters.auth import given
from tasktix.adapters.auth.fetch import Fetch
from tasktix.application.providers import Journey, ProviderFailed, ProviderRefused, Vouched
from tasktix.domain.linked import Identity

SCOPES: Final = "read:user user:email"


@attrs.define(eq=False)
class GitHubProvider:
    """`url` is where people are, `api_url` where programs are."""

    client_id: str
    client_secret: str = attrs.field(repr=False)
    url: str
    api_url: str
    fetch: Fetch
    id: str = "github"
    name: str = "GitHub"

    async def address(self, journey: Journey) -> str:
        return str(
            prepare_grant_uri(
                f"{self.url}/login/oauth/authorize",
                self.client_id,
                "code",
                redirect_uri=journey.back,
                scope=SCOPES,
                state=journey.state,
                code_challenge=create_s256_code_challenge(journey.verifier),
                code_challenge_method="S256",
            )
        )

    async def vouch(self, journey: Journey, answer: Mapping[str, str]) -> Vouched:
        # It names itself nowhere yet; somebody else who does is not it.
        if "iss" in answer and answer["iss"].rstrip("/") not in (self.url, f"{self.url}/login/oauth"):
            raise ProviderFailed("another issuer answers")
        if "error" in answer:
            raise ProviderRefused
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": answer.get("code", ""),
            "redirect_uri": journey.back,
            "code_verifier": journey.verifier,
        }
        tokens = await self.fetch.json(f"{self.url}/login/oauth/access_token", form=form)
        # A refusal is a 200 with an `error` in it.
        if not isinstance(tokens, dict) or not isinstance(tokens.get("access_token"), str):
            raise ProviderFailed("no access_token")
        headers = {
            "Authorization": f"Bearer {tokens['access_token']}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        person = await self.fetch.json(f"{self.api_url}/user", headers=headers)
        if not isinstance(person, dict) or not isinstance(person.get("id"), int) or isinstance(person["id"], bool):
            raise ProviderFailed("no id")
        email = _verified(await self.fetch.json(f"{self.api_url}/user/emails", headers=headers))
        name = person.get("name") or person.get("login")
        # The number stays when somebody takes another name; the name may then be another person's.
        identity = Identity(self.url, str(person["id"]), name if isinstance(name, str) else "", email)
        return Vouched(identity, given.tokens(tokens))


def _verified(found: Any) -> str | None:
    """The primary address, if GitHub has verified it."""
    addresses = [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
    primary = (it.get("email") for it in addresses if it.get("primary") is True and it.get("verified") is True)
    return next((it for it in primary if isinstance(it, str)), None)

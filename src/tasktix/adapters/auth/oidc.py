"""One OpenID Connect provider, known by its discovery document (OpenID Connect Core 1.0, Discovery 1.0; RFC 9207)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

import attrs
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tasktix.adapters.auth import given
from tasktix.adapters.auth.fetch import Fetch
from tasktix.application.providers import Journey, ProviderFailed, ProviderRefused, Vouched
from tasktix.domain.linked import Identity

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""Of signatures. Never what the token or the provider's document says: `none` and our own secret would be among it."""

DISCOVERED_FOR: Final = 3600.0
KEYS_FOR: Final = 60.0
"""Seconds until an unknown key makes us ask for the keys again: a stranger must not make us ask all the time."""

LEEWAY: Final = 30
"""Seconds that the provider's clock may be wrong."""

LONGEST_TOKEN: Final = 32 * 1024
LONGEST_SUBJECT: Final = 255


@attrs.define(eq=False)
class OidcProvider:
    """`issuer` is exactly as the provider writes it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = attrs.field(repr=False)
    scopes: str
    fetch: Fetch
    id: str = "oidc"
    _document: tuple[float, Mapping[str, Any]] | None = attrs.field(default=None, init=False)
    _keys: tuple[float, KeySet] | None = attrs.field(default=None, init=False)

    async def address(self, journey: Journey) -> str:
        document = await self._discovered()
        return str(
            prepare_grant_uri(
                self._endpoint(document, "authorization_endpoint"),
                self.client_id,
                "code",
                redirect_uri=journey.back,
                scope=self.scopes,
                state=journey.state,
                nonce=journey.nonce,
                code_challenge=create_s256_code_challenge(journey.verifier),
                code_challenge_method="S256",
            )
        )

    async def vouch(self, journey: Journey, answer: Mapping[str, str]) -> Vouched:
        document = await self._discovered()
        # A mix-up: another provider's answer, brought to us as this one's (RFC 9207, 2.4).
        says_iss = document.get("authorization_response_iss_parameter_supported") is True
        if answer.get("iss", None if says_iss else self.issuer) != self.issuer:
            raise ProviderFailed("another issuer answers")
        if "error" in answer:
            raise ProviderRefused
        tokens = await self._tokens(document, journey, answer.get("code", ""))
        claims = await self._claims(document, journey, tokens)
        if not ("email" in claims and "name" in claims) and "userinfo_endpoint" in document:
            claims = {**await self._userinfo(document, tokens, claims["sub"]), **claims}
        return Vouched(_identity(self.issuer, claims), given.tokens(tokens))

    async def _tokens(self, document: Mapping[str, Any], journey: Journey, code: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": journey.back,
            "code_verifier": journey.verifier,
        }
        ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = None
        if "client_secret_basic" in ways:
            # Each of the two is form-encoded first (RFC 6749, 2.3.1).
            basic = (quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
        else:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        found = await self.fetch.json(self._endpoint(document, "token_endpoint"), form=form, basic=basic)
        if not isinstance(found, dict) or not isinstance(found.get("id_token"), str):
            raise ProviderFailed("no id_token")
        return found

    async def _claims(
        self, document: Mapping[str, Any], journey: Journey, tokens: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        id_token: str = tokens["id_token"]
        if len(id_token) > LONGEST_TOKEN:
            raise ProviderFailed("the id_token is too long")
        try:
            token = await self._verified(document, id_token)
            options = {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
            }
            params = {
                "nonce": journey.nonce,
                "client_id": self.client_id,
                "access_token": tokens.get("access_token"),
            }
            claims = CodeIDToken(token.claims, token.header, options, params)
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ProviderFailed(f"the id_token is not right: {type(error).__name__}") from error
        subject = token.claims.get("sub")
        if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT:
            # An empty one would be everybody's.
            raise ProviderFailed("no subject")
        return token.claims

    async def _verified(self, document: Mapping[str, Any], id_token: str) -> jwt.Token:
        keys = await self._key_set(document, older_than=DISCOVERED_FOR)
        try:
            return jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # The provider may have another key since.
            renewed = await self._key_set(document, older_than=KEYS_FOR)
            if renewed is keys:
                raise
            return jwt.decode(id_token, renewed, algorithms=ALGORITHMS)

    async def _key_set(self, document: Mapping[str, Any], *, older_than: float) -> KeySet:
        if self._keys is None or self._keys[0] < time.monotonic() - older_than:
            found = await self.fetch.json(self._endpoint(document, "jwks_uri"))
            try:
                self._keys = (time.monotonic(), KeySet.import_key_set(found))
            except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise ProviderFailed("the keys cannot be read") from error
        return self._keys[1]

    async def _userinfo(
        self, document: Mapping[str, Any], tokens: Mapping[str, Any], subject: str
    ) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {tokens.get('access_token')}"}
        found = await self.fetch.json(self._endpoint(document, "userinfo_endpoint"), headers=headers)
        if not isinstance(found, dict) or found.get("sub") != subject:
            raise ProviderFailed("userinfo of somebody else")
        return found

    async def _discovered(self) -> Mapping[str, Any]:
        if self._document is None or self._document[0] < time.monotonic() - DISCOVERED_FOR:
            address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = await self.fetch.json(address)
            if not isinstance(found, dict) or found.get("issuer") != self.issuer:
                raise ProviderFailed("the document is of another issuer")
            self._document = (time.monotonic(), found)
        return self._document[1]

    def _endpoint(self, document: Mapping[str, Any], name: str) -> str:
        """Over https, unless the operator has named the issuer without."""
        found = document.get(name)
        schemes = ("https", urlsplit(self.issuer).scheme)
        if not isinstance(found, str) or urlsplit(found).scheme not in schemes:
            raise ProviderFailed(f"no {name}")
        return found


def _identity(issuer: str, claims: Mapping[str, Any]) -> Identity:
    """An address that the provider says it has not verified is none."""
    email = claims.get("email") if claims.get("email_verified") is not False else None
    names = (claims.get(it) for it in ("name", "preferred_username", "nickname"))
    name = next((it for it in names if isinstance(it, str) and it.strip()), "")
    return Identity(issuer, claims["sub"], name, email if isinstance(email, str) else None)

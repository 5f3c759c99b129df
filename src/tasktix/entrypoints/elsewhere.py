"""The providers that the settings name."""

from __future__ import annotations

from tasktix.adapters.auth.fetch import Fetch
from tasktix.application.providers import Provider
from tasktix.entrypoints.settings import Settings


def providers(settings: Settings, fetch: Fetch) -> list[Provider]:
    found: list[Provider] = []
    if settings.github_client_id:
        from tasktix.adapters.auth.github import GitHubProvider

        found.append(
            GitHubProvider(
                client_id=settings.github_client_id,
                client_secret=settings.github_client_secret,
                url=settings.github_url,
                api_url=settings.github_api_url,
                fetch=fetch,
            )
        )
    if settings.oidc_issuer:
        from tasktix.adapters.auth.oidc import OidcProvider

        found.append(
            OidcProvider(
                name=settings.oidc_name,
                issuer=settings.oidc_issuer,
                client_id=settings.oidc_client_id,
                client_secret=settings.oidc_client_secret,
                scopes=settings.oidc_scopes,
                fetch=fetch,
            )
        )
    return found

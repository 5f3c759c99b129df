"""The wiring, and the only file that knows dependency-injector."""

from __future__ import annotations

from dependency_injector import containers, providers

from tasktix.adapters.auth.fetch import Fetch
from tasktix.adapters.auth.known_passwords import BreachedPasswords, CommonPasswords, NoPasswords
from tasktix.adapters.auth.passwords import ArgonPasswords
from tasktix.adapters.auth.webauthn import WebAuthn
from tasktix.adapters.bell.in_process import InProcessBell
from tasktix.adapters.bell.local import LocalBell
from tasktix.adapters.github.renewal import GitHubRenewal
from tasktix.adapters.github.webhooks import GitHubWebhooks
from tasktix.adapters.host.chance import SystemChance
from tasktix.adapters.host.clock import SystemClock
from tasktix.adapters.memory.store import MemoryStore
from tasktix.application.application import Application
from tasktix.application.authentication import Authentication
from tasktix.application.authenticators import Authenticators
from tasktix.application.broom import Broom
from tasktix.application.connected import ConnectedAccounts
from tasktix.application.elsewhere import Elsewhere
from tasktix.application.entrance import Entrance
from tasktix.application.inspector import Inspector
from tasktix.application.intake import Intake
from tasktix.application.limits import Limits
from tasktix.application.linking import Linking
from tasktix.application.outlet import Outlet
from tasktix.application.passkey_step import PasskeyStep
from tasktix.application.ports import Bell, Chance, Clock, KnownPasswords, Passwords, Safe, Store
from tasktix.application.providers import Provider
from tasktix.application.second_step import SecondStep
from tasktix.application.tracker import Accounts, IssueTracker, Renewal, Webhooks
from tasktix.entrypoints import bells, elsewhere, keys, stores, trackers
from tasktix.entrypoints.settings import Settings


class Container(containers.DeclarativeContainer):
    """Every port and what satisfies it. A test overrides a provider; nothing else is patched."""

    settings: providers.Provider[Settings] = providers.Dependency(instance_of=Settings)

    clock: providers.Provider[Clock] = providers.Singleton(SystemClock)
    chance: providers.Provider[Chance] = providers.Singleton(SystemChance)
    passwords: providers.Provider[Passwords] = providers.Singleton(ArgonPasswords)
    known_passwords: providers.Provider[KnownPasswords] = providers.Selector(
        settings.provided.breached_passwords,
        offline=providers.Singleton(CommonPasswords),
        online=providers.Singleton(BreachedPasswords),
        off=providers.Singleton(NoPasswords),
    )

    safe: providers.Provider[Safe] = providers.Singleton(keys.safe, settings)

    store: providers.Provider[Store] = providers.Selector(
        settings.provided.database_kind,
        memory=providers.Singleton(MemoryStore, clock, chance),
        sqlite=providers.Singleton(stores.sql, settings.provided.database, clock, chance),
        mysql=providers.Singleton(stores.sql, settings.provided.database, clock, chance),
    )
    bell: providers.Provider[Bell] = providers.Selector(
        settings.provided.bell_kind,
        in_process=providers.Singleton(InProcessBell),
        local=providers.Singleton(LocalBell, settings.provided.database),
        valkey=providers.Singleton(bells.valkey, settings.provided.bell, settings.provided.database),
    )

    application: providers.Provider[Application] = providers.Singleton(
        Application, store=store, bell=bell, clock=clock, chance=chance
    )
    renewal: providers.Provider[Renewal] = providers.Singleton(
        GitHubRenewal,
        url=settings.provided.github_url,
        client_id=settings.provided.github_client_id,
        client_secret=settings.provided.github_client_secret,
    )
    accounts: providers.Provider[Accounts] = providers.Singleton(
        ConnectedAccounts,
        application=application,
        safe=safe,
        renewal=renewal,
        provider=providers.Object("github"),
        issuer=settings.provided.github_url,
    )
    tracker: providers.Provider[IssueTracker] = providers.Singleton(trackers.github, settings, accounts)
    webhooks: providers.Provider[Webhooks] = providers.Singleton(
        GitHubWebhooks, secrets=settings.provided.github_webhook_secrets
    )
    intake: providers.Provider[Intake] = providers.Singleton(
        Intake, application=application, webhooks=webhooks, accounts=accounts, told=providers.Object(trackers.log_fault)
    )
    outlet: providers.Provider[Outlet] = providers.Singleton(
        Outlet, application=application, tracker=tracker, accounts=accounts, told=providers.Object(trackers.log_fault)
    )
    broom: providers.Provider[Broom] = providers.Singleton(
        Broom, application=application, tracker=tracker, accounts=accounts, told=providers.Object(trackers.log_fault)
    )
    inspector: providers.Provider[Inspector] = providers.Singleton(Inspector, application=application, tracker=tracker)
    linking: providers.Provider[Linking] = providers.Singleton(
        Linking, application=application, tracker=tracker, can_import=settings.provided.has_github_app
    )
    limits: providers.Provider[Limits] = providers.Singleton(
        Limits, application=application, is_on=settings.provided.are_rates_limited
    )
    entrance: providers.Provider[Entrance] = providers.Singleton(
        Entrance, application=application, chance=chance, limits=limits, safe=safe
    )
    fetch: providers.Provider[Fetch] = providers.Singleton(Fetch)
    providers_elsewhere: providers.Provider[list[Provider]] = providers.Singleton(elsewhere.providers, settings, fetch)
    elsewhere: providers.Provider[Elsewhere] = providers.Singleton(
        Elsewhere,
        application=application,
        entrance=entrance,
        chance=chance,
        limits=limits,
        safe=safe,
        sign_up_open=settings.provided.is_sign_up_open,
    )
    second_step: providers.Provider[SecondStep] = providers.Singleton(
        SecondStep, application=application, entrance=entrance, chance=chance, limits=limits, safe=safe
    )
    authenticators: providers.Provider[Authenticators] = providers.Factory(WebAuthn)
    passkey_step: providers.Provider[PasskeyStep] = providers.Factory(
        PasskeyStep, application=application, entrance=entrance, chance=chance, limits=limits
    )
    authentication: providers.Provider[Authentication] = providers.Singleton(
        Authentication,
        application=application,
        passwords=passwords,
        known_passwords=known_passwords,
        chance=chance,
        limits=limits,
        entrance=entrance,
        sign_up_open=settings.provided.is_sign_up_open,
        are_passwords_on=settings.provided.are_passwords_on,
    )


def wired(settings: Settings, **own: object) -> Container:
    """A container in which what the caller has of its `own` (a clock, a bell, …) takes the place of ours."""
    container = Container(settings=settings)
    for name, instance in own.items():
        if instance is not None:
            getattr(container, name).override(providers.Object(instance))
    return container

"""`tasktix serve`: one process that is everything."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import resource
import signal
import socket
from contextlib import suppress
from importlib.metadata import version
from typing import Final

import attrs
from aiohttp import web

from tasktix.adapters.http.app import create_app
from tasktix.adapters.http.brake import Brake
from tasktix.adapters.http.doors import Doors
from tasktix.adapters.http.hub import Hub
from tasktix.adapters.http.identity import Identity
from tasktix.adapters.http.kept import KeptSnapshots
from tasktix.adapters.http.metrics import Metrics
from tasktix.adapters.http.pages import Pages
from tasktix.adapters.http.route import Server
from tasktix.adapters.http.runner import Runner
from tasktix.adapters.http.threads import Threads
from tasktix.application import feed
from tasktix.application.actor import SYSTEM
from tasktix.application.application import Application
from tasktix.application.housekeeping import keep_house
from tasktix.entrypoints import trackers
from tasktix.entrypoints.container import Container
from tasktix.entrypoints.parsing import WrongSetting
from tasktix.entrypoints.settings import Settings

LOG: Final = logging.getLogger(__name__)

UNITS: Final = 6
"""Threads that run units of work that may write. More only fight for Python's lock (measured)."""

UNITS_WAITING: Final = 1000
LOOKS: Final = 3
"""Threads that run those that only look. They wait for nobody who writes; and with fewer, a thousand readers who come
back at once are through in two thirds of the time, for the same reason (measured)."""

LOOKS_WAITING: Final = 1000
HASHERS: Final = 2
HASHERS_WAITING: Final = 64
"""Sign-ins in line before the next is told to come back: about four seconds of hashing."""

HASHERS_NICENESS: Final = 10
"""A storm of sign-ins takes what the others leave of the processor."""

ASKERS: Final = 2
ASKERS_WAITING: Final = 32
"""People who wait for an answer of the tracker; it may take seconds, and nobody else shall wait for them."""

HOUSEKEEPING: Final = 3600.0
"""Seconds between two rounds of forgetting what is too old."""

DRAIN: Final = 5.0
"""Seconds that requests in flight have to end after SIGTERM."""

BACKLOG: Final = 4096


@attrs.frozen
class Worker:
    """One of several processes on a port: `ready` is written to when it serves, and it ends when `leash` does.

    `number` counts from 0; whoever takes the place of another has that one's."""

    ready: int
    leash: int
    number: int = 0


def run(settings: Settings, worker: Worker | None = None) -> None:
    container = Container(settings=settings)
    application = container.application()
    try:
        asyncio.run(_serve(settings, container, application, worker))
    finally:
        application.close()


async def _serve(settings: Settings, container: Container, application: Application, worker: Worker | None) -> None:
    _allow_many_connections()
    listener = listen(settings.host, settings.port, is_shared=worker is not None)
    base_url = settings.base_url or address_of(listener)
    threads = Threads("unit-of-work", UNITS, UNITS_WAITING)
    looking_threads = Threads("look", LOOKS, LOOKS_WAITING)
    password_threads = Threads("password", HASHERS, HASHERS_WAITING, HASHERS_NICENESS)
    arrived = asyncio.Event()
    delivery_threads = Threads("delivery", 1, 1)
    writing_threads = Threads("writing", 1, 1)
    tracker_threads = Threads("tracker", ASKERS, ASKERS_WAITING)
    server = Server(
        application=application,
        authentication=container.authentication(),
        entrance=container.entrance(),
        second_step=container.second_step(),
        passkey_step=container.passkey_step(authenticators=container.authenticators(base_url)),
        identity=Identity(
            application,
            threads,
            looking_threads,
            base_url,
            settings.trusted_networks,
            Brake(is_on=settings.are_rates_limited),
        ),
        hub=Hub(
            read_entries=lambda after: looking_threads.run(application.look, SYSTEM, feed.entries, after=after),
            read_reach=lambda them: looking_threads.run(application.look, SYSTEM, feed.reach, audiences=them),
            clock=application.clock,
            say=application.bell.say,
        ),
        kept=KeptSnapshots(),
        threads=threads,
        looking_threads=looking_threads,
        password_threads=password_threads,
        linking=container.linking(),
        tracker_threads=tracker_threads,
        webhooks=container.webhooks(),
        arrived=arrived,
        do_passwords_count=settings.are_passwords_on,
    )
    pools = {
        "unit of work": threads,
        "look": looking_threads,
        "password": password_threads,
        "tracker": tracker_threads,
        "delivery": delivery_threads,
        "writing": writing_threads,
    }
    metrics = Metrics(version("tasktix"), server.hub, pools)
    pages = Pages()
    if not pages.is_built:
        LOG.warning("The page is not built (TASKTIX_SKIP_WEB?): there is the API alone.")
    elsewhere, providers = container.elsewhere(), container.providers_elsewhere()
    doors = Doors(server, elsewhere, providers, pages.answer, settings.are_passwords_on)
    app = create_app(server, pages, doors, metrics, shows_metrics=settings.shows_metrics)
    runner = Runner(app, access_log=None, handler_cancellation=True, shutdown_timeout=DRAIN)
    await runner.setup()
    await web.SockSite(runner, listener, backlog=BACKLOG).start()
    metrics_runner = await _serve_metrics(settings, metrics, worker)
    gc.collect()
    gc.freeze()
    if worker is None:
        print(f"Tasktix is at {base_url}", flush=True)
    else:
        os.write(worker.ready, b".")
    duties = [asyncio.create_task(_keep_house(application, threads))]
    if worker is None or worker.number == 0:
        duties.append(asyncio.create_task(trackers.work_off(container.intake(), delivery_threads, arrived)))
        if settings.github_client_id:
            duties.append(asyncio.create_task(trackers.inspect(container.inspector(), tracker_threads)))
        if settings.has_github_app:
            writing = trackers.write_out(container.outlet(), container.broom(), writing_threads)
            duties.append(asyncio.create_task(writing))
    try:
        await _until_told_to_stop(worker)
    finally:
        for duty in duties:
            duty.cancel()
        await runner.cleanup()
        if metrics_runner is not None:
            await metrics_runner.cleanup()
        await container.fetch().close()
        for pool in pools.values():
            pool.close()


async def _serve_metrics(settings: Settings, metrics: Metrics, worker: Worker | None) -> web.AppRunner | None:
    """On a port of its own, if there is to be one: the first worker's; each further worker has the next."""
    if settings.metrics_port is None:
        return None
    port = settings.metrics_port and settings.metrics_port + (worker.number if worker else 0)
    listener = listen(settings.host, port, names="--host and --metrics-port")
    runner = Runner(metrics.app(), access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    LOG.info("metrics are at %s/metrics", address_of(listener))
    return runner


def listen(host: str, port: int, *, is_shared: bool = False, names: str = "--host and --port") -> socket.socket:
    """A socket at this address; several processes may listen at one that `is_shared`. Raises `WrongSetting` with the
    `names` of the options that ask for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=is_shared)
    except OSError as error:
        expected = f"a free address of this machine ({os.strerror(error.errno or 0)})"
        raise WrongSetting(names, f"{host}:{port}", expected) from None
    listener.setblocking(False)
    return listener


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _allow_many_connections() -> None:
    """Each open stream is a file, and the usual soft limit, 1024, is there for programs that are older than epoll."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _keep_house(application: Application, threads: Threads) -> None:
    while True:
        try:
            await threads.run(keep_house, application)
        except Exception:
            LOG.exception("housekeeping failed and goes on")
        await asyncio.sleep(HOUSEKEEPING)


async def _until_told_to_stop(worker: Worker | None) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    if worker is not None:
        # Readable when its other end is gone: nobody watches over this process any more.
        loop.add_reader(worker.leash, told.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()

"""What Prometheus is told, and who may ask."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tasktix.entrypoints.settings import Settings
from tests.feed.stream import Stream
from tests.harness.mariadb import MariaDB
from tests.harness.process import free_port, wait_until
from tests.harness.server import RunningServer
from tests.http.client import Client

Serve = Callable[..., RunningServer]


def samples(url: str) -> dict[tuple[str, ...], float]:
    """By name and the values of the labels, in their order."""
    with urlopen(url, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = answer.read().decode()
    return {
        (it.name, *it.labels.values()): it.value
        for family in text_string_to_metric_families(text)
        for it in family.samples
    }


def test_requests_and_streams_are_counted(serve: Serve) -> None:
    server = serve()
    ann = Client.newcomer(server.url, "Ann")
    shared = ann.new_list("Shared")
    for number in range(3):
        ann.new_task(shared.id, f"{number}")
    ann.get("/lists/0000000000000000")
    ann.get(f"/nowhere/{shared.id}")
    stream = Stream(ann, f"?after={shared.id}:0")
    stream.until("entry", shared.id, 3)
    found = samples(f"{server.url}/metrics")
    stream.close()
    assert found["tasktix_requests_total", "POST", "/api/v1/lists/{list_id}/tasks", "201"] == 3
    assert found["tasktix_requests_total", "GET", "/api/v1/lists/{list_id}", "404"] == 1
    assert found["tasktix_requests_total", "GET", "other", "404"] == 1
    assert found["tasktix_request_seconds_count", "POST", "/api/v1/lists/{list_id}/tasks"] == 3
    assert found["tasktix_streams",] == 1
    assert found["tasktix_followed",] == 2
    assert found["tasktix_in_line", "password"] == 0
    assert found["process_resident_memory_bytes",] > 1e7
    wait_until(
        lambda: samples(f"{server.url}/metrics")["tasktix_streams",] == 0, patience=20, what=lambda: "a stream is left"
    )


def two_free_ports() -> int:
    """The first of two neighbours."""
    while True:
        port = free_port()
        with suppress(OSError), socket.create_server(("127.0.0.1", port + 1)):
            return port


def outward_address() -> str:
    """An address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no network")
        return str(probe.getsockname()[0])


def refused(url: str) -> int:
    with pytest.raises(HTTPError) as caught:
        urlopen(url, timeout=10)
    with caught.value as answer:
        return answer.code


def test_from_elsewhere_there_is_nothing(serve: Serve) -> None:
    server = serve("--host", "0.0.0.0")
    port = server.url.rpartition(":")[2]
    assert samples(f"http://127.0.0.1:{port}/metrics")
    assert refused(f"http://{outward_address()}:{port}/metrics") == 404


@pytest.mark.parametrize(
    ("settings", "shows"),
    [
        (Settings(), True),
        (Settings(base_url="http://localhost:8080"), True),
        (Settings(base_url="https://tasks.example.org"), False),
        (Settings(workers=2), False),
        (Settings(metrics_port=9100), False),
    ],
)
def test_they_are_on_the_servers_own_port_only_where_that_says_who_asks(settings: Settings, shows: bool) -> None:
    assert settings.shows_metrics is shows


def test_on_a_port_of_its_own(serve: Serve) -> None:
    port = free_port()
    server = serve("--metrics-port", str(port))
    assert samples(f"http://127.0.0.1:{port}/metrics")["tasktix_streams",] == 0
    assert refused(f"{server.url}/metrics") == 404
    assert refused(f"http://127.0.0.1:{port}/api/v1/session") == 404


def test_each_worker_has_the_next(mariadb: MariaDB) -> None:
    port = two_free_ports()
    environment = {"TASKTIX_DATABASE_URL": mariadb.new_database("metrics"), "TASKTIX_METRICS_PORT": str(port)}
    with RunningServer("--workers", "2", environment=environment) as server:
        Client.newcomer(server.url, "Ann")
        both = [samples(f"http://127.0.0.1:{port + number}/metrics") for number in (0, 1)]
        assert sum(it.get(("tasktix_requests_total", "POST", "/api/v1/users", "201"), 0) for it in both) == 1
        assert refused(f"{server.url}/metrics") == 404

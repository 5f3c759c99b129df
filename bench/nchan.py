"""nginx with nchan: C, which keeps messages in memory and hands them out, and is fast at it."""

from __future__ import annotations

import atexit
import itertools
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from bench.wire import Address, request
from tests.harness.process import end, find_program, free_port, spawn, wait_until

MODULE: Final = "usr/lib/nginx/modules/ngx_nchan_module.so"

OPENED: Final = b": hi\n"
"""What nchan greets a subscriber with."""

SUBSCRIBE: Final = request("GET", "/feed", headers="Accept: text/event-stream\r\n")

PACKAGES: Final = ("nginx", "libnginx-mod-nchan")
"""Of Debian and Ubuntu."""

# One worker, as ours is one process. A buffer longer than a burst, or it would lose messages; sockets as they come.
CONFIGURATION: Final = """
daemon off;
{user}
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/pid;
error_log {folder}/errors warn;
load_module {module};
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    nchan_shared_memory_size 128M;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        keepalive_requests 1000000;
        location /publish {{
            nchan_publisher;
            nchan_channel_id bench;
            nchan_message_buffer_length 10000;
            nchan_message_timeout 60s;
        }}
        location /feed {{
            nchan_subscriber eventsource;
            nchan_channel_id bench;
            nchan_subscriber_first_message newest;
        }}
    }}
}}
"""


@attrs.frozen
class Installed:
    program: Path
    module: Path


def find() -> Installed | None:
    program, module = find_program("nginx"), Path("/") / MODULE
    return Installed(program, module) if program and module.exists() else None


@cache
def fetch() -> Installed | None:
    """The distribution's packages, unpacked for as long as this process lives: nothing is installed, no nginx starts
    by itself."""
    if find_program("apt-get") is None or find_program("dpkg") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="tasktix-nginx-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _run(["apt-get", "-qq", "download", *PACKAGES], folder)
    for package in folder.glob("*.deb"):
        _run(["dpkg", "-x", str(package), "."], folder)
    found = Installed(folder / "usr/sbin/nginx", folder / MODULE)
    return found if found.program.exists() and found.module.exists() else None


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)


class Nchan:
    """Runs from its making until `remove`."""

    def __init__(self, installed: Installed) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tasktix-nchan-"))
        self.address: Address = ("127.0.0.1", free_port())
        configuration, errors = self._folder / "nginx.conf", self._folder / "errors"
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        text = CONFIGURATION.format(
            folder=self._folder,
            module=installed.module,
            port=self.address[1],
            files=most,
            # Or its worker could not enter our folder.
            user="user root;" if os.geteuid() == 0 else "",
        )
        configuration.write_text(text)
        command: list[str | Path] = [installed.program, "-p", self._folder, "-e", errors, "-c", configuration]
        self._process = spawn(command, stderr=subprocess.DEVNULL)
        wait_until((self._folder / "pid").exists, patience=20, what=errors.read_text)

    def remove(self) -> None:
        end(self._process, patience=10)
        shutil.rmtree(self._folder, ignore_errors=True)


def messages(length: int) -> Iterator[bytes]:
    """Without an end; each is as long as the data of an entry, and ends as it does."""
    head = "POST /publish HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    for number in itertools.count():
        start, end = f'{{"number":{number},"changes":["', '"]}'
        body = start + "x" * (length - len(start) - len(end)) + end
        yield f"{head}Content-Length: {length}\r\n\r\n{body}".encode()

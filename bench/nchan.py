"""nginx with nchan: C, which keeps messages in memory and hands them out, and is fast at it."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.wire import Address, request
from tests.harness.process import end, find_program, free_port, spawn, wait_until

MODULE: Final = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")

OPENED: Final = b": hi\n"
"""What nchan greets a subscriber with."""

# One worker, as ours is one process. A buffer longer than a burst, or it would lose messages; sockets as they come.
SUBSCRIBE: Final = request("GET", "/feed", headers="Accept: text/event-stream\r\n")

CONFIGURATION: Final = """
daemon off;
user root;
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


class Nchan:
    """Runs from its making until `remove`."""

    def __init__(self) -> None:
        program = find_program("nginx")
        assert program
        self._folder = Path(tempfile.mkdtemp(prefix="tasktix-nchan-"))
        self.address: Address = ("127.0.0.1", free_port())
        text = CONFIGURATION.format(folder=self._folder, module=MODULE, port=self.address[1], files=16384)
        configuration = self._folder / "nginx.conf"
        configuration.write_text(text)
        errors = self._folder / "errors"
        self._process = spawn(
            [program, "-p", self._folder, "-e", errors, "-c", configuration], stderr=subprocess.DEVNULL
        )
        wait_until((self._folder / "pid").exists, patience=20, what=errors.read_text)

    @staticmethod
    def missing() -> str | None:
        """Why it cannot run on this machine, or None."""
        if find_program("nginx") and MODULE.exists():
            return None
        return "not installed (Debian: nginx-light, libnginx-mod-nchan)"

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

"""The bell between the processes of one machine: Unix datagrams, one socket for each process, in a folder of theirs.

Nothing here may wait for anybody: who does not hear a ring (a full socket, a process that has just gone) sees the
entry at the next poll.
"""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from tasktix.adapters.bell.ears import Ear, Ears, WordEar, worded
from tasktix.application.ports import Unavailable
from tasktix.domain.ids import Id

MOST_IDS: Final = 500
"""Audiences named in one datagram: some 8 KiB, far below what a socket takes at once."""

_LARGEST: Final = 64 * 1024
_LONGEST_PATH: Final = 107
_NAME: Final = len("/4194304-7fffffffffff.bell")
"""Bytes of a socket's own name, of the 107 that its whole path may have (unix(7))."""


class LocalBell:
    """All processes with the same `house` (a database's address) on this machine hear one another."""

    def __init__(self, house: str) -> None:
        self._folder = _folder(house)
        self._ears = Ears()
        self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sender.setblocking(False)
        self._line: socket.socket | None = None
        self._path: Path | None = None

    def ring(self, audiences: Collection[Id]) -> None:
        self._ears.ring(audiences)
        for datagram in _datagrams(audiences):
            self._send_to_all(datagram)

    def listen(self, ear: Ear) -> None:
        self._ears.of_rings.append(ear)
        if self._line is None:
            self._open()

    def say(self, word: str) -> None:
        self._ears.say(word)
        self._send_to_all(worded(word).encode("ascii"))

    def hear(self, ear: WordEar) -> None:
        self._ears.of_words.append(ear)
        if self._line is None:
            self._open()

    def close(self) -> None:
        if self._line is not None and self._path is not None:
            self._path.unlink(missing_ok=True)
            # Wakes the thread that waits for datagrams.
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
            self._line.close()
            self._line = None
        self._sender.close()

    def _send_to_all(self, datagram: bytes) -> None:
        for path in self._folder.glob("*.bell"):
            if path != self._path:
                self._send(datagram, path)

    def _send(self, datagram: bytes, path: Path) -> None:
        try:
            self._sender.sendto(datagram, str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            # Its process is gone without having said goodbye.
            path.unlink(missing_ok=True)
        except OSError:
            pass

    def _open(self) -> None:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._path = self._folder / f"{os.getpid()}-{id(self):x}.bell"
        self._path.unlink(missing_ok=True)
        line.bind(str(self._path))
        self._line = line
        threading.Thread(target=self._take, args=(line,), name="bell", daemon=True).start()

    def _take(self, line: socket.socket) -> None:
        while True:
            try:
                datagram = line.recv(_LARGEST)
            except OSError:
                return
            if not datagram:
                return
            self._ears.take(datagram.decode("ascii"))


def _datagrams(audiences: Collection[Id]) -> Iterator[bytes]:
    remaining = iter(audiences)
    while some := list(islice(remaining, MOST_IDS)):
        yield " ".join(some).encode("ascii")


def _folder(house: str) -> Path:
    """Where the sockets of this house are; nobody else's, even where everybody may write. Raises `Unavailable`."""
    name = hashlib.sha256(house.encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"tasktix-{os.getuid()}-{name}"
    if len(os.fsencode(folder)) + _NAME > _LONGEST_PATH:
        raise Unavailable(f"no place for the bell: too long a path for a socket: {folder}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError as error:
        raise Unavailable(f"no place for the bell: {error.strerror}: {folder}") from error
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise Unavailable(f"no place for the bell: {folder} belongs to somebody else")
    return folder

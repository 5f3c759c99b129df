"""Child processes that never outlive the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

# Runs in the child before the program itself: the kernel kills it when its parent dies, however that happens.
# In a program of its own, as preexec_fn is unsafe (and warned of) once the tests have threads.
LEASH = """
import os, signal, sys
try:
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
except (AttributeError, OSError):
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit("the tests are gone")
os.execvp(sys.argv[2], sys.argv[2:])
"""


def spawn(command: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:
    """Start a command, by its full path, that is killed when this process dies."""
    words = [sys.executable, "-I", "-S", "-c", LEASH, str(os.getpid()), *map(str, command)]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, **options)


def end(process: subprocess.Popen[bytes], *, patience: float) -> int:
    """Ask it to stop; kill it when it does not. Returns its exit code."""
    process.terminate()
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        kill(process)
        raise


def kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()


def find_program(*names: str) -> Path | None:
    for name in names:
        for path in (None, "/usr/sbin:/usr/local/sbin:/sbin"):
            if found := shutil.which(name, path=path):
                return Path(found)
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], *, patience: float, what: Callable[[], str]) -> None:
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(what())
        time.sleep(0.02)

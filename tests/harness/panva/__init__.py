"""A certified OpenID provider (npm `oidc-provider`) as a process of its own."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener, urlopen

from tests.harness import npm
from tests.harness.process import kill, spawn, wait_until

HERE: Final = Path(__file__).parent
PATIENCE: Final = 120.0

_ACTION: Final = re.compile(r'action="([^"]+)"')
_PROMPT: Final = re.compile(r'name="prompt" value="([^"]+)"')


class Panva:
    """Signs in whoever is asked for, and sends them back to `back`."""

    def __init__(self, port: int, back: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._process = spawn(
            [npm.node(), HERE / "provider.mjs", npm.installed(HERE), str(port), back],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(self._is_ready, patience=PATIENCE, what=lambda: "the provider did not come up")
        except BaseException:
            kill(self._process)
            raise

    def __enter__(self) -> Panva:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        kill(self._process)

    def sign_in(self, address: str, login: str, back: str) -> str:
        """As a person does it in a browser: follow, fill in the forms, agree. The address that leads `back`."""
        opener = build_opener(HTTPCookieProcessor(), _Stay())
        request = Request(address)
        for _ in range(20):
            try:
                with opener.open(request, timeout=PATIENCE) as page:
                    text = page.read().decode()
                action, prompt = _ACTION.search(text), _PROMPT.search(text)
                assert action, text
                assert prompt, text
                form = {"prompt": prompt[1], "login": login, "password": "any"}
                request = Request(urljoin(address, html.unescape(action[1])), urlencode(form).encode())
            except HTTPError as moved:
                with moved:
                    there: str = urljoin(address, moved.headers["Location"])
                if there.startswith(back):
                    return there
                request = Request(there)
        raise AssertionError("it leads nowhere")

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/.well-known/openid-configuration", timeout=PATIENCE):
                return True
        except OSError:
            assert self._process.poll() is None, "the provider ended at its start"
            return False


class _Stay(HTTPRedirectHandler):
    """Each step is a request of its own: the last must not be followed."""

    def redirect_request(self, *_: object) -> None:
        return None

"""A browser that goes to a provider and back."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from tasktix.adapters.http import shapes
from tests.http.client import Answer, Client


class Place(Protocol):
    """Where somebody signs in."""

    url: str

    def authorize(self, asked: dict[str, str]) -> str: ...


class Browser(Client):
    """Keeps all its cookies; `provider` is the one that it goes to."""

    def __init__(self, url: str, cookie: str = "", provider: str = "oidc") -> None:
        super().__init__(url, cookie)
        self.provider = provider

    def visit(self, path: str) -> Answer:
        """One page of ours, without following."""
        answer = self.send("GET", path, None, {})
        jar = dict(it.split("=", 1) for it in self.cookie.split("; ") if it)
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            jar[name] = value
        self.cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        return answer

    def to_the_provider(self, place: Place, next_path: str = "/") -> str:
        """There and back: the address to which the provider sends the browser."""
        answer = self.visit(f"/auth/{self.provider}/start?next={next_path}")
        assert answer.status == 302, answer
        there = urlsplit(answer.headers["Location"])
        assert f"{there.scheme}://{there.netloc}" == place.url, answer.headers["Location"]
        back = place.authorize({name: values[0] for name, values in parse_qs(there.query).items()})
        return back.removeprefix(self.url)

    def go(self, place: Place, next_path: str = "/") -> str:
        """The whole way; where it ends."""
        answer = self.visit(self.to_the_provider(place, next_path))
        assert answer.status == 302, answer
        return str(answer.headers["Location"])

    def me(self) -> shapes.User:
        return self.get("/me").shows(shapes.User)

from __future__ import annotations

from tests.http.village import ann, bob, cy, groceries, server, shared

__all__ = ["ann", "bob", "cy", "groceries", "server", "shared"]

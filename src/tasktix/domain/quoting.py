"""Quoted text: how a person says that something means only itself."""

from __future__ import annotations

import re
from typing import Final

QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
"""A whole quoted text with its quotes. The two branches share no character, so it never goes back."""

_ESCAPE: Final = re.compile(r'\\(["\\])')
_SPECIAL: Final = re.compile(r'(["\\])')


def unquoted(text: str) -> str:
    r"""What stands between the quotes: `\"` is a quote, `\\` a backslash, any other backslash is itself."""
    return _ESCAPE.sub(r"\1", text[1:-1])


def quoted(text: str) -> str:
    return '"' + _SPECIAL.sub(r"\\\1", text) + '"'

"""What two spellings of the same text have in common: how names are compared and texts are searched."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The text without its case, composed (Unicode 15, 3.13: default caseless matching, canonical)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())

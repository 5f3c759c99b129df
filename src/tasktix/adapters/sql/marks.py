"""Marks of fields as a column: JSON that is small, and read only where a thing may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from tasktix.adapters.sql.tables import from_ms, to_ms
from tasktix.domain.aggregate import Mark
from tasktix.domain.ids import Id

_decode: Final = msgspec.json.Decoder(dict[str, tuple[int, Id | None, int]]).decode


def text_of(marks: Mapping[str, Mark]) -> str | None:
    if not marks:
        return None
    rows = {field: (mark.version, mark.user_id, to_ms(mark.at)) for field, mark in marks.items()}
    return msgspec.json.encode(rows).decode()


def marks_of(text: str | None) -> dict[str, Mark]:
    if text is None:
        return {}
    return {field: Mark(version, user_id, from_ms(at)) for field, (version, user_id, at) in _decode(text).items()}

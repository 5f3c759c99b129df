"""Whether the other side takes compressed bodies (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_GZIP: Final = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=([\d.]+)\s*)?(?=,|$)", re.IGNORECASE)


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """`gzip;q=0` is a refusal."""
    found = _GZIP.search(headers.get("Accept-Encoding", ""))
    return found is not None and (found[1] or "1").strip("0.") != ""

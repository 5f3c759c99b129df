"""The page has words for whatever the server tells it by name."""

from __future__ import annotations

import re

from tasktix.domain import facts, notes, own_facts
from tests.harness.server import ROOT


def test_the_audit_is_told_in_words() -> None:
    pages = [(ROOT / "web/src" / it).read_text() for it in ("core/audit.ts", "texts/en/profile.ts")]
    known = {name for page in pages for name in re.findall(r"'([a-z_]+\.[a-z_]+)'", page)}
    audited = {
        it.type
        for module in (facts, own_facts)
        for it in vars(module).values()
        if isinstance(it, type) and issubclass(it, facts.Fact) and it.audited and hasattr(it, "type")
    }
    assert audited
    # Of a deleted account there is nobody left to read.
    assert audited | {notes.SIGN_IN_FAILED, notes.PROOF_FAILED} == known | {own_facts.UserDeleted.type}

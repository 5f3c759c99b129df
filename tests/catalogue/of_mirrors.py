"""Lists that follow repositories."""

from __future__ import annotations

from typing import Final

from tasktix.application import mirrors
from tasktix.domain.access import Permission
from tasktix.domain.mirrors import Repository
from tests.catalogue.row import Access, Row, its_list, nothing

P = Permission
A = Access

OTHER: Final = Repository(2, "ann/orchard")

ROWS: Final[tuple[Row, ...]] = (
    Row(mirrors.show, A.MEMBER, its_list),
    Row(mirrors.may_link, P.UPDATE_LIST, its_list),
    Row(
        mirrors.link,
        P.UPDATE_LIST,
        lambda sample, _: {
            "list_id": sample.id,
            "repository": OTHER,
            "section_id": sample.sections[1],
            "fields": {"directions": {"name": "in"}, "conflicts": "ours"},
        },
        writes=True,
        settles=True,
    ),
    Row(mirrors.unlink, P.UPDATE_LIST, its_list, writes=True),
    Row(mirrors.ledger, A.MEMBER, its_list),
    Row(mirrors.forget_old, A.SYSTEM, nothing),
)

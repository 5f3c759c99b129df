"""Second factors."""

from __future__ import annotations

from typing import Any, Final

import attrs
import sqlalchemy as sa

from tasktix.adapters.ledger import Ledger
from tasktix.adapters.sql.connection import Connection
from tasktix.adapters.sql.key_tables import SECOND_FACTORS
from tasktix.adapters.sql.tables import maybe_from_ms, to_ms
from tasktix.domain.ids import Id
from tasktix.domain.second_factor import SecondFactor

_OF_USER: Final = sa.select(
    SECOND_FACTORS.c.id,
    SECOND_FACTORS.c.sealed,
    SECOND_FACTORS.c.on_since,
    SECOND_FACTORS.c.last_step,
    SECOND_FACTORS.c.backup_hashes,
    SECOND_FACTORS.c.version,
).where(SECOND_FACTORS.c.id == sa.bindparam("id"))


def row(factor: SecondFactor, _owner: object) -> dict[str, Any]:
    return {
        "id": factor.id,
        "sealed": factor.sealed,
        "on_since": to_ms(factor.on_since),
        "last_step": factor.last_step,
        "backup_hashes": " ".join(sorted(factor.backup_hashes)),
        "version": factor.version,
    }


@attrs.define(eq=False)
class SecondFactors:
    connection: Connection
    ledger: Ledger

    def add(self, factor: SecondFactor) -> None:
        self.ledger.add(factor)

    def of(self, user_id: Id) -> SecondFactor | None:
        found = self.connection.row(_OF_USER, {"id": user_id})
        if found is None:
            return None
        its_id, sealed, on_since, last_step, backup_hashes, version = found
        factor = SecondFactor(
            id=its_id,
            sealed=sealed,
            on_since=maybe_from_ms(on_since),
            last_step=last_step,
            backup_hashes=frozenset(backup_hashes.split()),
            version=version,
        )
        return self.ledger.track(factor)

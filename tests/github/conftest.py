from tests.contract.conftest import (
    app,
    chance,
    clock,
    empty_database,
    open_store,
    sample,
    store,
    store_of,
)

__all__ = ["app", "chance", "clock", "empty_database", "open_store", "sample", "store", "store_of"]

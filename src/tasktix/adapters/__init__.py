"""The outside world: each folder one thing, strangers to one another above the floor `codec` and `ledger`."""

"""The filter language: a text says which tasks. `parser` reads it, `matcher` applies it, `printer` writes it."""

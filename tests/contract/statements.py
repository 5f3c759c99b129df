"""What a store says to its database: every statement that is run, on every connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tasktix.adapters.sql.connection import Compiled, Compiler, Statement, Values

Said = list[tuple[str, tuple[Any, ...]]]
"""Texts with their arguments; of a statement with many rows, the first row's."""


@contextmanager
def overheard() -> Iterator[Said]:
    said: Said = []
    compile_one, compile_once, arguments_of = Compiler.__call__, Compiler.once, Compiled.arguments

    def compiled(self: Compiler, statement: Statement) -> Compiled:
        with mock.patch.object(Compiler, "once", compile_once):
            found = compile_one(self, statement)
        said.append((found.text, ()))
        return found

    def once(self: Compiler, statement: Statement) -> Compiled:
        found = compile_once(self, statement)
        said.append((found.text, ()))
        return found

    def arguments(self: Compiled, values: Values) -> tuple[Any, ...]:
        found = arguments_of(self, values)
        said[-1] = (self.text, said[-1][1] or found)
        return found

    with (
        mock.patch.object(Compiler, "__call__", compiled),
        mock.patch.object(Compiler, "once", once),
        mock.patch.object(Compiled, "arguments", arguments),
    ):
        yield said

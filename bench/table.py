"""The table: a row for each measurement, a column for each database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs


@attrs.frozen
class Row:
    what: str
    measured: str
    target: str = ""


def render(columns: Mapping[str, Sequence[Row]]) -> str:
    """Aligned Markdown. Every column has the same rows."""
    head = ["", *columns, "target"]
    body = [
        [rows[0].what, *(row.measured for row in rows), rows[0].target] for rows in zip(*columns.values(), strict=True)
    ]
    widths = [max(len(line[place]) for line in [head, *body]) for place in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(cells, widths) for cells in [head, rule, *body])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

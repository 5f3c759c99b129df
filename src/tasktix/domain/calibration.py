"""Calibration: how long completed tasks took against what was expected, and what that says of a new estimate.

The ratio of a task is elapsed / expected: 2 is twice as long as expected, 0.5 half as long. Errors of estimates
multiply and are skewed to the right, about log-normally (Little 2006, "Schedule Estimation and Uncertainty
Surrounding the Cone of Uncertainty", IEEE Software 23:3, doi:10.1109/MS.2006.82). So everything here happens on the
logarithm of the ratio: whoever needs half as long as often as twice as long has the median 1, not 1.25, and
expected / elapsed (velocity) would give the same picture upside down.

Quantile `p` of the n ratios x₁ ≤ … ≤ xₙ is type 7 of Hyndman & Fan (1996), "Sample Quantiles in Statistical Packages",
The American Statistician 50:4, the default of R and NumPy and PERCENTILE.INC of spreadsheets, on ln x:

    h = (n − 1)·p + 1,  j = ⌊h⌋,  g = h − j,  Q(p) = xⱼ · (xⱼ₊₁ / xⱼ)^g

The median, p = ½, is thus the middle ratio, or the geometric mean of the two in the middle. No quantile leaves what was
observed; where tasks are few, the band of the 10 % and 90 % quantiles is rather too narrow than too wide.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
from typing import Final

import attrs

from tasktix.domain.fields import LONGEST_DURATION
from tasktix.domain.ids import Id

ENOUGH: Final = 5
"""Samples a factor takes. Each is above the true median with a chance of ½, whatever the distribution: of five, the
least and the greatest hold it between them with a chance of 1 − 2·(½)⁵ = 94 %; of four, with 88 %."""

LEAST_FACTOR: Final = 0.1
GREATEST_FACTOR: Final = 10.0
"""An order of magnitude either way. Of estimates at a project's very beginning, four of five are within a factor of 4
(Boehm 1981, "Software Engineering Economics", p. 311: a judgement, not measured); where the median is beyond 10, timers
were left running or hours were meant for minutes, which no factor mends. At 0.1, two decimals are still exact to 5 %.
"""

LEAST_RATIO: Final = 0.0001
"""The least that four decimals can say. A ratio is never shown as 0, of which there is no logarithm or reciprocal."""

_MINUTE: Final = 60


class SizeClass(StrEnum):
    """Tasks by what was expected of them, which is what one knows of a new task; each class up to its name, inclusive.

    Not by what they took: tasks that took long are, as such, those that took longer than expected (regression to the
    mean; Halkjelsvik & Jørgensen 2012, "From Origami to Software Development", Psychological Bulletin 138:2).
    """

    UP_TO_15M = "15m"
    UP_TO_30M = "30m"
    UP_TO_1H = "1h"
    UP_TO_2H = "2h"
    UP_TO_4H = "4h"
    UP_TO_8H = "8h"
    MORE = "more"

    @classmethod
    def of(cls, expected: int) -> SizeClass:
        """The class of `expected` seconds."""
        return _SIZES[bisect_left(_LIMITS, expected)]


_SIZES: Final = tuple(SizeClass)
_LIMITS: Final = tuple(minutes * _MINUTE for minutes in (15, 30, 60, 120, 240, 480))
"""Seconds: the greatest of each class but the last."""


@attrs.frozen
class Sample:
    """One completed task; `expected` and `elapsed` are whole seconds above 0. See `sample_of`."""

    list_id: Id
    tags: tuple[Id, ...]
    expected: int
    elapsed: int

    @property
    def ratio(self) -> float:
        return self.elapsed / self.expected


@attrs.frozen
class Row:
    """Of `count` samples the median ratio and its band, from the 10 % to the 90 % quantile: four of five tasks.

    Four decimals, `LEAST_RATIO` at least; `None` only where there is no sample, which is in `Report.overall` alone.
    `factor` is what to multiply a new estimate by: the median to two decimals, from `LEAST_FACTOR` to
    `GREATEST_FACTOR`; `None` below `ENOUGH` samples.
    """

    count: int
    ratio: float | None
    low: float | None
    high: float | None
    factor: float | None


@attrs.frozen
class Report:
    """Lists and tags with most samples first, then by id; sizes from small to large; none without a sample.

    A task counts in each of its tags.
    """

    overall: Row
    lists: tuple[tuple[Id, Row], ...]
    tags: tuple[tuple[Id, Row], ...]
    sizes: tuple[tuple[SizeClass, Row], ...]


@attrs.frozen
class Suggestion:
    """For a new estimate, in whole seconds: what to expect instead, and the band that four of five tasks end in."""

    expected: int
    low: int
    high: int


def sample_of(list_id: Id, tags: tuple[Id, ...], expected: int | None, elapsed: int | None) -> Sample | None:
    """The sample that a completed task is; `None` where nothing was expected of it or no time was taken."""
    if expected is None or elapsed is None or expected <= 0 or elapsed <= 0:
        return None
    return Sample(list_id, tags, expected, elapsed)


def calibrate(samples: Iterable[Sample]) -> Report:
    """The report; the order of `samples` does not matter. One sort for all: what is dealt out in order is in order."""
    overall: list[float] = []
    lists: defaultdict[Id, list[float]] = defaultdict(list)
    tags: defaultdict[Id, list[float]] = defaultdict(list)
    sizes: defaultdict[SizeClass, list[float]] = defaultdict(list)
    for sample in sorted(samples, key=attrgetter("ratio")):
        ratio = sample.ratio
        overall.append(ratio)
        lists[sample.list_id].append(ratio)
        sizes[SizeClass.of(sample.expected)].append(ratio)
        for tag in sample.tags:
            tags[tag].append(ratio)
    return Report(
        overall=_row(overall),
        lists=_most_first(lists),
        tags=_most_first(tags),
        sizes=tuple((size, _row(sizes[size])) for size in SizeClass if size in sizes),
    )


def estimate(expected: int, row: Row) -> Suggestion | None:
    """What `row` makes of a new estimate of `expected` seconds; `None` without a factor or where nothing is expected.

    `expected` times the factor, `low` and `high`, each to the nearest whole minute, half a minute up, one at least and
    `LONGEST_DURATION` at most: seconds would feign a precision that no estimate has. The band is stretched to hold
    the suggestion, which rounding and the factor's bounds can move out of it.
    """
    if expected <= 0 or row.factor is None or row.low is None or row.high is None:
        return None
    suggested = _times(expected, row.factor)
    return Suggestion(
        expected=suggested,
        low=min(_times(expected, row.low), suggested),
        high=max(_times(expected, row.high), suggested),
    )


def _most_first(groups: dict[Id, list[float]]) -> tuple[tuple[Id, Row], ...]:
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple((group_id, _row(ratios)) for group_id, ratios in ordered)


def _row(ratios: list[float]) -> Row:
    """Of ratios in order."""
    if not ratios:
        return Row(0, None, None, None, None)
    median = _quantile(ratios, 5)
    return Row(
        count=len(ratios),
        ratio=_shown(median),
        low=_shown(_quantile(ratios, 1)),
        high=_shown(_quantile(ratios, 9)),
        factor=_factor(median) if len(ratios) >= ENOUGH else None,
    )


def _quantile(ratios: list[float], tenths: int) -> float:
    """The quantile `tenths` / 10 of ratios in order; the place among them in integers, so that it is exact."""
    index, rest = divmod((len(ratios) - 1) * tenths, 10)
    lower = ratios[index]
    if not rest:
        return lower
    upper = ratios[index + 1]
    # Never above `upper` by a rounding error, or the low end of a band could be shown above its median.
    return min(lower * math.pow(upper / lower, rest / 10), upper)


def _shown(ratio: float) -> float:
    return max(round(ratio, 4), LEAST_RATIO)


def _factor(median: float) -> float:
    return min(max(round(median, 2), LEAST_FACTOR), GREATEST_FACTOR)


def _times(seconds: int, number: float) -> int:
    """Seconds times a number of four decimals, as a whole number of minutes; in integers, so that halves are exact."""
    minutes = (2 * seconds * round(number * 10_000) + 10_000 * _MINUTE) // (2 * 10_000 * _MINUTE)
    return min(max(minutes, 1) * _MINUTE, LONGEST_DURATION)

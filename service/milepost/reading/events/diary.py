"""A diary: days as headings, and under each of them what happens then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from milepost.reading.dates.timex import Timex
from milepost.reading.events import lists
from milepost.reading.events.draft import Draft
from milepost.reading.events.sentence import Sentence, Text
from milepost.when import On, Throughout


def days(text: Text) -> Mapping[int, tuple[int, Timex]]:
    """The units under a day that is a heading of its own, with that heading and day.

    One such line may be the date of a letter: it takes two, and what follows the last of them is taken
    to be no longer than what stands under another.
    """
    units = text.outline.units
    heads: list[tuple[int, Timex]] = []
    for number, dates in text.by_unit.items():
        if len(dates) == 1 and isinstance(dates[0].when, On | Throughout) and text.only_dates(number):
            heads.append((number, ahead(dates[0], _day(heads[-1][1]) if heads else text.published)))
    if len(heads) < _A_DIARY or len({t.when for _, t in heads}) < len(heads):
        return {}
    if any(one + 1 == two for (one, _), (two, _) in pairwise(heads)):
        return {}  # a list of dates
    ends = [number for number, _ in heads[1:]]
    longest = max(
        units[end - 1].paragraph - units[number].paragraph
        for (number, _), end in zip(heads, ends, strict=False)
    )
    found: dict[int, tuple[int, Timex]] = {}
    for (number, day), end in zip(heads, [*ends, len(units)], strict=True):
        for under in range(number + 1, end):
            if units[under].paragraph > units[number].paragraph + longest or text.only_dates(under):
                break
            if all(timex.when is None for timex in text.by_unit.get(under, ())):
                found[under] = (number, day)
    return found


def ahead(timex: Timex, after: date | None) -> Timex:
    """The first such weekday from a day on, where nothing but the weekday is told."""
    if after is None or timex.rules != ("weekday",) or not isinstance(timex.when, On):
        return timex
    day = after + timedelta(days=(timex.when.day - after).days % 7)
    inferred = f"the day is {day}: the first one from {after} on"
    return replace(timex, when=replace(timex.when, day=day), value=day.isoformat(), inferred=inferred)


def entry(s: Sentence, timex: Timex) -> Draft | None:
    """What a line under a day tells, where no verb tells it: "Pacific Tuna Forum, Grand Hotel."."""
    if _NOTHING.search(s.low, s.unit.start, s.unit.end):
        return None
    return lists.row(s, timex)


def _day(timex: Timex) -> date | None:
    return timex.when.day if isinstance(timex.when, On) else None


_A_DIARY: Final = 2
_NOTHING: Final = re.compile(r"\b(?:no|none|nothing|not|n't)\b|[?\"]")

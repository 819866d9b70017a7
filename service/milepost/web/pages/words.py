"""The words and the sign of a date on a page: what stands in the date column, and how far away it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from milepost.agenda import is_overdue, is_window
from milepost.model import Dated
from milepost.when import (
    Between,
    By,
    Days,
    During,
    Every,
    From,
    Offset,
    On,
    Reckoned,
    Throughout,
    Undated,
    When,
    local,
    occurrences,
    say,
    say_away,
    say_length,
)
from milepost.when.words import MONTHS, say_day, say_days

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_NAMED: Final = "|".join(MONTHS)
_DAY_AND_MONTH: Final = re.compile(rf"(?<=\d) (?=(?:{_NAMED})\b)")
_MONTH_AND_YEAR: Final = re.compile(rf"\b({_NAMED}) (?=\d{{4}}\b)")
_COLUMN: Final = 16
"""Characters that the date column holds on one line."""

HIDDEN: Final = {
    "day": "on this day: ",
    "span": "all these days: ",
    "window": "one day, not yet set, within: ",
    "by": "deadline: ",
    "from": "in force from: ",
    "every": "recurs: ",
    "moved": "moved: ",
    "doubt": "in doubt: ",
    "none": "no date: ",
}
"""What a screen reader says in place of each sign."""

SIGNS: Final = (
    ("day", "on this day"),
    ("span", "all these days"),
    ("window", "one day in this time, not yet set"),
    ("by", "at the latest on this day"),
    ("from", "in force from this day"),
    ("every", "again and again"),
    ("moved", "moved from an earlier date"),
    ("doubt", "the reading may be wrong"),
    ("none", "promised without a date"),
)
"""The key to the signs, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """The date column of a row: sign, the date in large and small words, the day for machines or ""."""

    sign: str
    large: str
    small: str
    machine: str

    @property
    def hidden(self) -> str:
        """The sign in words."""
        return HIDDEN[self.sign]


def bound(text: str) -> str:
    """The text with each day kept on one line with its month."""
    return _DAY_AND_MONTH.sub("\N{NO-BREAK SPACE}", text)


def day(value: date, year: int | None = None) -> str:
    """A day in words, kept on one line with its month."""
    return bound(say_day(value, year))


def column(item: Dated, today: date, zone: str) -> Column:
    """What the date column says of a milestone, seen from a day; clock times as in ``zone``."""
    sign, large, small, machine = _plain(item, today, zone)
    if item.milestone.doubt or item.reckoned.doubt:
        return Column("doubt", "in doubt", f"perhaps {bound(large)}" if sign != "none" else "", machine)
    if sign != "none" and sign != "every" and previous(item) is not None:
        sign = "moved"
    if len(large) > _COLUMN + 2:
        large = large.removesuffix(f" of {today.year}")
    if len(large) > _COLUMN:
        large = _MONTH_AND_YEAR.sub(lambda found: found[1][:3] + " ", large)
    return Column(sign, bound(large), bound(small), machine)


def _plain(item: Dated, today: date, zone: str) -> tuple[str, str, str, str]:
    when, days, year = item.milestone.when, item.reckoned.days, today.year
    if days is None or (days.first is None and days.last is None):
        since = item.milestone.published
        waiting = f"since {say_day(since, year)}" if since else ""
        if item.reckoned.waits_for is not None:
            return "none", "no date yet", waiting, ""
        return "none", "no date", waiting, ""
    first, last = days.first, days.last or days.first
    if first is None:
        first = last
    if first is None or last is None:  # pragma: no cover - one of them is known, see above
        raise AssertionError(days)
    if isinstance(when, Every):
        return _recurring(when, first, last, today)
    if is_window(item) or (isinstance(when, Offset) and first != last):
        said = say_days(first, last, year) if isinstance(when, Offset) else say(when, item.reckoned, year)
        return "window", said, _window(first, last, today), ""
    match when:
        case By():
            return "by", f"by {say_day(last, year)}", WEEKDAYS[last.weekday()], last.isoformat()
        case From():
            return "from", f"from {say_day(first, year)}", WEEKDAYS[first.weekday()], first.isoformat()
        case Throughout():
            return "span", say_days(first, last, year), _span(first, last), first.isoformat()
        case _:
            clock, machine = "", first.isoformat()
            if item.reckoned.starts is not None:
                here = local(item.reckoned.starts, zone)
                first, clock, machine = here.date(), f" {here:%H:%M}", here.isoformat(timespec="minutes")
            return "day", say_day(first, year), f"{WEEKDAYS[first.weekday()]}{clock}", machine


def _recurring(when: Every, first: date, last: date, today: date) -> tuple[str, str, str, str]:
    nearest = next_occurrence(when, first, today) or last
    word = "by " if isinstance(when.first, By) else "from " if isinstance(when.first, From) else ""
    then = "then every" if nearest == first else "every"
    rhythm = f"{then} {say_length(when.interval, one=False)}"
    return "every", f"{word}{say_day(nearest, today.year)}", rhythm, nearest.isoformat()


def _window(first: date, last: date, today: date) -> str:
    if last < today:
        return f"ended {say_day(last, today.year)}"
    if first > today:
        return f"from {say_day(first, today.year)}"
    return "no day set"


def _span(first: date, last: date) -> str:
    count = (last - first).days + 1
    if count > 7:
        return f"{count} days"
    return f"{WEEKDAYS[first.weekday()][:3]} to {WEEKDAYS[last.weekday()][:3]}"


def next_occurrence(when: Every, first: date, today: date) -> date | None:
    """The next day on which it falls, today included; None after the last."""
    return next(islice((d for d in occurrences(when, first, date.max) if d >= today), 1), None)


def away(item: Dated, today: date) -> str:
    """How far away it is: "in 7 days", "120 days left", "28 days over", "opens in 4 months", "done"."""
    m, days = item.milestone, item.reckoned.days
    if m.standing == "cancelled":
        return "cancelled"
    if m.done is not None:
        return "done"
    if days is None or (days.first is None and days.last is None):
        waiting = (today - m.published).days if m.published else 0
        return "" if waiting <= 0 else "1 day" if waiting == 1 else f"{waiting} days"
    first, last = days.first or days.last, days.last or days.first
    if isinstance(m.when, Every) and first is not None:
        nearest = next_occurrence(m.when, first, today)
        return far(nearest, today) if nearest else "past"
    if last is not None and last < today and not is_overdue(item, today):
        return "past"
    if is_window(item) and first is not None and first > today:
        return f"opens {far(first, today)}"
    return say_away(item.reckoned, m.when, today)


def far(value: date, today: date) -> str:
    """How far away a day is: "today", "tomorrow", "in 7 days", "28 days over"."""
    return say_away(Reckoned(Days(value, value, spans=True)), On(value), today)


def previous(item: Dated) -> When | None:
    """What its date was before the last move, or None if it never moved."""
    told = [o.when for o in item.milestone.history if o.when is not None]
    return next((when for when in reversed(told[:-1]) if when != told[-1]), None)


def sign_of(when: When | None) -> str:
    """The sign of a date that somebody told, whatever became of it."""
    match when:
        case On() | Offset():
            return "day"
        case Throughout():
            return "span"
        case During() | Between():
            return "window"
        case By():
            return "by"
        case From():
            return "from"
        case Every():
            return "every"
        case Undated() | None:
            return "none"

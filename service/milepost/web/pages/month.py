"""The month: a window is one bar above the grid, a span one bar across its days, a day holds the rest."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from milepost.agenda import is_overdue, is_window
from milepost.model import Dated
from milepost.web.pages import words
from milepost.web.pages.asked import ask, form
from milepost.web.pages.shelf import Shelf, one_day
from milepost.web.site import Query
from milepost.when import Every, Throughout, local, occurrences, say
from milepost.when.words import MONTHS, say_days

_NAME: Final = re.compile(r"(\d{4})-(\d{2})")
_YEARS: Final = range(1000, 9000)
_CELL: Final = 8
_BARS: Final = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone in a cell or a bar; ``ends`` tells which ends of a bar lie in the picture."""

    sign: str
    href: str
    title: str
    words: str
    late: bool
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid; what finds no room in it is folded away in ``more``."""

    day: date
    weekday: str
    month: str
    out: bool
    today: bool
    entries: Sequence[Entry]
    more: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    """A row of the grid, and under it rows of bars: (columns, bar or None)."""

    number: int
    cells: Sequence[Cell]
    bars: Sequence[Sequence[tuple[int, Entry | None]]]


def month_of(name: str, today: date) -> date | None:
    """The first day of "2026-03", of today's month for ""; None for anything else."""
    if not name:
        return today.replace(day=1)
    found = _NAME.fullmatch(name)
    if not found or int(found[1]) not in _YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def month(first: date, query: Query, shelf: Shelf) -> dict[str, object]:
    """What the page of the month that begins on ``first`` shows."""
    view, today = shelf.view, shelf.view.today
    name = f"{first:%Y-%m}"
    asked = ask(f"/month/{name}", query, view)
    items = [i for i in asked.filter.pick(view.items, today) if i.milestone.standing != "cancelled"]
    last = first.replace(day=monthrange(first.year, first.month)[1])
    begin = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    windows = [i for i in items if _open(i) and _meets(i, first, last)]
    spans = [i for i in items if _is_span(i) and _meets(i, begin, end)]
    days: dict[date, list[Entry]] = {}
    for item in items:
        for day in _days(item, shelf, begin, end):
            days.setdefault(day, []).append(_entry(item, shelf))
    mondays = (begin + timedelta(days=7 * n) for n in range(((end - begin).days + 1) // 7))
    weeks = [_week(monday, first, days, spans, shelf) for monday in mondays]
    shown = sum(len(found) for day, found in days.items() if first <= day <= last)
    overdue = sum(1 for i in items if is_overdue(i, today) and (i.last or today) < first)
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    share = 100 * ((today - first).days + 0.5) / last.day if first <= today <= last else None
    return {
        "title": f"{MONTHS[first.month - 1]} {first.year}",
        "form": form(asked, view),
        "before": _neighbour(before, first, shelf, asked.filter.query()),
        "after": _neighbour(after, first, shelf, asked.filter.query()),
        "windows": [_bar(item, shelf, first, last) for item in windows[:_BARS]],
        "more_windows": [_bar(item, shelf, first, last) for item in windows[_BARS:]],
        "window_count": len(windows),
        "now": f"{share:.1f}%" if share is not None else "",
        "weeks": weeks,
        "day_count": shown + sum(1 for i in spans if _meets(i, first, last)),
        "overdue": overdue,
        "filtered": asked.filter.query(),
    }


def months(shelf: Shelf) -> Iterator[date]:
    """The first day of each month that something falls in, for ``build``: a year back to three ahead."""
    today = shelf.view.today
    low, high = date(today.year - 1, today.month, 1), date(today.year + 3, today.month, 1)
    found = {today.replace(day=1)}
    for item in shelf.view.items:
        for day in (item.first, item.last):
            if day is not None and low <= day <= high:
                found.add(day.replace(day=1))
    yield from sorted(found)


def _meets(item: Dated, first: date, last: date) -> bool:
    return (item.first or item.last or date.max) <= last and (item.last or item.first or date.min) >= first


def _open(item: Dated) -> bool:
    return (is_window(item) or _is_loose(item)) and item.milestone.done is None


def _is_loose(item: Dated) -> bool:
    """Whether it is told from something that has no day yet, and so itself has several."""
    return (
        item.first is not None
        and item.last is not None
        and not one_day(item.reckoned.days)
        and not isinstance(item.milestone.when, Throughout | Every)
    )


def _is_span(item: Dated) -> bool:
    return isinstance(item.milestone.when, Throughout) and item.first != item.last


def _days(item: Dated, shelf: Shelf, begin: date, end: date) -> Iterator[date]:
    if is_window(item) or _is_span(item) or _is_loose(item):
        return
    first = item.first or item.last
    if first is None:
        return
    if isinstance(item.milestone.when, Every):
        yield from (day for day in occurrences(item.milestone.when, first, end) if day >= begin)
        return
    if item.reckoned.starts is not None:
        first = local(item.reckoned.starts, shelf.view.zone).date()
    if begin <= first <= end:
        yield first


def _entry(item: Dated, shelf: Shelf) -> Entry:
    m = item.milestone
    clock = f"{local(item.reckoned.starts, shelf.view.zone):%H:%M}" if item.reckoned.starts else ""
    sign = words.column(item, shelf.view.today, shelf.view.zone).sign
    return Entry(sign, shelf.milestone(m.id), m.title, clock, shelf.late(item))


def _bar(item: Dated, shelf: Shelf, first: date, last: date) -> Entry:
    m, year = item.milestone, shelf.view.today.year
    said = words.bound(say(m.when, item.reckoned, year))
    if item.last and item.last > last:
        said += f", to {words.day(item.last, year)}"
    ends = ("start " if item.first and item.first >= first else "") + (
        "end" if item.last and item.last <= last else ""
    )
    return Entry("window", shelf.milestone(m.id), m.title, said, shelf.late(item), ends.strip())


def _week(
    monday: date, first: date, days: dict[date, list[Entry]], spans: Sequence[Dated], shelf: Shelf
) -> Week:
    cells = []
    for number in range(7):
        day = monday + timedelta(days=number)
        entries, out = days.get(day, []), day.month != first.month
        name = f" {MONTHS[day.month - 1]}" if out and (day.day == 1 or number == 0) else ""
        weekday = words.WEEKDAYS[number][:3]
        today = day == shelf.view.today
        cells.append(Cell(day, weekday, name, out, today, entries[:_CELL], entries[_CELL:]))
    return Week(monday.isocalendar().week, cells, _bars(monday, spans, shelf))


def _bars(monday: date, spans: Sequence[Dated], shelf: Shelf) -> list[list[tuple[int, Entry | None]]]:
    """The spans of a week in as few rows as hold them without overlap."""
    rows: list[list[tuple[int, Entry | None]]] = []
    ends: list[int] = []
    sunday = monday + timedelta(days=6)
    here = [i for i in spans if _meets(i, monday, sunday)]
    for item in sorted(here, key=lambda i: (i.first or monday, i.milestone.id)):
        start = max(((item.first or monday) - monday).days, 0)
        end = min(((item.last or sunday) - monday).days, 6) + 1
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(0)
        if start > ends[row]:
            rows[row].append((start - ends[row], None))
        m = item.milestone
        said = words.bound(say_days(item.first or monday, item.last or sunday, shelf.view.today.year))
        entry = Entry("span", shelf.milestone(m.id), m.title, said, shelf.late(item))
        rows[row].append((end - start, entry))
        ends[row] = end
    for row, taken in enumerate(ends):
        if taken < 7:
            rows[row].append((7 - taken, None))
    return rows


def _neighbour(day: date, first: date, shelf: Shelf, filtered: str) -> tuple[str, str]:
    name = MONTHS[day.month - 1] + ("" if day.year == first.year else f" {day.year}")
    at = f"/month/{day:%Y-%m}"
    if day.year not in _YEARS or (shelf.view.static and day.replace(day=1) not in set(months(shelf))):
        return "", ""
    return shelf.view.link(at) + filtered, name

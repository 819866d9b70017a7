"""The timeline: one picture of many milestones, drawn as SVG, and the same as a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from milepost.agenda import is_overdue, is_window
from milepost.model import Dated
from milepost.web.filters import BadQuery
from milepost.web.pages import names, words
from milepost.web.pages.asked import ask, form
from milepost.web.pages.shelf import Shelf, one_day
from milepost.web.site import Query
from milepost.when import By, Every, From, Throughout, add_months, anchors, occurrences, say
from milepost.when.words import MONTHS

LEFT: Final = 12
RIGHT: Final = 968
WIDTH: Final = 1120
"""The axis runs from LEFT to RIGHT; right of it there is room for the labels of its end."""

_ROW: Final = 27
_TOP: Final = 50
_MOST: Final = 400
_LANES: Final = 12
_LOOSE: Final = 24
"""A lane of up to so many milestones gives each a row of its own; a fuller one packs them."""
_SPANS: Final = (6, 12, 36)
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_LABEL: Final = 72


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone as it is drawn: its sign with its ends, its label, and where it was before."""

    item: Dated
    sign: str
    left: float
    right: float
    at: float
    title: str
    label: str
    label_x: float
    anchor: str
    inside: bool
    style: str
    points: tuple[float, ...] = ()
    hard_start: bool = False
    hard_end: bool = False
    ghost: tuple[str, float, float] | None = None

    @property
    def low(self) -> float:
        """Where it begins, label and ghost included."""
        width = _wide(self.label, self.style)
        label = self.label_x if self.anchor == "start" else self.label_x - width
        return min(self.left, label, self.ghost[1] - 5 if self.ghost else self.left)

    @property
    def high(self) -> float:
        """Where it ends, label and ghost included."""
        width = _wide(self.label, self.style)
        label = self.label_x + width if self.anchor == "start" else self.label_x
        return max(self.right, label, self.ghost[2] + 5 if self.ghost else self.right)


@dataclass(slots=True)
class Lane:
    """The milestones of the same parties, each with its height in the picture."""

    name: str
    y: float
    rows: list[tuple[float, Mark]] = field(default_factory=list)
    axis: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list that tells the picture in words; ``key`` orders it."""

    key: tuple[date, str]
    when: str
    sign: str
    title: str
    href: str
    group: str
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Days as places in the picture."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day begins, kept within the axis."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0), 1)

    def holds(self, day: date) -> bool:
        """Whether a day is in the picture."""
        return self.first <= day <= self.last


def timeline(query: Query, shelf: Shelf) -> dict[str, object]:
    """What the timeline shows; ``from`` is its first month, ``months`` how many there are."""
    view, today = shelf.view, shelf.view.today
    asked = ask("/timeline", query, view, ("from", "months"))
    count = asked.number("months", 6, 36, 12)
    if count not in _SPANS:
        raise BadQuery(f"months is one of {', '.join(map(str, _SPANS))}.")
    first = _first(asked.own.get("from", ""), count, today)
    axis = Axis(first, add_months(first, count) - timedelta(days=1))
    every = [i for i in asked.filter.pick(view.items, today) if i.milestone.standing != "cancelled"]
    here = [i for i in every if _meets(i, axis)]
    drawn = sorted(here, key=lambda i: _distance(i, today))[:_MOST] if len(here) > _MOST else here
    kept = {id(i) for i in drawn}
    drawn = [i for i in here if id(i) in kept]
    lanes, height = _lanes(drawn, axis, shelf)
    undated = sum(1 for i in every if i.first is None and i.last is None)
    after = sum(1 for i in every if (i.first or i.last or date.min) > axis.last)
    step = {
        name: asked.address(view, **{"from": _at(first, months), "months": str(count)})
        for name, months in (("before", -count), ("after", count))
    }
    spans = [
        (_SPAN_NAMES[n], asked.address(view, months=n), n == count and first == _first("", n, today))
        for n in _SPANS
    ]
    return {
        "title": f"Timeline, {_named(axis)}",
        "named": _named(axis),
        "form": form(asked, view),
        "spans": [] if view.static else spans,
        "step": None if view.static else step,
        "lanes": lanes,
        "height": height,
        "grid": _grid(axis, count),
        "today": (axis.x(today), words.day(today, today.year)) if axis.holds(today) else None,
        "flip": axis.x(today) > RIGHT - 120,
        "chains": _chains(lanes),
        "left": LEFT,
        "right": RIGHT,
        "width": WIDTH,
        "href": lambda mark: shelf.milestone(mark.item.milestone.id),
        "ordered": sorted(
            (_listed(lane, mark, shelf) for lane in lanes for _, mark in lane.rows), key=lambda row: row.key
        ),
        "cut": (len(drawn), len(here)) if len(here) > len(drawn) else None,
        "elsewhere": {"after": after, "undated": undated},
        "filtered": asked.filter.query(),
    }


_SPAN_NAMES: Final = {6: "6 months", 12: "12 months", 36: "3 years"}


def _first(name: str, count: int, today: date) -> date:
    if not name:
        return today.replace(day=1) if count == 6 else date(today.year, 1, 1)
    found = _MONTH.fullmatch(name)
    if not found or not 1000 <= int(found[1]) < 9000 or not 1 <= int(found[2]) <= 12:
        raise BadQuery("from is a month such as 2026-03.")
    return date(int(found[1]), int(found[2]), 1)


def _at(first: date, months: int) -> str:
    return f"{add_months(first, months):%Y-%m}"


def _named(axis: Axis) -> str:
    first, last = axis.first, axis.last
    if first.month == 1 and last.month == 12:
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{MONTHS[first.month - 1]}{year} to {MONTHS[last.month - 1]} {last.year}"


def _grid(axis: Axis, count: int) -> list[tuple[float, str]]:
    step = 1 if count <= 12 else 3
    found = []
    for number in range(0, count, step):
        day = add_months(axis.first, number)
        year = f" {day.year}" if number == 0 or day.month == 1 else ""
        found.append((axis.x(day), f"{MONTHS[day.month - 1][:3]}{year}"))
    return found


def _meets(item: Dated, axis: Axis) -> bool:
    first, last = item.first or item.last, item.last or item.first
    if first is None or last is None:
        return False
    if isinstance(item.milestone.when, Every):
        return any(day >= axis.first for day in occurrences(item.milestone.when, first, axis.last))
    return first <= axis.last and last >= axis.first


def _distance(item: Dated, today: date) -> int:
    return abs(((item.last or item.first or today) - today).days)


def _lanes(items: Sequence[Dated], axis: Axis, shelf: Shelf) -> tuple[list[Lane], float]:
    groups: dict[tuple[str, ...], list[Dated]] = {}
    for item in items:
        groups.setdefault(tuple(sorted(item.milestone.parties)), []).append(item)
    if len(groups) > _LANES:  # many parties that each promised little would be more headings than rows
        largest = sorted(groups, key=lambda parties: (-len(groups[parties]), parties))[: _LANES - 1]
        rest = [item for parties, found in groups.items() if parties not in largest for item in found]
        groups = {parties: groups[parties] for parties in largest}
        groups[()] = rest + groups.get((), [])
    lanes: list[Lane] = []
    y, axis_at = float(_TOP), 0.0
    for parties in sorted(groups, key=lambda parties: (not parties, -len(groups[parties]), parties)):
        lane = Lane(_lane_name(parties, len(groups) > 1), y + 26)
        if y - axis_at > 600:
            lane.axis, axis_at = True, y
            lane.y, y = lane.y + 18, y + 18
        y = _fill(lane, [_mark(item, axis, shelf) for item in groups[parties]], y + 52)
        lanes.append(lane)
    return lanes, y


def _lane_name(parties: tuple[str, ...], others: bool) -> str:
    if not parties:
        return "Others" if others else "All"
    named = [names.party(code) for code in parties[:3]]
    rest = len(parties) - len(named)
    if rest:
        return f"{', '.join(named)} and {rest} more"
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]


def _fill(lane: Lane, marks: list[Mark], top: float) -> float:
    """Give each mark a row; what is told from another stands below it. Returns where the lane ends."""
    order = sorted(marks, key=lambda mark: (mark.left, mark.right, mark.item.milestone.id))
    packed = len(marks) > _LOOSE
    ends: list[float] = []
    row_of: dict[str, int] = {}
    for mark in order:
        m = mark.item.milestone
        least = max((row_of[name] + 1 for name in anchors(m.when) if name in row_of), default=0)
        row, low = len(ends), mark.low
        if packed:
            row = next((n for n in range(least, len(ends)) if ends[n] + 14 <= low), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = mark.high
        row_of[m.id] = row
        lane.rows.append((top + _ROW * row, mark))
    return top + _ROW * len(ends)


def _mark(item: Dated, axis: Axis, shelf: Shelf) -> Mark:
    m, today = item.milestone, shelf.view.today
    first, last = item.first or item.last or today, item.last or item.first or today
    late = is_overdue(item, today)
    style = "late" if late else "past" if item.standing(today) == "past" else ""
    sign: str = "day"
    points: tuple[float, ...] = ()
    left, right = axis.x(first), axis.x(last + timedelta(days=1))
    at = (axis.x(last) + right) / 2
    match m.when:
        case Every():
            days = [d for d in occurrences(m.when, first, axis.last) if d >= axis.first][:60]
            points = tuple(axis.x(day) for day in days)
            sign, left, right, at = "every", points[0] - 5, points[-1] + 5, points[0]
        case By():
            sign, left, right = "by", at - 24, at
        case From():
            at = left
            sign, right = "from", left + 22
        case Throughout():
            sign, right = "span", max(right, left + 5)
        case _ if is_window(item) or first != last:
            sign = "window"
        case _:
            left, right = at - 5, at + 5
    if (m.doubt or item.reckoned.doubt) and sign == "day":
        sign, right = "doubt", at + 16
    said = words.bound(say(m.when, item.reckoned, today.year))
    before = words.previous(item)
    was = f", was {shelf.said(item, before)}" if before is not None else ""
    doubt = ", in doubt" if m.doubt or item.reckoned.doubt else ""
    label = _cut(m.title) + (", nothing heard" if late else "") + doubt
    ghost = _ghost(item, axis, shelf)
    place = _label(
        label, _wide(label, style), sign, left, max(right, ghost[2]) if ghost else right, axis, today
    )
    return Mark(
        item, sign, left, right, at, f"{said}{was}{doubt}: {m.title}", label, *place, style, points,
        first < axis.first, last > axis.last, ghost,
    )  # fmt: skip


def _label(
    label: str, width: float, sign: str, left: float, right: float, axis: Axis, today: date
) -> tuple[float, str, bool]:
    if right + 10 + width <= WIDTH:
        return round(right + 10, 1), "start", False
    if left - 10 - width >= 0:
        return round(left - 10, 1), "end", False
    if sign == "window" and right - left > width + 40:
        now = axis.x(today) if axis.holds(today) else left
        inside = now + 8 if left <= now and now + 8 + width < right - 20 else left + 24
        return round(inside, 1), "start", True
    return WIDTH - 4.0, "end", False


def _ghost(item: Dated, axis: Axis, shelf: Shelf) -> tuple[str, float, float] | None:
    before = words.previous(item)
    days = shelf.reckoned(item, before).days if before is not None else None
    if days is None:
        return None
    first, last = days.first or days.last, days.last or days.first
    if first is None or last is None or first > axis.last or last < axis.first:
        return None
    if one_day(days) or days.first is None or days.last is None:
        at = axis.x(days.last or first)
        return "point", at, at
    return "box", axis.x(first), axis.x(last + timedelta(days=1))


def _chains(lanes: Sequence[Lane]) -> list[str]:
    """The elbows from what is waited for to what is reckoned from it, as paths."""
    places = {mark.item.milestone.id: (y, mark) for lane in lanes for y, mark in lane.rows}
    found = []
    for y, mark in places.values():
        for name in anchors(mark.item.milestone.when):
            if name not in places or name == mark.item.milestone.id:
                continue
            start, anchor = places[name]
            begin = start + (8 if y > start else -8)
            if mark.left - 8 > anchor.at:
                end = mark.left - 9
                found.append(f"M{anchor.at:g} {begin:g}V{y:g}H{end:g}M{end - 4:g} {y - 3:g}l6 3-6 3")
            else:
                end = y - 10 if y > start else y + 10
                head = 4 if y < start else -4
                path = f"M{anchor.at:g} {begin:g}V{end:g}H{mark.at:g}"
                found.append(f"{path}M{mark.at - 3:g} {end + head:g}l3 {-head}l3 {head}")
    return found


def _listed(lane: Lane, mark: Mark, shelf: Shelf) -> Listed:
    item, today = mark.item, shelf.view.today
    late = mark.style == "late"
    state = "overdue" if late else "done" if item.milestone.done else "past" if mark.style == "past" else ""
    return Listed(
        (item.last or item.first or today, item.milestone.id),
        mark.title[: -len(item.milestone.title) - 2],
        words.column(item, today, shelf.view.zone).sign,
        item.milestone.title,
        shelf.milestone(item.milestone.id),
        lane.name,
        state,
        late,
    )


def _cut(title: str) -> str:
    if len(title) <= _LABEL:
        return title
    return title[:_LABEL].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _wide(text: str, style: str) -> float:
    """About how wide a label is at 13 px, bold where it is late: a server cannot measure its letters."""
    width = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            width += 13
        elif sign in "iljtfrI.,:;'’|!() ":
            width += 4.2
        elif sign.isupper() or sign in "mwMW@%":
            width += 9.2
        else:
            width += 7.4
    return width * 1.1 if style == "late" else width

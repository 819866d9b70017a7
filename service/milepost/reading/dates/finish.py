"""The last step: refined marks become expressions, each resolved by what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final, cast

from milepost.reading.dates import nodes
from milepost.reading.dates.around import noun_behind, word_before
from milepost.reading.dates.length import length_of
from milepost.reading.dates.mark import Mark
from milepost.reading.dates.resolve import NEEDS, Context, Resolved, resolve
from milepost.reading.dates.tense import Tense
from milepost.reading.dates.timex import Timex
from milepost.reading.dates.value import POINTS
from milepost.when import (
    Between,
    By,
    Calendar,
    During,
    Every,
    From,
    Month,
    Offset,
    On,
    Part,
    Period,
    Single,
    Throughout,
    Undated,
    Unit,
    When,
    Year,
    add,
)
from milepost.when.reckon import period_days

_THROUGHOUT_OR_BETWEEN: Final = (Throughout, Between)
"""What is asked for again and again, made once: a union costs its making at each question."""

_MONTH_OR_YEAR: Final = (Month, Year)
_OF_THE_DAY: Final = (nodes.DayOfWeek, nodes.Relative)
_CLOCKS: Final = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)
"""What is told in these runs from something that happens, not from the day of publication."""
_LIMITS: Final = ("by", "before")
_AHEAD: Final = (*_LIMITS, "within")
_TO_AN_END: Final = (*_AHEAD, "until")
_BEGINNING: Final = ("starting", "beginning", "commencing", "effective", "with effect")
"""Words of what begins: where nothing says that it has, it will."""
_REMEMBERED: Final = 4096
"""So many marks' rests are kept to be found again."""
_STORY: Final = 5
"""So many years a text must name before it can be a story of the past."""
_SPOKEN_OF: Final = 600
"""So many characters after a quarter was told, "the quarter" still means that one."""


def finish(
    text: str, low: str, marks: list[Mark], published: date | None, calendar: Calendar
) -> tuple[Timex, ...]:
    """The expressions of the marks, in order."""
    tense = Tense(low)
    story = published is not None and _tells_the_past(marks, published)
    known = _Known(low, tense, calendar)
    done: list[Timex] = []
    here = _Here(published)
    quarter: Period | None = None
    at = 0
    for mark in marks:
        kin = known.kin(low, mark)
        if kin.doubtful and _tells_no_time(mark, low, tense):
            continue
        if story and here.told:
            here.anchor, here.story = here.told, True
        rest = kin.always
        if rest is None:
            here.quarter = quarter if mark.start - at < _SPOKEN_OF else None
            rest = known.rest(kin, mark, here)
            if rest is None:
                continue
        done.append(_timex(mark, low, rest, here.anchor))
        if rest.day:
            here.told, here.year = rest.day, rest.day.year
        elif kin.year:
            here.year = kin.year
        if rest.quarter:
            if not isinstance(mark.node, nodes.SameQuarter) and tense(mark.start, mark.end) <= 0:
                quarter = rest.quarter  # one that is looked ahead to is not what is compared
            at = mark.end
    return tuple(done)


@dataclass(slots=True)
class _Here:
    """How far a text has been read: what ``today`` means, the last day, quarter and year told."""

    anchor: date | None
    story: bool = False
    told: date | None = None
    quarter: Period | None = None
    year: int | None = None


_KNOWN_ONES: Final = frozenset("the its their his her our your my whose this that these those".split())
"""Words behind which stands what the reader knows already."""


def _tells_no_time(mark: Mark, low: str, tense: Tense) -> bool:
    """Annual sales and its quarterly dividend tell how much, not when, unless something is to be done that
    was not before ("shall submit an annual report"); what soon followed is past."""
    match mark.node:
        case nodes.Repeat(unit="M" | "Y") if mark.rules[0] == "annually" and noun_behind(low, mark.end):
            return word_before(low, mark.start) in _KNOWN_ONES or tense(mark.start, mark.end) <= 0
        case nodes.Vague("FUTURE_REF") if low.startswith("soon", mark.start):
            return tense(mark.start, mark.end) < 0
        case _:
            return False


def _direction(mark: Mark, low: str, tense: Tense) -> int:
    """Whether the words around a mark look ahead (1), back (-1) or do not say."""
    bound = mark.bound
    if bound in _AHEAD or mark.again:
        return 1
    if low.startswith(("'s", "’s"), mark.end) and not isinstance(mark.node, nodes.Piece):
        return -1  # "Wednesday's ruling" has been
    if bound == "from":
        if low.startswith("since", mark.left or 0):
            return -1
        if low.startswith(_BEGINNING, mark.left or 0):
            return tense(mark.start, mark.end) or 1
    return tense(mark.start, mark.end)


@dataclass(slots=True)
class _Rest:
    """What a mark comes to: where it rests, its *when*, a doubt of it, its first day, its quarter.

    ``counted_from`` is the day that a length is counted from.
    """

    resolved: Resolved
    when: When | None
    doubt: str | None
    day: date | None
    quarter: Period | None
    needs: bool
    counted_from: Resolved | None = None


def _come_to_rest(mark: Mark, context: Context) -> _Rest | None:
    resolved = resolve(mark.node, context)
    if resolved is None:
        return None
    when, extra = _when(mark, resolved, context)
    quarter = when.period if isinstance(when, During) and _is_quarter(when.period) else None
    needs = resolved.needs or (context.anchor is None and _from_publication(when))
    counted_from = resolve(mark.parts[0].node, context) if mark.tie and len(mark.parts) == 1 else None
    doubt = resolved.doubt or extra
    return _Rest(resolved, when, doubt, _first_day(resolved), quarter, needs, counted_from)


class _Kin:
    """Marks of the same words, rules and bound: their node, the year it names, what it leans on, and where
    they came to rest."""

    __slots__ = ("always", "doubtful", "leaning", "node", "rests", "year")

    def __init__(self, node: nodes.Node) -> None:
        self.node = node
        self.doubtful = isinstance(node, nodes.Repeat | nodes.Vague)  # may tell no time, by its sentence
        self.leaning = nodes.leaning(node)
        self.year = _year_of(node)
        self.always: _Rest | None = None
        self.rests: dict[tuple[object, ...], _Rest | None] = {}


class _Known:
    """What like marks came to before: what depends on nothing else is reckoned once."""

    __slots__ = ("_calendar", "_count", "_kin", "_low", "_tense")

    def __init__(self, low: str, tense: Tense, calendar: Calendar) -> None:
        self._low = low
        self._tense = tense
        self._calendar = calendar
        self._kin: dict[tuple[str, tuple[str, ...], str | None], _Kin] = {}
        self._count = 0

    def kin(self, low: str, mark: Mark) -> _Kin:
        """The marks like this one; one that is tied or comes again has no like."""
        if mark.tie or mark.again:
            return _Kin(mark.node)
        key = (low[mark.start : mark.end], mark.rules, mark.bound)
        kin = self._kin.get(key)
        if kin is None or not (kin.node is mark.node or kin.node == mark.node):
            self._count += 1
            if self._count > _REMEMBERED:
                self._kin.clear()
                self._count = 0
            kin = self._kin[key] = _Kin(mark.node)
        return kin

    def rest(self, kin: _Kin, mark: Mark, here: _Here) -> _Rest | None:
        """What a mark comes to, or None for what is no time."""
        leaning = kin.leaning
        direction = _direction(mark, self._low, self._tense) if leaning.tense else 0
        told = (here.told, here.year, here.quarter) if leaning.told else None
        key = (here.anchor, here.story, direction, told)  # all that it depends on beside itself and its bound
        try:
            return kin.rests[key]
        except KeyError:
            self._count += 1
            limit = mark.bound in _LIMITS
            turn = partial(_direction, mark, self._low, self._tense)
            context = Context(
                here.anchor, self._calendar, turn, here.told, limit, here.quarter, here.story, here.year
            )
            made = kin.rests[key] = _come_to_rest(mark, context)
            if not leaning.publication:
                kin.always = made
            return made


def _tells_the_past(marks: list[Mark], published: date) -> bool:
    """Whether nearly all years that a text names lie well before its publication, and hardly a
    weekday or *today* tells it as news."""
    years = [year for mark in marks if (year := _year_of(mark.node)) is not None]
    recent = published.year - 1
    if len(years) < _STORY or sum([year < recent for year in years]) < 0.9 * len(years):
        return False
    return 4 * sum(isinstance(mark.node, _OF_THE_DAY) for mark in marks) <= len(years)


def _year_of(node: nodes.Node) -> int | None:
    if not isinstance(node, nodes.Known):
        return None
    point = node.point
    if isinstance(point, On):
        return point.day.year
    return point.year if isinstance(point, _MONTH_OR_YEAR) else None


def _timex(mark: Mark, low: str, rest: _Rest, anchor: date | None) -> Timex:
    resolved, doubt, start, end = rest.resolved, rest.doubt, mark.start, mark.end
    relative = doubt is None and isinstance(mark.node, nodes.Relative)
    if relative and anchor and anchor.month == 1 and low.startswith("earlier this year", start):
        doubt = f"earlier this year leaves {anchor.day} days: the year before may be meant"
    if doubt is None and mark.tie:
        doubt = mark.tie.doubt
    left, right = mark.left, mark.right
    return Timex(
        start,
        end,
        resolved.kind,
        resolved.value,
        (start if left is None or left > start else left, end if right is None or right < end else right),
        rest.when,
        mark.tie.span if mark.tie else None,
        resolved.inferred,
        doubt,
        mark.rules,
        rest.needs,
        (_ends(mark, resolved) or _counted_from(mark, rest) or _set_and_first(mark, resolved))
        if mark.parts
        else (),
    )


def _first_day(resolved: Resolved) -> date | None:
    match resolved.point:
        case On(day) | Throughout(day):
            return day
        case Month(year, month):
            return date(year, month, 1)
        case _:
            return None


def _ends(mark: Mark, resolved: Resolved) -> tuple[Timex, ...]:
    """The two ends of a range, where each stands for itself."""
    if resolved.ends is None or not mark.parts:
        return ()
    (first, last), (begin, end) = mark.parts, resolved.ends
    return (
        Timex(first.start, first.end, begin.kind, begin.value, (first.start, first.end)),
        Timex(last.start, last.end, end.kind, end.value, (last.start, last.end)),
    )


def _counted_from(mark: Mark, rest: _Rest) -> tuple[Timex, ...]:
    """A length and the day it is counted from, where each stands for itself."""
    length, whole = rest.resolved, rest.counted_from
    if whole is None:
        return ()
    (day,) = mark.parts
    return (
        Timex(mark.start, mark.end, length.kind, length.value, (mark.start, mark.end)),
        Timex(day.start, day.end, whole.kind, whole.value, (day.start, day.end)),
    )


def _set_and_first(mark: Mark, first: Resolved) -> tuple[Timex, ...]:
    """A recurrence and its first time, where each stands for itself."""
    match mark.parts:
        case (Mark(node=nodes.Repeat(value)) as every,):
            return (
                Timex(every.start, every.end, "SET", value, (every.start, every.end)),
                Timex(mark.start, mark.end, first.kind, first.value, (mark.start, mark.end)),
            )
        case _:
            return ()


def _is_quarter(period: Period) -> bool:
    return isinstance(period, Part) and period.name[0] == "Q" and isinstance(period.of, Year)


def _from_publication(when: When | None) -> bool:
    match when:
        case By(Offset(anchor="publication", known=True)) | Offset(anchor="publication", known=True):
            return True
        case _:
            return False


def _when(mark: Mark, resolved: Resolved, context: Context) -> tuple[When | None, str | None]:
    """What an expression says of an event's date, and a doubt."""
    single, doubt = _single(mark, resolved, context)
    if mark.again and single is not None:
        return Every(single, mark.again.interval), doubt
    if single is None and isinstance(mark.node, nodes.Repeat) and mark.node.amount:
        interval = length_of(nodes.Span(mark.node.amount, mark.node.unit))
        if interval is None:
            return None, doubt
        return Every(_first(mark.node, context), interval, mark.node.nth), doubt
    return single, doubt


def _first(node: nodes.Repeat, context: Context) -> Single:
    """The first time of what recurs: the first after publication, where it names a day or month."""
    first = replace(node.first, shift=1) if isinstance(node.first, nodes.Open) else node.first
    found = resolve(first, replace(context, tense=lambda: 1)) if first else None
    point = found.point if found else None
    if isinstance(point, On):
        return point
    return During(point) if isinstance(point, Period) else Undated()


def _single(mark: Mark, resolved: Resolved, context: Context) -> tuple[Single | None, str | None]:
    if isinstance(mark.node, nodes.Span):
        return _counted(mark, mark.node, context)
    point = resolved.point
    if point is None:
        return None, None
    if isinstance(point, _THROUGHOUT_OR_BETWEEN):
        if mark.bound in ("by", "until") and isinstance(point, Between):
            return By(point.last), None
        return point, None
    if mark.bound in _TO_AN_END and isinstance(mark.node, nodes.Piece) and mark.node.name == "end":
        whole = resolve(mark.node.of, context) if mark.node.of else None
        if whole and isinstance(whole.point, Period):
            return By(whole.point), None
    match mark.bound:
        case "by" | "until" | "within":
            return By(_unthirded(mark, point)), None
        case "before":
            return _just(point, context, -1), None
        case "after":
            return _just(point, context, 1), None
        case "from":
            return From(point), None
        case "during" | None:
            return (point if isinstance(point, On) else During(point)), None


def _unthirded(mark: Mark, point: On | Period) -> On | Period:
    """By the end of 2026 is by 2026: a limit keeps the whole whose end it names."""
    if isinstance(mark.node, nodes.Piece) and mark.node.name == "late" and not isinstance(point, On):
        of = getattr(point, "of", None)
        if (of is not None and "part of a longer time" in mark.rules) or of is not None:
            return cast(Period, of)
    return point


def _just(point: On | Period, context: Context, sign: int) -> Single:
    """Before 1 March is by 28 February; after 2030 is from 2031."""
    if isinstance(point, On) and point.at:
        return By(point) if sign < 0 else From(point)
    if isinstance(point, Year) and 1 < point.year < 9999:
        return By(Year(point.year - 1)) if sign < 0 else From(Year(point.year + 1))
    try:
        first, last = (
            (point.day, point.day) if isinstance(point, On) else period_days(point, context.calendar)
        )
        if sign < 0:
            return By(On(first - timedelta(days=1)))
        return From(On(last + timedelta(days=1)))
    except OverflowError:
        return By(point) if sign < 0 else From(point)


def _counted(mark: Mark, span: nodes.Span, context: Context) -> tuple[Single | None, str | None]:
    length = length_of(span)
    if length is None or mark.tie is None:
        if length is not None and mark.bound == "within" and length.unit not in _CLOCKS:
            return By(
                Offset(length, "after", "publication")
            ), "nothing says from when it counts: the day of publication was taken"
        return None, None
    tie = mark.tie
    if mark.parts:
        whole = resolve(mark.parts[0].node, context)
        point = whole.point if whole else None
        if not isinstance(point, POINTS):
            return None, NEEDS if context.anchor is None else None
        try:
            day = point.day if isinstance(point, On) else period_days(point, context.calendar)[1]
            counted = day - timedelta(days=1) if tie.inclusive else day
            moved, doubt = add(counted, length, 1 if tie.direction == "after" else -1, context.calendar)
        except OverflowError:
            return None, "this falls outside the years 1 to 9999"
        if tie.throughout and isinstance(point, On) and moved > point.day:
            return Throughout(point.day, moved), doubt
        return (By(On(moved)) if mark.bound == "within" else On(moved)), doubt
    if tie.words.lower() in ("that date", "such date", "that day", "the date") and context.told:
        try:
            moved, doubt = add(context.told, length, 1 if tie.direction == "after" else -1, context.calendar)
        except OverflowError:
            return None, "this falls outside the years 1 to 9999"
        return (By(On(moved)) if mark.bound == "within" else On(moved)), doubt
    offset = Offset(length, tie.direction, tie.words.replace('"', "'"), tie.known)
    if mark.bound == "within":
        return By(offset), None
    return offset, None

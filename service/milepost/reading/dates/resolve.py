"""Resolution: what an expression comes to on a day of publication, and what of it was inferred."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, cast

from milepost.reading.dates import nodes
from milepost.reading.dates.length import length_of
from milepost.reading.dates.nodes import Node
from milepost.reading.dates.value import POINTS, SEASONS, Settled, span_value, value_of
from milepost.when import (
    Between,
    Calendar,
    Century,
    Decade,
    Fiscal,
    Length,
    Month,
    Nth,
    On,
    Part,
    Period,
    Season,
    Throughout,
    Unit,
    Week,
    Year,
    add,
    add_months,
)
from milepost.when.forms import PartName
from milepost.when.reckon import nth_weekday, period_days

_HAS_THIRDS: Final = (Year, Decade, Century, Month, Season, Fiscal, Part)
_YEAR_OR_FISCAL: Final = (Year, Fiscal)
_ON_OR_MONTH: Final = (On, Month)
"""What is asked for again and again, made once: a union costs its making at each question."""

Kind = Literal["DATE", "TIME", "DURATION", "SET"]

NEEDS: Final = "the day of publication is needed to tell this date, and it is not known"


@dataclass(slots=True)
class Resolved:
    """An expression come to rest: its TIMEX3 type and value, and the time where it has one."""

    kind: Kind
    value: str
    point: Settled | None = None
    inferred: str | None = None
    doubt: str | None = None
    needs: bool = False
    ends: tuple[Resolved, Resolved] | None = None


@dataclass(slots=True)
class Context:
    """What resolution may look at: the publication, the calendar, the tense here, the last date told.

    ``bound`` tells that a limit ("by") makes it look ahead for certain. ``anchor`` is the day
    that *today* means: the publication, or the last date told where a text
    tells a past story. ``told`` is the last day told before this expression, ``quarter`` the
    last quarter, if that was just before, ``year`` the last year. In a ``story`` of the past a date without its year has that
    of the date told before it.
    """

    anchor: date | None
    calendar: Calendar
    tense: Callable[[], int]
    told: date | None = None
    bound: bool = False
    quarter: Period | None = None
    story: bool = False
    year: int | None = None


def resolve(node: Node, context: Context) -> Resolved | None:
    """What a node comes to; None for what is no time. Never raises, whatever years were told."""
    try:
        return _resolve(node, context)
    except (OverflowError, ValueError):
        return Resolved("DATE", "XXXX", doubt="this falls outside the years 1 to 9999")


def _resolve(node: Node, context: Context) -> Resolved | None:
    match node:
        case nodes.Nothing():
            return None
        case nodes.Impossible(words):
            return Resolved("DATE", words, doubt=f"there is no day {words}")
        case nodes.Vague(value):
            return Resolved("DATE", value)
        case nodes.Known(point):
            return _settled(point)
        case nodes.Span():
            return Resolved("DURATION", span_value(node))
        case nodes.Ahead(span):
            return _ahead(span, context)
        case nodes.Stretch():
            return _stretch(node, context)
        case nodes.Repeat(value):
            return Resolved("SET", value)
        case nodes.WeekdayOf(nth, weekday, of):
            month = _resolve(of, context)
            if month is None or not isinstance(month.point, Month):
                return month
            if weekday is None:
                return _working_day(nth, month, month.point, context)
            found = nth_weekday(month.point.year, month.point.month, Nth(nth, weekday))
            return replace(month, value=found.isoformat(), point=On(found))
        case nodes.Feast(after, of):
            spring = _resolve(of, context)
            if spring is None or not isinstance(spring.point, Month):
                return spring
            day = On(_easter(spring.point.year) + timedelta(days=after))
            return replace(spring, value=value_of(day), point=day)
        case nodes.EitherWay(first, second, year):
            month_first = context.calendar.country in (None, "US")
            month_number, number = (first, second) if month_first else (second, first)
            told = _settled(On(date(year, month_number, number)))
            return replace(told, doubt="day and month may be meant the other way round")
        case nodes.Clock():
            return _clock(node, context)
        case nodes.Between():
            return _range(node, context)
        case nodes.SameQuarter(back, otherwise, named):
            if isinstance(context.quarter, Part) and isinstance(context.quarter.of, Year):
                year = named or context.quarter.of.year - back
                return _settled(Part(context.quarter.name, _year(year)))
            if otherwise == nodes.Relative("Q", 0) and context.tense() < 0:
                otherwise = nodes.Relative("Q", -1)  # results are told of a quarter that is over
            return _resolve(otherwise, context)
        case nodes.Piece():
            return _piece(node, context)
        case (
            nodes.Open()
            | nodes.DayOfWeek()
            | nodes.DayOfMonth()
            | nodes.Relative()
            | nodes.Away()
            | nodes.SeasonOf()
        ):
            if context.anchor is None:
                return Resolved("DATE", _unknown(node), doubt=NEEDS, needs=True)
            return _from_anchor(node, context, context.anchor)


def _unknown(node: Node) -> str:
    match node:
        case nodes.Open(month, None):
            return f"XXXX-{month:02}"
        case nodes.Open(month, day) if day:
            return f"XXXX-{month:02}-{day:02}"
        case nodes.DayOfWeek(weekday):
            return f"XXXX-WXX-{weekday + 1}"
        case nodes.SeasonOf(name):
            return f"XXXX-{SEASONS[name]}"
        case _:
            return "XXXX"


def _from_anchor(node: Node, context: Context, anchor: date) -> Resolved | None:
    match node:
        case nodes.Open():
            return _open(node, context, anchor)
        case nodes.DayOfWeek():
            return _weekday(node, context, anchor)
        case nodes.DayOfMonth(number, of):
            if of is not None:
                return _settled(On(add_months(anchor.replace(day=1), of.shift).replace(day=number)))
            base_day = context.told or anchor
            told = _settled(On(base_day.replace(day=number)))
            return replace(told, inferred="the month is that of the date told before")
        case nodes.Relative(unit, shift, told_before):
            base_day = _base(context, anchor, unit) if told_before else anchor
            if unit == "WE":
                if shift == 0 and base_day.weekday() < 5 and context.tense() < 0:
                    shift = -1
                return _weekend(base_day, shift)
            return _settled(_shifted(base_day, unit, shift, context.calendar))
        case nodes.Away():
            return _away(node, context, anchor)
        case nodes.SeasonOf():
            return _season(node, context, anchor)
        case _:
            return None


def _settled(point: Settled, inferred: str | None = None) -> Resolved:
    timed = isinstance(point, On) and point.at
    return Resolved("TIME" if timed else "DATE", value_of(point), point, inferred)


# ---------------------------------------------------------------- reckoning from the anchor


def _easter(year: int) -> date:
    """The Easter Sunday of the Gregorian calendar, by Gauss's rule as Meeus and Jones put it."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _shifted(day: date, unit: str, shift: int, calendar: Calendar | None = None) -> On | Period:
    match unit:
        case "D" | "WD" | "NI":
            return On(day + timedelta(days=shift))
        case "W":
            return _week(day + timedelta(weeks=shift))
        case "FN":
            return _week(day + timedelta(weeks=2 * shift))
        case "M":
            moved = add_months(day.replace(day=1), shift)
            return Month(moved.year, moved.month)
        case "Q":
            moved = add_months(day.replace(day=1), 3 * shift)
            return Part(cast(PartName, f"Q{(moved.month + 2) // 3}"), Year(moved.year))
        case "SEM":
            moved = add_months(day.replace(day=1), 6 * shift)
            return Part("H1" if moved.month <= 6 else "H2", Year(moved.year))
        case "Y":
            return _year(day.year + shift)
        case "FY":
            return fiscal_of(day, shift, calendar or Calendar())
        case "E":
            decade = day.year // 10 * 10 + 10 * shift
            return Decade(_checked(decade))
        case "C":
            return Century(_checked(day.year // 100 * 100 + 100 * shift))
        case _:
            return On(day)


def _weekend(day: date, shift: int) -> Resolved:
    """The weekend of a day's own week (shift 0), or weeks away from it."""
    saturday = day - timedelta(days=day.weekday() - 5) + timedelta(weeks=shift)
    year, week, _ = saturday.isocalendar()
    point = Throughout(saturday, saturday + timedelta(days=1))
    return Resolved("DATE", f"{year:04}-W{week:02}-WE", point)


def _checked(year: int) -> int:
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return year


def _year(year: int) -> Year:
    return Year(_checked(year))


def _week(day: date) -> Week:
    year, week, _ = day.isocalendar()
    return Week(year, week)


def fiscal_of(day: date, shift: int, calendar: Calendar) -> Fiscal | Year:
    """The fiscal year that holds a day, moved by whole years."""
    month = calendar.fiscal.month
    begins = day.year - (day.month < month) + shift
    _checked(begins)
    return Year(begins) if month == 1 else Fiscal(begins, both=True)


def _open(node: nodes.Open, context: Context, anchor: date) -> Resolved:
    month, number, shift = node.month, node.day, node.shift

    def at(year: int) -> Settled | None:
        if number is None:
            return Month(_checked(year), month)
        try:
            return On(date(_checked(year), month, number))
        except ValueError:
            return None

    this = anchor.year
    here = (anchor.month, anchor.day if number else 0)
    mine = (month, number or 0)
    if node.years is not None:
        year, why = this + node.years, "the year is told from that of publication"
    elif node.told:
        year = context.year or (context.told.year if context.told else this)
        why = "the year is that of the date told before"
    elif shift == 0:
        year, why = this, "the year is that of publication"
    elif shift is not None:
        later = mine > here if shift > 0 else mine >= here
        year = this + (not later) if shift > 0 else this - later
        why = "the year is the one that " + ("follows" if shift > 0 else "went before")
    elif context.story:
        year, why = this, "the year is that of the date told before"
    else:
        direction = context.tense()
        ahead = (month - anchor.month) % 12
        if abs(direction) == 1 and ahead in (0, 1, 11) and not context.bound:
            direction = 0 if number else direction if ahead in (0, 11) or direction > 0 else 0
        if direction == 0:
            direction = (1 if ahead <= 3 else -1) if ahead else (1 if mine >= here or not number else -1)
            reason = "nothing says whether it is past, so the nearest was taken"
        else:
            reason = "the words around it look " + ("ahead" if direction > 0 else "back")
        year = this + (mine < here) if direction > 0 else this - (mine > here)
        why = "the year is that of publication" if year == this else f"the year is {year}: {reason}"
    if (fits := _year_of_weekday(node, this, year)) is not None:
        year, why = fits, f"the year is {fits}: only then is that day a day of that weekday"
    passed = (anchor - date(this, month, number)).days if number and _exists(this, month, number) else 0
    doubt = None
    if context.bound and shift is None and 0 < passed <= 31:
        year, why = this, "the year is that of publication"
        doubt = f"that day was {passed} days before publication: a year later may be meant"
    found = at(year)
    for other in (year - 4 + offset for offset in (5, 3, 6, 2)) if found is None else ():
        if found := at(other):  # 29 February: the nearest leap year
            break
    if found is None:
        return Resolved(
            "DATE", f"{year}-{month:02}-{number:02}", doubt=f"there is no day {month:02}-{number:02}"
        )
    return replace(_settled(found, why), doubt=doubt) if doubt else _settled(found, why)


def _year_of_weekday(node: nodes.Open, this: int, taken: int) -> int | None:
    """The one year of last, this and next in which a day has the weekday told of it; None where ``taken`` has."""
    if node.weekday is None or node.day is None or not 1 < this < 9999:
        return None
    fitting = [
        year
        for year in (this - 1, this, this + 1)
        if _exists(year, node.month, node.day) and date(year, node.month, node.day).weekday() == node.weekday
    ]
    return fitting[0] if len(fitting) == 1 and taken not in fitting else None


def _exists(year: int, month: int, number: int) -> bool:
    return number <= monthrange(year, month)[1]


def _weekday(node: nodes.DayOfWeek, context: Context, anchor: date) -> Resolved:
    back = (anchor.weekday() - node.weekday) % 7
    ahead = (node.weekday - anchor.weekday()) % 7
    if node.shift == -1:
        day, why = anchor - timedelta(days=back or 7), "the last one before publication"
    elif node.shift == 1:
        day, why = anchor + timedelta(days=ahead or 7), "the next one after publication"
    elif node.shift == 0:
        day, why = anchor + timedelta(days=node.weekday - anchor.weekday()), "it is that of this week"
    elif context.tense() > 0:
        day, why = anchor + timedelta(days=ahead), "the words around it look ahead"
    else:
        day, why = anchor - timedelta(days=back), "the last one up to publication"
    return _settled(On(day), f"the day is {day.isoformat()}: {why}")


def _season(node: nodes.SeasonOf, context: Context, anchor: date) -> Resolved:
    name, shift = node.name, node.shift
    first = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[name]
    year = anchor.year
    if node.told:
        year = context.year or year
    elif shift == -1 or (shift is None and context.tense() < 0):
        year -= first > anchor.month - (2 if shift == -1 else 0)
    elif shift == 1 or (shift is None and context.tense() > 0):
        year += first <= anchor.month if shift == 1 else first + 2 < anchor.month
    return _settled(Season(name, _checked(year)), f"the year is {year}")


def _base(context: Context, anchor: date, unit: str) -> date:
    """What is counted from the date told before: years from the last year told, else its last day."""
    if unit in ("Y", "E", "C") and context.year:
        return date(context.year, 1, 1)
    return context.told or anchor


_PRECISION: Final = {"Y": "Y", "E": "Y", "C": "Y", "M": "M", "SEM": "M", "Q": "Q", "W": "W", "FN": "W"}


def _away(node: nodes.Away, context: Context, anchor: date) -> Resolved:
    base = _base(context, anchor, node.unit) if node.told else anchor
    unit, sign = node.unit, node.sign
    if node.amount is None:
        return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    amount = node.amount
    if isinstance(amount, float):
        months = {"Y": 12, "E": 120}.get(unit)
        if months is None:
            return Resolved("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
        moved = add_months(base.replace(day=1), sign * round(amount * months))
        return _settled(Month(moved.year, moved.month))
    if unit in ("S", "MIN", "H"):
        days = amount * {"S": 1, "MIN": 60, "H": 3600}[unit] // 86400
        return replace(
            _settled(On(base + timedelta(days=sign * days))),
            doubt="told in hours from an unknown time of day",
        )
    if unit == "E":
        return _settled(_year(base.year + sign * 10 * amount))
    if unit == "C":
        return _settled(_year(base.year + sign * 100 * amount))
    return _settled(_shifted(base, unit, sign * amount, context.calendar))


def _ahead(span: nodes.Span, context: Context) -> Resolved:
    """A length stays one; in a sentence that looks ahead it ends on a day, in a week, month or year."""
    length = Resolved("DURATION", span_value(span))
    if context.anchor is None or not isinstance(span.amount, int) or span.more or context.tense() <= 0:
        return length
    if span.unit not in ("D", "WD", "W", "FN", "M", "Y"):
        return length
    if span.unit == "WD":
        day, doubt = add(context.anchor, Length(span.amount, Unit.WORKING_DAY), 1, context.calendar)
        return replace(length, point=On(day), inferred=_COUNTED, doubt=doubt)
    point = _shifted(context.anchor, span.unit, span.amount, context.calendar)
    return replace(length, point=point, inferred=_COUNTED)


_COUNTED: Final = "counted from the day of publication"


def _working_day(nth: int, told: Resolved, month: Month, context: Context) -> Resolved:
    """The nth or last working day of a month."""
    first, last = period_days(month, context.calendar)
    one = timedelta(days=1)
    length = Length(abs(nth), Unit.WORKING_DAY)
    from_day, sign = (first - one, 1) if nth > 0 else (last + one, -1)
    day, doubt = add(from_day, length, sign, context.calendar)
    return replace(told, value=day.isoformat(), point=On(day), doubt=told.doubt or doubt)


def _stretch(node: nodes.Stretch, context: Context) -> Resolved | None:
    """One of the days of the first or last so long of a time."""
    whole = resolve(node.of, context)
    if whole is None or not isinstance(whole.point, Period):
        return whole
    ends = (Resolved("DURATION", span_value(node.span)), whole)
    told = replace(whole, value=whole.value, point=None, ends=ends)
    length = length_of(node.span)
    if length is None:
        return told
    first, last = period_days(whole.point, context.calendar)
    one = timedelta(days=1)
    if node.last:
        first = max(add(last + one, length, -1, context.calendar)[0], first)
    else:
        last = min(add(first, length, 1, context.calendar)[0] - one, last)
    return replace(told, point=Between(On(first), On(last)))


def _clock(node: nodes.Clock, context: Context) -> Resolved | None:
    base = resolve(node.of or nodes.Relative("D", 0, told=True), context)
    if base is None:
        return None
    day = base.point.day if isinstance(base.point, On) else None
    prefix = day.isoformat() if day else base.value
    if node.at is None:
        return Resolved(
            "TIME", f"{prefix}T{node.part}", On(day) if day else None, base.inferred, base.doubt, base.needs
        )
    shown = "24:00" if node.midnight else node.at.isoformat("minutes")
    if day is None:
        return Resolved("TIME", f"{prefix}T{shown}", None, None, base.doubt, base.needs)
    point = On(day + timedelta(days=node.midnight), node.at, node.zone)
    if node.of is None:
        return Resolved("TIME", f"{prefix}T{shown}", None, doubt="no day was told with this time")
    return Resolved("TIME", f"{prefix}T{shown}", point, base.inferred, base.doubt, base.needs)


def _piece(node: nodes.Piece, context: Context) -> Resolved | None:
    if node.of is None:
        if context.anchor is None:
            return Resolved("DATE", f"XXXX-{node.name}", doubt=NEEDS, needs=True)
        return _lone_piece(node, context, context.anchor)
    whole = resolve(node.of, context)
    if whole is None:
        return None
    point = whole.point
    if point is None:
        return whole
    if isinstance(point, Year) and node.fiscal and context.calendar.fiscal.month != 1:
        point = Fiscal(point.year)
    made = _part(node.name, point, context.calendar)
    if made is None:
        return replace(whole, doubt=whole.doubt)
    if isinstance(made, Week):
        return replace(whole, kind="DATE", value=value_of(made), point=made)
    return replace(whole, kind="DATE", value=_piece_value(node.name, point, made, whole.value), point=made)


def _piece_value(name: str, whole: Settled, made: Settled, value: str) -> str:
    if name[0] in "HQ" and isinstance(made, Part):
        return value_of(made)
    return value


def _lone_piece(node: nodes.Piece, context: Context, anchor: date) -> Resolved | None:
    year = anchor.year + (node.shift or 0)
    if node.name[0] == "Q":
        number = int(node.name[1])
        current = (anchor.month + 2) // 3
        if node.shift is None and context.tense() <= 0 and number > current:
            year -= 1
        elif node.shift is None and context.tense() > 0 and number < current - 1:
            year += 1  # the quarter just over is what is reported next
    elif node.name[0] == "H":
        if node.shift is None and context.tense() < 0 and node.name == "H2" and anchor.month <= 6:
            year -= 1
        elif node.shift is None and context.tense() > 0 and node.name == "H1" and anchor.month > 6:
            year += 1
    else:
        return None
    whole: Year | Fiscal = Fiscal(_checked(year)) if node.fiscal else _year(year)
    return replace(
        _settled(Part(cast(PartName, node.name), whole)), inferred=f"the year is {year}, by its distance"
    )


def _part(name: str, point: Settled, calendar: Calendar) -> Settled | None:
    if name == "end":
        return _last_month(point, calendar)
    if name in ("early", "mid", "late"):
        if isinstance(point, _HAS_THIRDS):
            return Part(cast(PartName, name), point)
        if isinstance(point, Week):
            return point
        return None
    if name == "W0" and isinstance(point, On):
        return _week(point.day)
    if name == "WE0" and isinstance(point, On):
        return _weekend(point.day, 0).point
    if not isinstance(point, Period):
        return None
    if name[0] in "HQ" and isinstance(point, _YEAR_OR_FISCAL):
        return Part(cast(PartName, name), point)
    first, last = period_days(point, calendar)
    if name[0] == "W":
        number = int(name[1:])
        start = last - timedelta(days=6) if number < 0 else first + timedelta(days=7 * (number - 1))
        return Between(On(start), On(min(last, start + timedelta(days=6))))
    if name[0] in "FH" and isinstance(point, Month):
        middle = first.replace(day=15)
        return (
            Between(On(first), On(middle)) if name[1] == "1" else Between(On(first.replace(day=16)), On(last))
        )
    if name[0] == "H":
        half = first + (last - first) // 2
        return (
            Between(On(first), On(half)) if name == "H1" else Between(On(half + timedelta(days=1)), On(last))
        )
    return None


def _last_month(point: Settled, calendar: Calendar) -> Settled | None:
    """The month in which a longer time ends: year-end is December, not the last third of the year."""
    if not isinstance(point, Period) or isinstance(point, Month):
        return point if isinstance(point, Month) else None
    last = period_days(point, calendar)[1]
    return Month(last.year, last.month)


def _range(node: nodes.Between, context: Context) -> Resolved | None:
    first, last = _resolve_ends(node, context)
    if first is None or last is None:
        return None
    a, b = first.point, last.point
    inferred = first.inferred or last.inferred
    doubt = first.doubt or last.doubt
    value = f"{first.value}/{last.value}"
    if not isinstance(a, POINTS) or not isinstance(b, POINTS):
        return Resolved("DATE", value, None, inferred, doubt, first.needs or last.needs, (first, last))
    start = a.day if isinstance(a, On) else period_days(a, context.calendar)[0]
    end = b.day if isinstance(b, On) else period_days(b, context.calendar)[1]
    if end < start:
        why = doubt or "the end of this range lies before its beginning"
        return Resolved("DATE", value, None, inferred, why, ends=(first, last))
    point: Settled = Throughout(start, end) if node.all else Between(a, b)
    return Resolved("DATE", value, point, inferred, doubt, ends=(first, last))


def _resolve_ends(node: nodes.Between, context: Context) -> tuple[Resolved | None, Resolved | None]:
    """Both ends; one that lacks its year has it from the other."""
    first, last = node.first, node.last
    if isinstance(first, nodes.Open) and isinstance(last, nodes.Open) and context.anchor:
        today = (context.anchor.month, context.anchor.day)
        if (first.month, first.day or 1) <= today <= (last.month, last.day or 31):
            first, last = replace(first, shift=0), replace(last, shift=0)
    if isinstance(first, nodes.Open) and not isinstance(last, nodes.Open):
        end = resolve(last, context)
        point = end.point if end else None
        day = point.day if isinstance(point, On) else None
        if day is None and isinstance(point, Period):
            day = period_days(point, context.calendar)[1]
        if day is not None:
            year = day.year - ((first.month, first.day or 0) > (day.month, day.day))
            start = (
                nodes.day(year, first.month, first.day)
                if first.day
                else nodes.Known(Month(year, first.month))
            )
            return resolve(start, context), end
    begin = resolve(first, context)
    if isinstance(last, nodes.Open) and begin and isinstance(begin.point, _ON_OR_MONTH):
        year = begin.point.day.year if isinstance(begin.point, On) else begin.point.year
        month = begin.point.day.month if isinstance(begin.point, On) else begin.point.month
        year += (last.month, last.day or 31) < (
            month,
            begin.point.day.day if isinstance(begin.point, On) else 0,
        )
        finish = nodes.day(year, last.month, last.day) if last.day else nodes.Known(Month(year, last.month))
        return begin, resolve(finish, context)
    return begin, resolve(last, context)

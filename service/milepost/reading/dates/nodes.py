"""What an expression says before it is resolved: nodes that may still lack a year, a day, an anchor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Final, Literal

from milepost.when import Nth, On, Period

PieceName = Literal[
    "early",
    "mid",
    "late",
    "end",
    "H1",
    "H2",
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "W0",
    "W1",
    "W2",
    "W3",
    "W4",
    "W-1",
    "WE0",
    "F1",
    "F2",
]


@dataclass(frozen=True, slots=True)
class Known:
    """A day or period that names its own year."""

    point: On | Period


@dataclass(frozen=True, slots=True)
class Open:
    """A month, or a day of it, without its year; ``shift`` is that of *last March*, *next May*.

    ``years`` is that of *March last year*, *31 May of next year*; ``weekday`` that of *Sunday, March 9*;
    ``told`` takes the year of the last date told: *that July*.
    """

    month: int
    day: int | None = None
    shift: int | None = None
    years: int | None = None
    weekday: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """A weekday without its date; ``shift`` is that of *last Friday*, *next Monday*."""

    weekday: int
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of a month told elsewhere ("the 25th"), or of a relative one ("the 5th of next month")."""

    day: int
    of: Relative | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """The unit so many units away from the one that holds the reference day: *next month*.

    ``told`` takes the last date told instead of the publication: *the previous day*, *that year*.
    """

    unit: str
    shift: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """So long before (sign -1) or after (1): *three years ago*, *in two weeks*; ``told`` as above."""

    amount: int | float | None
    unit: str
    sign: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class SeasonOf:
    """A season without its year."""

    name: Literal["spring", "summer", "autumn", "winter"]
    shift: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a longer time, which may be missing (*the third quarter*)."""

    name: PieceName
    of: Node | None = None
    shift: int | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class SameQuarter:
    """The quarter that a text just spoke of, or that of years before; ``otherwise`` where it told none.

    ``year`` is the one that is named with it: *the 2025 period*.
    """

    years_back: int
    otherwise: Relative | Away | Known
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, or a part of it (MO, AF, EV, NI), of a day that may be missing."""

    at: time | None
    part: str = ""
    zone: str | None = None
    of: Node | None = None
    midnight: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: *90 days*; without an amount *some months*. ``more`` are further units."""

    amount: int | float | None
    unit: str
    more: tuple[tuple[int, str], ...] = ()
    plural: bool = True


@dataclass(frozen=True, slots=True)
class Ahead:
    """A length that says when, where the sentence looks ahead: will report *in six weeks*."""

    span: Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first or ``last`` so long of a longer time: *the first two weeks of March*."""

    span: Span
    of: Node
    last: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """What comes again: the interval where it has one, TIMEX3's value for it, and its first time."""

    value: str
    amount: int | None = None
    unit: str = ""
    nth: Nth | None = None
    first: Open | DayOfWeek | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """TIMEX3's PRESENT_REF, PAST_REF and FUTURE_REF: *now*, *recently*, *soon*."""

    value: str


@dataclass(frozen=True, slots=True)
class Between:
    """A range: ``all`` its days ("from … to") or one of them ("between … and")."""

    first: Node
    last: Node
    all: bool = True


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """The nth (or last, -1) weekday of a month: *the last Friday of March*; without a weekday a working day."""

    nth: int
    weekday: int | None
    of: Known | Open


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast that moves with Easter: so many days after it, in the year of ``of``."""

    after: int
    of: Known | Open


@dataclass(frozen=True, slots=True)
class EitherWay:
    """A day in numbers whose first two may be day and month or month and day."""

    first: int
    second: int
    year: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """A day that no calendar has: *31 June*."""

    words: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Words that look like a time and are none; they are used up."""


Node = (
    Known
    | Open
    | DayOfWeek
    | DayOfMonth
    | Relative
    | Away
    | SeasonOf
    | Piece
    | SameQuarter
    | Clock
    | Span
    | Ahead
    | Stretch
    | Repeat
    | Vague
    | Between
    | WeekdayOf
    | Feast
    | EitherWay
    | Impossible
    | Nothing
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What must be known beside a node for it to come to rest: the day of publication, the tense around it,
    what was told before it."""

    publication: bool = True
    tense: bool = False
    told: bool = False

    def __or__(self, other: Leaning) -> Leaning:
        """What either must know."""
        return Leaning(
            self.publication or other.publication, self.tense or other.tense, self.told or other.told
        )


_NOTHING: Final = Leaning(publication=False)
_PUBLICATION: Final = Leaning()
_TENSE: Final = Leaning(tense=True)
_TOLD: Final = Leaning(told=True)


@lru_cache(maxsize=4096)
def leaning(node: Node) -> Leaning:
    """What a node leans on."""
    match node:
        case Known() | Vague() | Span() | EitherWay() | Impossible() | Nothing():
            return _NOTHING
        case Repeat() | DayOfMonth(of=Relative()):
            return _PUBLICATION
        case Relative(unit="WE", told=told):
            return _TENSE | _TOLD if told else _TENSE
        case Relative(told=told) | Away(told=told):
            return _TOLD if told else _PUBLICATION
        case Open(told=True) | SeasonOf(told=True) | DayOfMonth() | Clock(of=None):
            return _TOLD
        case Open() | DayOfWeek() | SeasonOf() | Ahead() | Piece(of=None):
            return _TENSE
        case WeekdayOf(of=of) | Feast(of=of):
            return leaning(of)
        case Stretch(of=of) | Piece(of=of) | Clock(of=of) if of is not None:
            return leaning(of)
        case Between(first, last):
            return leaning(first) | leaning(last)
        case _:
            return _TENSE | _TOLD


def day(year: int, month: int, number: int) -> Known | Impossible:
    """A day of the calendar, or the sentence that there is none."""
    try:
        return Known(On(date(year, month, number)))
    except ValueError:
        return Impossible(f"{year:04}-{month:02}-{number:02}")

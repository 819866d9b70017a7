"""What is told from the day of publication, or from the date told before it."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates.nodes import Away, Node, Relative, SameQuarter, Span, Vague
from milepost.reading.dates.patterns import Rule


def _shift(shift: int, unit: str) -> Node | None:
    return None if unit in ("S", "MIN", "H", "NI", "D") else Relative(unit, shift)


def _away(sign: int, told: bool = False):  # type: ignore[no-untyped-def]
    def build(amount: int | float, unit: str) -> Node:
        return Away(amount, unit, sign, told)

    return build


def _year_back(unit: str) -> Node:
    """A year ago, where a quarter is spoken of, is that quarter of the year before."""
    back = Away(1, unit, -1)
    return SameQuarter(1, back) if unit == "Y" else back


RELATIVE: Final = (
    Rule(
        "today, yesterday, tomorrow",
        ("DEICTIC",),
        lambda shift: Relative("D", shift),
        {"Today, the ministers launched a dialogue": "2026-01-16", "starts tomorrow": "2026-01-17"},
    ),
    Rule(
        "the day after tomorrow",
        ("the? day after tomorrow",),
        lambda: Relative("D", 2),
        {"arrives the day after tomorrow": "2026-01-18"},
    ),
    Rule(
        "the day before yesterday",
        ("the? day before yesterday",),
        lambda: Relative("D", -2),
        {"left the day before yesterday": "2026-01-14"},
    ),
    Rule(
        "this past week",
        ("this past UNIT",),
        lambda unit: _shift(-1, unit),
        {"was agreed this past week": "during 2026-W02"},
    ),
    Rule(
        "this coming week",
        ("this coming UNIT",),
        lambda unit: _shift(1, unit),
        {"will be signed this coming week": "during 2026-W04"},
    ),
    Rule(
        "the day before that",
        (
            "the previous|preceding day",
            "a day earlier",
            "[the day before] ,|.|;|and",
            "one day earlier",
        ),
        lambda: Relative("D", -1, told=True),
        {"On 12 May 2026 they met; the previous day experts had met.": "2026-05-11"},
        ("On 12 May 2026 they met the day before the vote.",),
    ),
    Rule(
        "the day after that",
        ("the following|next day", "a day later", "[the day after] ,|.|;|and", "one day later"),
        lambda: Relative("D", 1, told=True),
        {"They met on 12 May 2026 and left the following day.": "2026-05-13"},
        ("They left the day after the vote.",),
    ),
    Rule(
        "that same day",
        ("the same day", "that same? day", "that very day"),
        lambda: Relative("D", 0, told=True),
        {"They met on 12 May 2026 and signed the same day.": "2026-05-12"},
    ),
    Rule(
        "that year or month",
        ("that same? UNIT", "the same UNIT", "later|earlier that UNIT"),
        lambda unit: Relative(unit, 0, told=True) if unit in ("Y", "M", "W", "Q", "E") else None,
        {"Opened on 12 May 2025, it closed that year.": "during 2025"},
    ),
    Rule(
        "the following year or month",
        ("the following UNIT",),
        lambda unit: Relative(unit, 1, told=True) if unit in ("Y", "M", "W") else None,
        {
            "It opened in 2027 and closed the following year.": "during 2028",
            "They meet on 12 June 2026 and vote the following week.": "during 2026-W25",
        },
        ("the following members",),
    ),
    Rule(
        "the previous year or month",
        ("the previous|preceding|prior UNIT",),
        lambda unit: Relative(unit, -1, told=True) if unit in ("Y", "M", "W") else None,
        {"Exports rose in 2024, after falling the previous year.": "during 2023"},
        ("the previous members",),
    ),
    Rule(
        "last, this and next",
        ("SHIFT UNIT", "the SHIFT UNIT", "later|earlier|sometime|back SHIFT UNIT"),
        _shift,
        {
            "held in Japan last year": "during 2025",
            "will be published next month": "during 2026-02",
            "will be decided later this year": "during 2026",
            "this week": "during 2026-W03",
        },
    ),
    Rule(
        "the latest quarter",
        ("the? latest quarter|period",),
        lambda: SameQuarter(0, Relative("Q", -1)),
        {"in the latest quarter": "during 2025-Q4"},
    ),
    Rule(
        "the same quarter of the year before",
        (
            "the? year - earlier|ago quarter|period",
            "the? prior - year quarter|period",
            "the corresponding|same|comparable|like|equivalent quarter|period of|in? the? last|previous year",
            "the corresponding|same|comparable|like|equivalent quarter|period a year earlier|ago|before",
            "last|previous year 's quarter|period",
        ),
        lambda: SameQuarter(1, Relative("Q", -5)),
        {
            "above the year-earlier quarter": "during 2024-Q4",
            "less than in the corresponding period last year": "during 2024-Q4",
        },
        ("the same period of notice",),
    ),
    Rule(
        "the year before last",
        ("the UNIT before last",),
        lambda unit: _shift(-2, unit),
        {"was agreed the year before last": "during 2024"},
        ("before the last year of school",),
    ),
    Rule(
        "the week after next",
        ("the UNIT after next",),
        lambda unit: _shift(2, unit),
        {"will meet the week after next": "during 2026-W05"},
        ("after next time",),
    ),
    Rule(
        "the last, this and next fiscal quarter",
        ("the? SHIFT fiscal|financial quarter",),
        lambda shift: Relative("Q", shift),
        {"in the current fiscal quarter": "during 2026-Q1"},
        ("the current fiscal rules",),
    ),
    Rule(
        "earlier, later in the day",
        ("earlier|later|early|late in the day",),
        lambda: Relative("D", 0, told=True),
        {"They met on 12 May 2026 and signed later in the day.": "2026-05-12"},
        ("later in the daylight",),
    ),
    Rule(
        "so long before what was told",
        ("[NUM|SOMENUM UNIT|UNITS before] ,|.|;",),
        _away(-1, told=True),
        {"It opened on 12 May 2026; experts had met two days before.": "2026-05-10"},
        ("two days before the vote",),
    ),
    Rule(
        "the year or month itself",
        ("of|for|in|during|throughout|over [the year]", "[the year] 's|to|and|,|."),
        lambda: Relative("Y", 0),
        {"later in the year": "during 2026"},
    ),
    Rule(
        "the quarter spoken of",
        ("the quarter", "this|same quarter"),
        lambda: SameQuarter(0, Relative("Q", 0)),
        {"In Q3 2025 orders rose; in the quarter before they fell": "during 2025-Q3"},
        ("a quarter of all members",),
    ),
    Rule(
        "the month itself",
        (
            "of|for|in|during|over|this|next [the UNIT]",
            "the full|entire UNIT",
            "the whole UNIT",
        ),
        lambda unit: Relative(unit, 0) if unit in ("M", "W", "WE", "Y", "E", "C") else None,
        {"at the end of the month": "during late 2026-01", "by the end of the decade": "by 2020s"},
    ),
    Rule(
        "the weekend",
        ("the weekend",),
        lambda: Relative("WE", 0),
        {"The weekend brought rain": "2026-01-10 to 2026-01-11"},
        ("the weekender",),
    ),
    Rule(
        "the week spoken of",
        ("[the UNIT] 's|,|.|and|to|was|had|with|before|after",),
        lambda unit: Relative(unit, 0) if unit in ("W", "M", "WE") else None,
        {"He stayed the week, they said": "during 2026-W03"},
        ("the week of 9 March 2026",),
    ),
    Rule(
        "so long ago",
        ("NUM|SOMENUM|DECIMALS UNIT|UNITS ago|back",),
        _away(-1),
        {"was founded three years ago": "during 2023"},
    ),
    Rule(
        "two and a half years ago",
        ("NUM -? and -? a -? half UNITS ago",),
        lambda amount, unit: Away(amount + 0.5, unit, -1),
        {"was founded two and a half years ago": "during 2023-07"},
        ("two and a half percent",),
    ),
    Rule(
        "a year ago",
        ("a|an UNIT ago", "a|an UNIT - ago", "UNIT - ago"),
        _year_back,
        {"was set up a year ago": "during 2025"},
    ),
    Rule(
        "half a year ago",
        ("half a UNIT ago",),
        lambda unit: Away(0.5, unit, -1),
        {"was set up half a year ago": "during 2025-07"},
    ),
    Rule(
        "a couple of years ago",
        ("a couple of UNITS ago", "two|three or three|four UNITS ago"),
        lambda unit: Away(2, unit, -1),
        {"a couple of weeks ago": "during 2026-W01"},
    ),
    Rule(
        "some time ago",
        ("a? SOME|UNITS UNITS? ago", "long ago", "a|some|long long? time|while ago"),
        lambda *_: Vague("PAST_REF"),
        {"was founded several years ago": "DATE PAST_REF", "left a long time ago": "DATE PAST_REF"},
    ),
    Rule(
        "earlier than the date told",
        ("NUM|SOMENUM UNIT|UNITS earlier|previously",),
        _away(-1, told=True),
        {"On 12 May 2026 they met, three weeks earlier the experts": "during 2026-W17"},
    ),
    Rule(
        "a year earlier",
        ("a|an UNIT earlier", "UNIT - earlier"),
        _year_back,
        {"up from a year earlier": "during 2025"},
    ),
    Rule(
        "the year before that",
        ("[the UNIT before] ,|.|;|and|to|was|were|when",),
        lambda unit: Relative(unit, -1, told=True) if unit in ("Y", "M", "W") else None,
        {"On 12 May 2026 they met; talks had failed the month before.": "during 2026-04"},
        ("the month before the summit",),
    ),
    Rule(
        "the year after that",
        ("[the UNIT after] ,|.|;|and|to",),
        lambda unit: Relative(unit, 1, told=True) if unit in ("Y", "M", "W") else None,
        {"They meet on 12 May 2026 and vote the week after.": "during 2026-W21"},
        ("the month after the summit",),
    ),
    Rule(
        "years later, hours earlier",
        ("a? SOME UNITS later|earlier|afterwards", "UNITS later|earlier"),
        lambda *told: Span(None, told[-1]),
        {"A few years later they met again": "DURATION PXY", "It opened months later": "DURATION PXM"},
        ("one of these days",),
    ),
    Rule(
        "later than the date told",
        ("NUM|SOMENUM UNIT|UNITS later|afterwards|thereafter",),
        _away(1, told=True),
        {"They met on 12 May 2026 and two weeks later signed.": "during 2026-W22"},
    ),
    Rule(
        "a year later",
        ("a|an UNIT later|afterwards",),
        lambda unit: Away(1, unit, 1, told=True),
        {"They met on 12 May 2026 and a week later signed.": "during 2026-W21"},
    ),
    Rule(
        "in so long",
        ("NUM|SOMENUM UNIT|UNITS from now|today", "NUM UNIT|UNITS hence"),
        _away(1),
        {"will expire two years from now": "during 2028"},
    ),
    Rule(
        "in so many months' time",
        ("in NUM UNITS '|’ time",),
        _away(1),
        {"will open in three months' time": "during 2026-04"},
    ),
    Rule(
        "a year from now",
        ("a|an UNIT from now|today",),
        lambda unit: Away(1, unit, 1),
        {"a year from now": "during 2027"},
    ),
    Rule(
        "now",
        ("NOW", "more NOW", "most NOW"),
        lambda value: Vague(value),
        {"is currently under review": "DATE PRESENT_REF", "will soon be published": "DATE FUTURE_REF"},
        ("was soon released",),
    ),
    Rule(
        "the present",
        ("at [present]", "these days", "the present", "at [the moment]", "to date"),
        lambda: Vague("PRESENT_REF"),
        {"as it stands at present": "DATE PRESENT_REF"},
    ),
    Rule(
        "the past",
        ("the recent? past", "then - current", "then current"),
        lambda: Vague("PAST_REF"),
        {"as in the past": "DATE PAST_REF"},
    ),
    Rule(
        "the future",
        ("the near? future", "future UNITS", "the short|long|near term"),
        lambda *_: Vague("FUTURE_REF"),
        {"for the near future": "DATE FUTURE_REF"},
    ),
)

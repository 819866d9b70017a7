"""Lengths of time, which become dates only where an event is named that they are counted from."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates.nodes import Node, Span
from milepost.reading.dates.patterns import Rule


def _span(amount: int | float, unit: str) -> Node:
    return Span(amount, unit)


_FALLING: Final = ("C", "E", "Y", "SEM", "Q", "M", "FN", "W", "D", "H", "MIN", "S")


def _and(amount: int, unit: str, more: int, finer: str) -> Node | None:
    """Two years and six months; nine months and five years are two lengths."""
    if unit not in _FALLING or finer not in _FALLING or _FALLING.index(unit) >= _FALLING.index(finer):
        return None
    return Span(amount, unit, ((more, finer),))


LENGTHS: Final = (
    Rule(
        "working days",
        (
            "NUM working|business|trading UNITS|UNIT",
            "NUM - working|business|trading - UNIT",
        ),
        lambda amount, unit: Span(amount, "WD") if unit == "D" else None,
        {"within 10 working days of publication": "within 10 working days of publication"},
    ),
    Rule(
        "so many days",
        ("NUM|DECIMALS|SOMENUM calendar|consecutive|straight|successive|full|more|additional? UNITS|UNIT",),
        _span,
        {
            "within 90 days of the date of this order": "within 90 days of publication",
            "lasted two days": "DURATION P2D",
        },
    ),
    Rule(
        "so many to so many",
        ("NUM to|or|- NUM UNITS",),
        lambda _least, most, unit: Span(most, unit),
        {"within two to three months of publication": "within 3 months of publication"},
        ("from 2 to 3 participants",),
    ),
    Rule(
        "so many hours of something",
        ("at|by|from|until|till|before|after|and|to|- [NUM hours|hrs] of",),
        lambda amount: Span(amount, "H"),
        {"after 1400 hours of training": "DURATION PT1400H"},
    ),
    Rule(
        "so many, told twice",
        ("NUM LP NUM RP calendar|consecutive? UNITS|UNIT",),
        lambda amount, _left, _again, _right, unit: Span(amount, unit),
        {"within ninety (90) days of the date of this order": "within 90 days of publication"},
    ),
    Rule(
        "so many working days, told twice",
        ("NUM LP NUM RP working|business UNITS|UNIT",),
        lambda amount, _left, _again, _right, _unit: Span(amount, "WD"),
        {"within ten (10) business days of publication": "within 10 working days of publication"},
    ),
    Rule(
        "so many dashed",
        ("NUM - UNIT|UNITS",),
        _span,
        {"a 30-day notice": "DURATION P30D"},
        ("a 52-year-old adviser",),
    ),
    Rule(
        "the last and next so many",
        (
            "the|this|these? last|past|next|first|previous|preceding|coming|following|latest|final|trailing "
            "NUM|SOMENUM UNITS",
            "the NUM UNITS",
        ),
        _span,
        {"over the past ten years": "DURATION P10Y"},
    ),
    Rule(
        "the past decade",
        ("the? past UNIT",),
        lambda unit: Span(1, unit) if unit != "S" else None,
        {"over the past decade": "DURATION P1E"},
    ),
    Rule(
        "a year",
        (
            "in|for|within|than|over|about|nearly|almost|around|least|most [a|an UNIT]",
            "last|lasted|take|takes|took|to|of|up|only|just [a|an UNIT]",
            "[a|an UNIT] after|before|following|from|prior|since|and",
        ),
        lambda unit: Span(1, unit) if unit != "S" else None,
        {"lasted a week": "DURATION P1W", "within a year of publication": "within 1 year of publication"},
        ("four flights a week", "will stand for a second term"),
    ),
    Rule(
        "so much later than planned",
        (
            "[NUM|SOMENUM UNIT|UNITS] earlier|later than|this|that",
            "[a|an UNIT] earlier|later than|this|that",
        ),
        lambda *told: Span(told[0], told[1]) if len(told) == 2 else Span(1, told[0]),
        {
            "will open a year later than planned": "DURATION P1Y",
            "closed for two days earlier than usual": "DURATION P2D",
        },
        ("will open a year later",),
    ),
    Rule(
        "year-long",
        ("UNIT - long",),
        lambda unit: Span(1, unit),
        {"after a year-long study": "DURATION P1Y"},
        ("a day long awaited",),
    ),
    Rule(
        "one more year",
        ("a|an additional|extra|further UNIT",),
        lambda unit: Span(1, unit),
        {"may be extended by an additional year": "DURATION P1Y"},
        ("a further round of talks",),
    ),
    Rule(
        "days before or after what is told",
        (
            "the [UNITS] before|after|since|following|preceding|leading",
            "the [UNITS] that followed|follow|preceded|passed",
        ),
        lambda unit: Span(None, unit),
        {"in the weeks before the summit": "DURATION PXW", "In the years that followed": "DURATION PXY"},
        ("the weeks of notice",),
    ),
    Rule(
        "over the years",
        ("over|through|across [the UNITS]", "the early|later|intervening|ensuing UNITS"),
        lambda unit: Span(None, unit),
        {"has grown over the years": "DURATION PXY", "in the early years": "DURATION PXY"},
        ("counted in years",),
    ),
    Rule(
        "several-year",
        ("SOME - UNIT|UNITS",),
        lambda _some, unit: Span(None, unit),
        {"after a several-year delay": "DURATION PXY"},
        ("several day-trippers",),
    ),
    Rule(
        "a day and a half",
        ("a|an|one UNIT and a half",),
        lambda unit: Span(1.5, unit),
        {"a year and a half": "DURATION P1Y6M"},
    ),
    Rule(
        "a whole year",
        ("a|an|one entire|full|whole|solid UNIT", "all UNIT long?"),
        lambda unit: Span(1, unit) if unit not in ("S", "MIN", "H") else None,
        {"ran for a full year": "DURATION P1Y"},
        ("all yearly plans",),
    ),
    Rule(
        "the past three summers",
        ("the? last|past|next|coming NUM|SOMENUM SEASONS",),
        lambda amount, _season: Span(amount, "Y"),
        {"over the past three summers": "DURATION P3Y"},
        ("in past summers",),
    ),
    Rule(
        "a year or two",
        ("a|an UNIT or two|so",),
        lambda unit: Span(1, unit),
        {"will take a year or two": "DURATION P1Y"},
        ("a year or term",),
    ),
    Rule(
        "a quarter century",
        ("a|the? quarter -? century", "a quarter of a century"),
        lambda: Span(25, "Y"),
        {"for a quarter century": "DURATION P25Y"},
    ),
    Rule(
        "a dozen days",
        ("a dozen UNITS",),
        lambda unit: Span(12, unit),
        {"a dozen years": "DURATION P12Y"},
    ),
    Rule(
        "the year ended then",
        (
            "[the year] ended|ending",
            "[the year] to MONTH",
            "[the? fiscal|financial|budget|tax|reporting year] ended|ending",
        ),
        lambda: Span(1, "Y"),
        {
            "net income for the year ended March 31": "DURATION P1Y",
            "for the financial year ending 30 June 2027": "DURATION P1Y",
        },
    ),
    Rule(
        "two and a half",
        ("NUM -? and -? a -? half -? UNITS|UNIT", "NUM and one - half UNITS"),
        lambda amount, unit: Span(amount + 0.5, unit),
        {"two and a half years": "DURATION P2Y6M"},
    ),
    Rule(
        "two 1/2",
        ("NUM NUM / NUM UNITS",),
        lambda amount, a, b, unit: Span(amount + a / b, unit) if 0 < a < b else None,
        {"for 2 1/2 years": "DURATION P2Y6M"},
    ),
    Rule(
        "half a year",
        ("half a|an UNIT", "a half -? UNIT", "half - UNIT"),
        lambda unit: Span(0.5, unit),
        {"for half a year": "DURATION P6M"},
    ),
    Rule(
        "years and months",
        ("NUM UNIT|UNITS and|,? NUM UNIT|UNITS",),
        _and,
        {"two years and six months": "DURATION P2Y6M"},
        ("between nine months and five years",),
    ),
    Rule(
        "some days",
        (
            "a? SOME more? UNITS",
            "the|these|this? next|past|last|coming|first|recent|latest|previous|preceding SOME UNITS",
        ),
        lambda _some, unit: Span(None, unit),
        {"for several months": "DURATION PXM"},
    ),
    Rule(
        "a couple of days",
        ("a? couple of UNITS", "the next|past|last couple of UNITS"),
        lambda unit: Span(2, unit),
        {"a couple of years": "DURATION P2Y"},
    ),
    Rule(
        "days",
        (
            "for|over|in|within|take|takes|took|last|lasted [UNITS]",
            "UNITS - long",
            "the? recent|coming UNITS",
        ),
        lambda unit: Span(None, unit),
        {"has been debated for years": "DURATION PXY"},
    ),
)

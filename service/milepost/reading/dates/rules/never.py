"""What looks like a time and is none: it matches, and its words are used up."""

from __future__ import annotations

from typing import Any, Final

from milepost.reading.dates.nodes import Nothing
from milepost.reading.dates.patterns import Rule


def _nothing(*_: Any) -> Nothing:
    return Nothing()


NEVER: Final = (
    Rule(
        "an age",
        (
            "NUM - UNIT - old|olds",
            "NUM UNIT|UNITS old",
            "NUM UNIT|UNITS of age",
            "aged NUM UNIT?",
        ),
        lambda *_: Nothing(),
        {},
        ("a 52-year-old adviser", "persons under 18 years of age"),
    ),
    Rule(
        "the second or third of its kind",
        (
            "second|third|fourth reading|round|time|phase|stage",
            "second|third|fourth party|parties|country|countries|person",
            "the second is|was",
            "ORD quarter - final|finals",
            "quarter of a|the",
            "a quarter of",
            "as soon as",
            "agenda|vision|horizon|mission|viksit YEAR",
            "YEAR agenda",
            "the? UNIT - to|over|on|by - UNIT",
            "UNIT to|over|on|by UNIT",
            "NUM UNITS a|per UNIT",
            "time - limit|frame|line|consuming",
        ),
        _nothing,
        {},
        ("the second reading of the bill", "a quarter of all members"),
    ),
    Rule(
        "a modal may, a march, a fall",
        (
            "fall|falls below|within|under|outside|short|into|in|on|to|by|from|short|of|behind|back",
            "may|march|fall be|have|not|also|only|to|on|through|into|toward|towards",
            "long|short|medium - term",
            "spring from|up|back|water",
            "night club|clubs",
            "the|a|an fall in|of",
            "half - life",
            "% EVERY",
        ),
        _nothing,
        {},
        ("parties may agree", "troops march to the border", "goods that fall within its scope"),
    ),
)

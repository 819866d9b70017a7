"""The words of time: which classes a word of a text belongs to, and what it means in each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

Classes = tuple[tuple[str, Any], ...]
"""What a token may be: pairs of class and value. A word can be several things (*second*, *may*)."""

MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH_SHORT: Final = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAY_SHORT: Final = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
NUMBERS: Final = {word: number for number, word in enumerate(_ONES)} | _TENS
ORDINALS: Final = {word: number for number, word in enumerate(_ORDINALS, 1)} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "ninetieth": 90,
}
COUNTERS: Final = frozenset(NUMBERS) | {"hundred", "thousand"}
"""Words that may be part of a number of several words ("one hundred eighty", "twenty-first")."""

UNITS: Final = {
    "second": "S",
    "minute": "MIN",
    "min": "MIN",
    "hour": "H",
    "hr": "H",
    "day": "D",
    "night": "NI",
    "week": "W",
    "fortnight": "FN",
    "month": "M",
    "quarter": "Q",
    "semester": "SEM",
    "year": "Y",
    "decade": "E",
    "century": "C",
    "weekend": "WE",
}
_PLURALS: Final = {"centuries": "C"} | {word + "s": unit for word, unit in UNITS.items() if word != "century"}
SEASONS: Final = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}
EVERYS: Final = {
    "hourly": (1, "H"),
    "daily": (1, "D"),
    "nightly": (1, "NI"),
    "weekly": (1, "W"),
    "biweekly": (2, "W"),
    "fortnightly": (2, "W"),
    "monthly": (1, "M"),
    "bimonthly": (2, "M"),
    "quarterly": (3, "M"),
    "biannual": (6, "M"),
    "biannually": (6, "M"),
    "semiannual": (6, "M"),
    "semiannually": (6, "M"),
    "yearly": (1, "Y"),
    "annual": (1, "Y"),
    "annually": (1, "Y"),
    "biennial": (2, "Y"),
    "biennially": (2, "Y"),
    "triennial": (3, "Y"),
    "triennially": (3, "Y"),
    "quadrennial": (4, "Y"),
    "quinquennial": (5, "Y"),
}
DAYPARTS: Final = {
    "morning": "MO",
    "mornings": "MO",
    "midmorning": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "midafternoon": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
    "overnight": "NI",
}
ZONES: Final = {
    "utc": "UTC",
    "gmt": "UTC",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "ct": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "cet": "Europe/Brussels",
    "cest": "Europe/Brussels",
    "bst": "Europe/London",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "sgt": "Asia/Singapore",
    "eastern": "America/New_York",
    "pacific": "America/Los_Angeles",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
    "fjt": "Pacific/Fiji",
    "hkt": "Asia/Hong_Kong",
    "wib": "Asia/Jakarta",
    "pkt": "Asia/Karachi",
    "gst": "Asia/Dubai",
    "msk": "Europe/Moscow",
    "eet": "Europe/Athens",
    "eest": "Europe/Athens",
    "wat": "Africa/Lagos",
    "cat": "Africa/Maputo",
    "sast": "Africa/Johannesburg",
    "eat": "Africa/Nairobi",
    "brt": "America/Sao_Paulo",
}
HOLIDAYS: Final = {
    "christmas": (12, 25),
    "halloween": (10, 31),
}
_NOW: Final = {
    "now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "presently": "PRESENT_REF",
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "soon": "FUTURE_REF",
}
_DEICTIC: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _build() -> dict[str, Classes]:
    words: dict[str, list[tuple[str, Any]]] = {}

    def put(word: str, kind: str, value: Any) -> None:
        words.setdefault(word, []).append((kind, value))

    for number, month in enumerate(MONTHS, 1):
        put(month, "MONTH", number)
        put(month, "UNSURE" if month in ("march", "may") else "MONTHNAME", number)
    for short, number in MONTH_SHORT.items():
        put(short, "MONTH", number)
        put(short + ".", "MONTH", number)
        put(short + ".", "MONTHNAME", number)
        if short == "sept":
            put(short, "MONTHNAME", number)
    for number, weekday in enumerate(WEEKDAYS):
        put(weekday, "WEEKDAY", number)
        put(weekday + "s", "WEEKDAYS", number)
    for short, number in WEEKDAY_SHORT.items():
        put(short, "WD", number)
        put(short + ".", "WD", number)
        if short not in ("sun", "sat", "wed"):
            put(short + ".", "WEEKDAY", number)
    for word, number in NUMBERS.items():
        put(word, "NUM", number)
    for word, number in ORDINALS.items():
        put(word, "ORD", number)
    put("final", "ORD", -1)
    for word, number in (("couple", 2), ("dozen", 12)):
        put(word, "SOMENUM", number)
    for word in ("few", "several", "many", "some", "various", "numerous"):
        put(word, "SOME", None)
    for word, unit in UNITS.items():
        put(word, "UNIT", unit)
    for word, unit in _PLURALS.items():
        put(word, "UNITS", unit)
    for word, season in SEASONS.items():
        put(word, "SEASON", season)
    for season in ("spring", "summer", "autumn", "winter"):
        put(season + "s", "SEASONS", season)
    for word, every in EVERYS.items():
        put(word, "EVERY", every)
    for word, part in DAYPARTS.items():
        put(word, "DAYPARTS" if word.endswith("s") else "DAYPART", part)
    for word, zone in ZONES.items():
        put(word, "ZONE", zone)
    for word, value in _NOW.items():
        put(word, "NOW", value)
    for word, shift in _DEICTIC.items():
        put(word, "DEICTIC", shift)
    for word, day in HOLIDAYS.items():
        put(word, "HOLIDAY", day)
    for word in ("early", "beginning", "start"):
        put(word, "THIRD", "early")
    for word in ("mid", "middle"):
        put(word, "THIRD", "mid")
    for word in ("late", "end", "close"):
        put(word, "THIRD", "late")
    for word, shift in (
        ("last", -1),
        ("previous", -1),
        ("prior", -1),
        ("preceding", -1),
        ("this", 0),
        ("current", 0),
        ("present", 0),
        ("next", 1),
        ("coming", 1),
        ("upcoming", 1),
        ("following", 1),
    ):
        put(word, "SHIFT", shift)
    for word in (
        "eighties",
        "nineties",
        "seventies",
        "sixties",
        "fifties",
        "forties",
        "thirties",
        "twenties",
    ):
        put(
            word,
            "NINETIES",
            dict(
                zip(
                    "twenties thirties forties fifties sixties seventies eighties nineties".split(),
                    range(20, 100, 10),
                    strict=True,
                )
            )[word],
        )
    put("(", "LP", None)
    put(")", "RP", None)
    put("noon", "CLOCKWORD", "12:00")
    put("midnight", "CLOCKWORD", "24:00")
    put("midday", "CLOCKWORD", "12:00")
    for word in ("a.m.", "a.m", "am"):
        put(word, "AMPM", 0)
    for word in ("p.m.", "p.m", "pm"):
        put(word, "AMPM", 12)
    return {word: tuple(classes) for word, classes in words.items()}


WORDS: Final = _build()

_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")
_DECADE = re.compile(r"(\d{2}|\d{4})s")
_FISCAL = re.compile(r"fy(\d{4}|\d{2})")
_CALENDAR = re.compile(r"cy(\d{4}|\d{2})")
_HOURS = re.compile(r"(0\d|1\d|2[0-4]|[3-9])h([0-5]\d)")
_PART = re.compile(r"(?:([hq])([1-4])|([1-4])([hq]))(?:fy)?(\d{4}|\d{2})?")
_GLUED = re.compile(r"(\d{1,2})(am|pm)")


@lru_cache(maxsize=4096)
def shaped(word: str) -> Classes:
    """The classes of a token that holds a digit, by its shape: number, year, ordinal, ISO day, clock."""
    if word.isdecimal():
        return _plain(word)
    if found := _ORDINAL.fullmatch(word):
        number = int(found[1])
        return (("ORD", number),)
    if found := _DECADE.fullmatch(word):
        number = int(found[1])
        return (("DECADE", number),) if number % 10 == 0 else ()
    if found := _CALENDAR.fullmatch(word):
        return (("YEAR", _full_year(found[1])),)
    if found := _HOURS.fullmatch(word):
        return (("CLOCK", (int(found[1]), int(found[2]), 0)),)
    if found := _FISCAL.fullmatch(word):
        return (("FY", _full_year(found[1])),)
    if (found := _PART.fullmatch(word)) and not (found[1] and found[5] and len(word) == 4):
        name = (found[1] or found[4]).upper() + (found[2] or found[3])
        if name in ("H3", "H4"):
            return ()
        if found[5]:
            return (("PARTYEAR", (name, _full_year(found[5]), "fy" in word)),)
        return (("PART", name),)
    if found := _GLUED.fullmatch(word):
        return (("CLOCKAMPM", (int(found[1]), 0, 12 if found[2] == "pm" else 0)),)
    return _compound(word)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _plain(word: str) -> Classes:
    if len(word) > 6 or not word.isascii():
        return ()
    number = int(word)
    classes: list[tuple[str, Any]] = [("NUM", number)]
    if 1 <= number <= 31 and len(word) <= 2:
        classes.append(("DAY", number))
    if number <= 24 and len(word) <= 2:
        classes.append(("HOUR", number))
    if 1 <= number <= 12 and len(word) == 2:
        classes.append(("MM", number))
    if len(word) == 4 and 1000 <= number <= 2199:
        classes.append(("YEAR", number))
    elif len(word) == 4:
        classes.append(("ODDYEAR", number))
    if len(word) == 2:
        classes.append(("YY", number))
    return tuple(classes)


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:t(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(z|[+-]\d\d:?\d\d)?)?")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_YMD = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::(\d\d))?")
_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3})+|(\d{1,4})\.(\d{1,2})")


def _compound(word: str) -> Classes:
    if found := _ISO.fullmatch(word):
        return (("ISO", found.groups()),)
    if found := _SLASHED.fullmatch(word):
        return (("SLASHED", (int(found[1]), int(found[3]), found[4], found[2])),)
    if found := _YMD.fullmatch(word):
        return (("ISO", (found[1], found[2], found[3], None, None, None, None)),)
    classes: list[tuple[str, Any]] = []
    if (found := _CLOCK.fullmatch(word)) and int(found[1]) <= 24 and int(found[2]) < 60:
        second = int(found[3] or 0)
        classes.append(
            ("CLOCK" if ":" in word else "DOTCLOCK", (int(found[1]), int(found[2]), min(second, 59)))
        )
    if found := _DECIMAL.fullmatch(word):
        if found[1] is None:
            classes.append(("NUM", int(word.replace(",", "")) if len(word) < 9 else 10**8))
        else:
            classes.append(("DECIMALS", float(word)))
    return tuple(classes)

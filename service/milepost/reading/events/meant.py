"""The time that a date means in its sentence, where that is not the time it tells alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from milepost.reading.dates.timex import Timex
from milepost.reading.events import leaving
from milepost.reading.events.draft import Draft
from milepost.reading.events.sentence import Sentence, Text
from milepost.reading.outline import Outline
from milepost.reading.phrases import tidy
from milepost.reading.titles import clause_of, in_the_present
from milepost.reading.told import MODAL
from milepost.when import (
    By,
    Calendar,
    During,
    Every,
    From,
    Length,
    Month,
    Offset,
    On,
    Part,
    Throughout,
    Undated,
    Week,
    When,
    Year,
    add_months,
    offset_of,
    parse,
    reckon,
    with_offset,
)
from milepost.when import Unit as TimeUnit


def interval(timex: Timex) -> Length | None:
    """How often a set recurs."""
    length = timex.when.interval if isinstance(timex.when, Every) else _length(timex.value)
    return None if length is not None and length.unit in leaving.CLOCK_UNITS else length


def _length(value: str | None) -> Length | None:
    """A length of time from its TIMEX3 value: "P15D"."""
    told = re.fullmatch(r"P(\d+)([DWMY])", value or "")
    return Length(int(told[1]), _UNITS[told[2]]) if told else None


def given(text: Text, number: int, timex: Timex) -> Timex:
    """ "gave the ministry 15 days to explain", "will be published in two weeks": a length that ends on a day."""
    unit = text.outline.units[number]
    length = _length(timex.value) if timex.type == "DURATION" else None
    if length is None or timex.when is not None:
        return timex
    if text.published is not None and _IN.search(text.outline.low, unit.start, timex.start):
        told = _from_publication(text.published, length)
        return replace(timex, when=told, inferred="counted from the day of publication") if told else timex
    if not text.outline.low.startswith(" to ", timex.end):
        return timex
    if not _GIVEN.search(text.outline.low, unit.start, timex.start):
        return timex
    if any(t.start < timex.start and _to_come(text, t.when) for t in text.by_unit.get(number, ())):
        return timex  # "resumes on Tuesday and has three days to finish": counted from Tuesday
    offset = Offset(length, "after", "publication")
    return replace(timex, when=By(offset), doubt=f"{leaving.ASSUMED}: the day of publication was taken")


def _to_come(text: Text, when: When | None) -> bool:
    """Whether a time is still to come when the story is told."""
    days = reckon(when, Calendar()).days if when is not None else None
    return bool(text.published and days and days.first and days.first > text.published)


def _from_publication(published: date, length: Length) -> When | None:
    """The day, week or month that lies so far ahead: as precise as the unit that was said."""
    try:
        match length.unit:
            case TimeUnit.DAY:
                return On(published + timedelta(days=length.amount))
            case TimeUnit.WEEK:
                year, week, _ = (published + timedelta(weeks=length.amount)).isocalendar()
                return During(Week(year, week))
            case TimeUnit.MONTH:
                day = add_months(published, length.amount)
                return During(Month(day.year, day.month))
            case _:
                return None
    except (OverflowError, ValueError):
        return None


def ranges(text: Text, dates: Sequence[Timex]) -> list[Timex]:
    """ "from 2 p.m. on Thursday until midnight on Friday" as one time."""
    found: list[Timex] = []
    for timex in dates:
        before = found[-1] if found else None
        span = (
            _range(before, timex)
            if before and not text.outline.flat[before.said[1] : timex.said[0]].strip()
            else None
        )
        if before is None or span is None:
            found.append(timex)
            continue
        rules = (*before.rules, *timex.rules, "from one time to another")
        found[-1] = replace(
            before, when=span, end=timex.end, said=(before.said[0], timex.said[1]), rules=rules
        )
    return found


def _range(one: Timex, two: Timex) -> Throughout | None:
    first = one.when.start if isinstance(one.when, From) else None
    last = two.when.limit if isinstance(two.when, By) else None
    if not isinstance(first, On) or not isinstance(last, On):
        return None
    midnight = last.at is not None and (last.at.hour, last.at.minute) == (0, 0)
    day = last.day - timedelta(days=1) if midnight else last.day
    return Throughout(first.day, day) if first.day <= day else None


def chained(s: Sentence, timex: Timex, made: Sequence[Draft]) -> Timex:
    """ "It will enter into force on …, and will apply 24 months later": later than that day."""
    later = _LATER.fullmatch(s.low, timex.start, timex.end)
    if later is None or not made or made[-1].kind != "effective":
        return timex
    if isinstance(made[-1].when, On | During) and s.over(made[-1].when):
        return timex
    number = int(later["n"]) if later["n"].isdecimal() else _SMALL_NUMBERS.get(later["n"])
    if number is None:
        return timex
    offset = Offset(Length(number, TimeUnit(later["unit"])), "after", "its entry into force", known=False)
    return replace(timex, when=offset, inferred=None, rules=(*timex.rules, "later than what was told before"))


def repeating(s: Sentence, draft: Draft) -> Draft:
    """ "From 2029 the report will be published every quarter": what begins on a day and recurs."""
    often = [
        t
        for t in s.dates
        if isinstance(t.when, Every)
        and isinstance(t.when.first, Undated)
        and interval(t)
        and not _OF_A_NUMBER.search(s.low, s.unit.start, t.start)
    ]
    if len(often) != 1 or not isinstance(draft.when, From) or isinstance(draft.when.start, Offset):
        return draft
    first = draft.when.start if isinstance(draft.when.start, On) else During(draft.when.start)
    words = s.flat[often[0].start : often[0].end]
    when = replace(often[0].when, first=first) if isinstance(often[0].when, Every) else draft.when
    title = tidy(draft.title.removesuffix(words))
    return replace(draft, title=title, when=when, rules=(*draft.rules, "how often"))


def meant(s: Sentence, timex: Timex) -> Timex:
    """A date with the time that it has in its sentence."""
    if (
        isinstance(timex.when, On)
        and (timex.inferred or "").endswith("the last one up to publication")
        and timex.when.day != s.text.published
        and in_the_present(s.clause(timex.said), timex.said)
    ):
        coming = replace(timex.when, day=timex.when.day + timedelta(days=7))
        timex = replace(
            timex, when=coming, inferred=f"the day is {coming.day}: told in the present, it is the next one"
        )
    timex = _still_to_come(s, timex)
    if timex.doubt and "may be meant" in timex.doubt:
        timex = replace(timex, when=Undated())  # a date that may be another one is not told as this one
    elif isinstance(timex.when, During) and _TARGET.search(
        s.low[max(s.unit.start, timex.start - 40) : timex.start]
    ):
        timex = replace(timex, when=By(timex.when.period), rules=(*timex.rules, "a target's time"))
    elif isinstance(timex.when, Every) and s.low[timex.start : timex.end].startswith("twice a year"):
        timex = replace(timex, when=replace(timex.when, interval=Length(6, TimeUnit.MONTH)))
    elif (
        isinstance(timex.when, By)
        and _BEFORE_THE_END.match(s.low, timex.said[0])
        and re.fullmatch(r"\d{4}(?:-\d\d)?", timex.value)
    ):
        whole = parse(timex.value)  # "before the end of the year" lets the whole year pass
        timex = replace(timex, when=By(whole.period) if isinstance(whole, During) else timex.when)
    elif (
        isinstance(timex.when, During)
        and isinstance(timex.when.period, Part)
        and _VERB_FIRST.match(s.low, timex.start)
    ):
        timex = replace(
            timex, when=During(timex.when.period.of)
        )  # "will start in December" is no start of it
    elif (
        isinstance(timex.when, By)
        and isinstance(timex.when.limit, On)
        and _ON_ITS_DAY.search(s.low[max(s.unit.start, timex.said[0] - 80) : timex.start])
    ):
        timex = replace(timex, when=timex.when.limit)
    elif isinstance(timex.when, Offset) and s.after_from(timex):
        timex = replace(timex, when=From(timex.when))
    elif isinstance(timex.when, From) and (span := _span_from(s, timex)):
        timex = replace(timex, when=span, rules=(*timex.rules, "for so long from a day"))
    offset = offset_of(timex.when) if timex.when else None
    if offset is not None and (each := leaving.EACH_PERIOD.search(offset.anchor.lower())):
        doubt = (
            "how long such a period is, is not told: a year was taken" if each["unit"] == "period" else None
        )
        when = Every(Undated(), _PERIODS.get(each["unit"], Length(1, TimeUnit.YEAR)))
        return replace(timex, when=when, doubt=doubt, rules=(*timex.rules, "how often"))
    if isinstance(timex.when, On | During) and _EACH_YEAR.search(s.low, s.unit.start, timex.said[0]):
        timex = replace(
            timex, when=Every(timex.when, Length(1, TimeUnit.YEAR)), rules=(*timex.rules, "how often")
        )
    return timex


def _still_to_come(s: Sentence, timex: Timex) -> Timex:
    """A day without a year that was over, in words that say it is to come: that of the next year."""
    when, inferred, published = timex.when, timex.inferred or "", s.text.published
    day = when.start if isinstance(when, From) else when.limit if isinstance(when, By) else when
    if s.text.result.legal or published is None or not isinstance(day, On) or day.day >= published:
        return timex
    if not inferred.startswith("the year is"):
        return timex
    moved = _MOVED_TO.search(s.low, s.unit.start, timex.said[0]) is not None
    clause = s.clause(timex.said)
    if not (
        moved
        or MODAL.search(f" {clause_of(clause, timex.said)}")
        or (isinstance(when, On) and in_the_present(clause, timex.said))
    ):
        return timex
    try:
        coming = replace(day, day=day.day.replace(year=day.day.year + 1))
    except ValueError:
        return timex
    if coming.day < published:
        return timex
    told = From(coming) if isinstance(when, From) else By(coming) if isinstance(when, By) else coming
    return replace(timex, when=told, inferred=f"the year is {coming.day.year}: it is told as still to come")


def at_its_end(s: Sentence, timex: Timex) -> Timex:
    """ "runs out at the end of March": on the last day, not in the last third."""
    if not isinstance(timex.when, During) or not re.search(r"\bend of ", s.low[timex.start : timex.end]):
        return timex
    days = reckon(timex.when, Calendar()).days
    return replace(timex, when=On(days.last)) if days and days.last else timex


def _span_from(s: Sentence, timex: Timex) -> Throughout | None:
    """ "for five years from 16 November 2022": a range."""
    if not isinstance(timex.when, From) or not isinstance(timex.when.start, On):
        return None
    before = s.low[max(s.unit.start, timex.said[0] - 70) : max(timex.start, timex.said[0])]
    found = re.search(
        r"for (?:a (?:further )?period of )?(?P<n>[\w-]+) (?P<unit>month|year)s?,? (?:starting |beginning |commencing |running |counting )?(?:on |as of |from |with effect from )?$",
        before,
    )
    if found is None:
        return None
    number = int(found["n"]) if found["n"].isdigit() else _SMALL_NUMBERS.get(found["n"])
    if number is None:
        return None
    first = timex.when.start.day
    try:
        return Throughout(first, add_months(first, number * (12 if found["unit"] == "year" else 1)))
    except OverflowError:
        return None


def begun(made: list[Draft]) -> list[Draft]:
    """ "by 31 March of each year, beginning in 2027": the year belongs to what recurs, and so does a day from which."""
    every = next((d for d in made if isinstance(d.when, Every)), None)
    if every is not None:
        made = [d for d in made if not (isinstance(d.when, From) and isinstance(d.when.start, On))]
    start = next((d for d in made if isinstance(d.when, From) and isinstance(d.when.start, Year)), None)
    if (
        every is None
        or start is None
        or not isinstance(every.when, Every)
        or not isinstance(start.when, From)
    ):
        return made
    first = every.when.first
    day = first.limit if isinstance(first, By) else first
    if not isinstance(day, On) or not isinstance(start.when.start, Year):
        return made
    year = start.when.start.year
    moved = On(add_months(day.day, 12 * (year - day.day.year)), day.at, day.zone)
    when = replace(every.when, first=By(moved) if isinstance(first, By) else moved)
    return [replace(d, when=when) if d is every else d for d in made if d is not start]


def within(timex: Timex, outline: Outline, end: int) -> Timex:
    """A date without the words of an anchor that run on into the next line of a table or list."""
    if timex.said[1] <= end or timex.end > end:
        return timex
    said = (timex.said[0], end)
    offset = offset_of(timex.when) if timex.when else None
    if timex.anchor is None or timex.when is None or offset is None or offset.known:
        return replace(timex, said=said)
    words = outline.flat[timex.anchor[0] : end].strip()
    when = with_offset(timex.when, replace(offset, anchor=words))
    return replace(timex, said=said, anchor=(timex.anchor[0], end), when=when)


_MOVED_TO: Final = re.compile(
    r"\b(?:pushed back|put (?:off|back)|postponed|moved|delayed|deferred|rescheduled|extended)\b[^;.]{0,80} (?:to|until|till) $"
)
_OF_A_NUMBER: Final = re.compile(
    r"\b(?:number|level|rate|amount|price|cost) of (?:the )?$|\b(?:its|their|the|\d+) $"
)
""" "the number of weekly flights": no recurrence."""
_EACH_YEAR: Final = re.compile(r"\b(?:every|each) year,? (?:on |in )?(?:the )?$")
_UNITS: Final = {"D": TimeUnit.DAY, "W": TimeUnit.WEEK, "M": TimeUnit.MONTH, "Y": TimeUnit.YEAR}
_IN: Final = re.compile(r"\b(?:will|shall|to|is|are) (?:\w+ ){1,8}?in $")
_GIVEN: Final = re.compile(r"\b(?:gave|gives?|given|has|have|had) (?:[^,;]{2,50} )?$")
_PERIODS: Final = {
    "quarter": Length(3, TimeUnit.MONTH),
    "half-year": Length(6, TimeUnit.MONTH),
    "month": Length(1, TimeUnit.MONTH),
}
_TARGET: Final = re.compile(
    r"\b(?:targets?|goals?|objectives?|milestones?) (?:for|in|of|by) (?:the )?(?:end of )?$"
)
_BEFORE_THE_END: Final = re.compile(r"before (?:the )?(?:end|close) of ")
_ON_ITS_DAY: Final = re.compile(
    r"\b(?:decision|ruling|verdict|judge?ment|vote|election|meeting|hearing|announcement|results?|launch|talks|summit|visit|opening|budget|figures|data)s?"
    r"(?: (?:on|of|in|for|by|from) [^,;.]{2,40})? (?:is|are|was|were) (?:now |next |expected or )?due on (?:the )?$"
)
""" "The next decision is due on 3 March": on that day, not on one before it."""
_VERB_FIRST: Final = re.compile(r"(?:start|begin|end)s? (?:in|on) ")
_SMALL_NUMBERS: Final = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_LATER: Final = re.compile(r"(?P<n>\w+) (?P<unit>day|week|month|year)s? (?:later|thereafter|after that)")
ENDS: Final = re.compile(r"\b(?:ends?|expires?|lapses?|terminates?|closes?|runs? out|ceases?)$")

"""The engine: a text in, its temporal expressions out, in time linear to its length.

Five steps, each a function from value to value. ``windows`` finds with one pattern, built from the
lexicon, the words that can sit in an expression, and a bounded stretch around each; ``tokens`` cuts it into
typed tokens; the ``automaton`` takes at each token the longest row of the trie, which builds an unresolved
node, and node and span make a mark; the ``refiners`` reject what is no date, join ranges and attach bounds
and anchors; ``finish`` says what is left by the day of publication (``resolve``) and writes it as TIMEX3
has it (``value``). A new phrase is a new row in ``rules``, with its example.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Final

from milepost.reading.dates import nodes
from milepost.reading.dates.alternatives import any_of
from milepost.reading.dates.automaton import NO_WORD, Automaton, Token, Word, word
from milepost.reading.dates.finish import finish
from milepost.reading.dates.lexicon import COUNTERS, NUMBERS, ORDINALS, WORDS, Classes, shaped
from milepost.reading.dates.mark import Mark
from milepost.reading.dates.patterns import compile_rules, words_of
from milepost.reading.dates.refiners import REFINERS
from milepost.reading.dates.rules import RULES
from milepost.reading.dates.timex import Timex
from milepost.when import Calendar, When

LEFT: Final = 28
RIGHT: Final = 40
"""Characters of a window beside the word that opened it, widened to whole words."""

TRIE, HIDDEN = compile_rules(RULES)
_ROWS: Final = Automaton(TRIE)

_IN_TABLES: Final = {"year": "YEAR", "month": "MONTH"}
"""Rules whose expressions, one beside the other, are the head of a table, and the class they go by."""
_LITERALS: Final = words_of(TRIE)
_CLASSES: Final[dict[str, Classes]] = {
    name: (*WORDS.get(name, ()), *(((name, None),) if name in _LITERALS else ()))
    for name in {*WORDS, *_LITERALS}
}
_LEXICON: Final = {name: word(classes) for name, classes in _CLASSES.items()} | {
    sign: word(_CLASSES[plain])
    for sign, plain in (("’s", "'s"), ("–", "-"), ("—", "-"), ("‑", "-"), ("−", "-"))
}
_SMALL: Final = {
    name: word(tuple(pair for pair in _CLASSES[name] if pair[0] not in ("UNSURE", "MONTHNAME", "WEEKDAY")))
    for name in ("may", "march")
}
_LARGE: Final = {name: word(tuple(pair for pair in _CLASSES[name] if pair[0].isupper())) for name in _SMALL}
"""What is no month where it is written small, unless a day or year stands beside it."""
_TWOFOLD: Final = _SMALL.keys() | COUNTERS
"""Words that are not what the lexicon has before they are looked at in their text."""

_QUIET: Final = (
    {
        "first",
        "second",
        "third",
        "last",
        "past",
        "this",
        "few",
        "some",
        "many",
        "several",
        "final",
        "present",
        "half",
    }
    | {"various", "numerous", "couple", "dozen", "following", "preceding", "current", "coming", "upcoming"}
    | {"close", "start", "beginning", "end", "early", "mid", "middle", "late", "next", "previous", "prior"}
    | {"am", "et", "ct", "pt", "mar", "sun", "sat", "wed", "min"}
    | set(NUMBERS)
    | set(ORDINALS)
)
"""Words of the lexicon that open no window: by themselves they are no time, beside one they are seen."""

_OPENERS: Final = sorted(
    {name for name in WORDS if name not in _QUIET and name.isalpha()}
    | {
        "ago",
        "once",
        "nineteen",
        "half",
        "annum",
        "future",
        "past",
        "current",
        "recent",
        "earlier",
        "previously",
        "lately",
        "then",
    }
    | {
        "already",
        "tonight",
        "eve",
        "year-end",
        "yearend",
        "long",
        "time",
        "term",
        "fiscal",
        "later",
        "fy",
        "present",
    }
    | {
        "mar",
        "sat",
        "sun",
        "wed",
        "thanksgiving",
        "easter",
        "period",
        "previous",
        "lunchtime",
        "dawn",
        "dusk",
    }
)

_TRIGGER: Final = re.compile(
    rf"\b(?:(?:{any_of(_OPENERS)})\b|(?:1\d|20|21)\d\d(?!\d)|[fc]y\d|[qh][1-4](?:(?:fy)?\d{4}|fy\d\d)?\b|[1-4][qh]\d\d"
    r"|\d{1,2}(?:[:/.]\d|h[0-5]\d\b|st\b|nd\b|rd\b|th\b|[ap]m\b|\s?[ap]\.m|\so['’]clock\b)|\d\ds\b|[12]h\b|(?<=\s['’])\d\d\b)"
)
_TOKEN: Final = re.compile(
    r"\d+(?:[:/.,-]\d+)+(?:t\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)?"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat|sun|[ap]\.m)\."
    r"|[ap]\.m|(?:[a-z]\.){2,}|[^\W_]+|['’]s\b|\n\s*\n|[^\w\s]"
)
_PARTS: Final = re.compile(r"\d+|\D")
_COUNTED: Final = NUMBERS.keys() | ORDINALS.keys()
_PLAIN: Final = Calendar()


def find(text: str, published: date | None = None, calendar: Calendar = _PLAIN) -> tuple[Timex, ...]:
    """The temporal expressions of a text, in order, read as on a day of publication.

    Without that day, what needs it has no ``when`` and says so; never raises, whatever the text.
    """
    with _uncollected():
        return _found(text, published, calendar)  # its marks are gone when the collector comes back


def _found(text: str, published: date | None, calendar: Calendar) -> tuple[Timex, ...]:
    low = lowered(text)
    marks = list(_marks(text, low))
    for refiner in REFINERS:
        marks = refiner(text, low, marks)
    return finish(text, low, marks, published, calendar)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for reference cycles: there are none here, and among the hundreds of thousands
    of marks of a text of nothing but dates looking for them took a third of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def phrase(text: str, calendar: Calendar = _PLAIN) -> When | None:
    """The *when* of a phrase that carries its own year ("the first half of 2026"), else None."""
    words = " ".join(text.split())
    found = find(words, None, calendar)
    if len(found) != 1 or found[0].when is None or found[0].doubt:
        return None
    only = found[0]
    outside = (words[: only.said[0]] + words[only.said[1] :]).strip(" .,").lower()
    if outside in ("", "in", "on", "during", "the", "in the", "on the", "during the", "at", "at the"):
        return only.when
    return None


def lowered(text: str) -> str:
    """The text in small letters, each at the place where it stood."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return low


def windows(low: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that can hold an expression, none overlapping, cut between words."""
    begin = end = -1
    floor = 0
    size = len(low)
    for found in _TRIGGER.finditer(low):
        start = found.start() - LEFT
        if end >= 0 and start <= end:
            if found.start() - begin > _LONGEST:
                yield max(begin, floor), found.start()
                begin = floor = found.start()
            end = found.end() + RIGHT
            continue
        if end >= 0:
            begin, end = _whole_words(low, begin, end, size)
            yield max(begin, floor), end
            floor = end
        begin, end = max(start, 0), found.end() + RIGHT
    if end >= 0:
        begin, end = _whole_words(low, begin, end, size)
        yield max(begin, floor), max(end, floor)


_LONGEST: Final = 20_000
"""A text of nothing but dates is cut so often, so that its tokens are not all held at once."""
_STRETCH: Final = 40
"""A word longer than this may be cut: no word of time is as long."""


def _whole_words(low: str, begin: int, end: int, size: int) -> tuple[int, int]:
    stop = max(begin - _STRETCH, 0)
    while begin > stop and low[begin - 1].isalnum():
        begin -= 1
    stop = min(end + _STRETCH, size)
    while end < stop and low[end].isalnum():
        end += 1
    return begin, min(end, size)


def tokens(text: str, low: str, begin: int, end: int) -> list[Token]:
    """The typed tokens of a window; an unknown word has no classes."""
    made: list[Token] = []
    counting = False
    for found in _TOKEN.finditer(low, begin, end):
        name = found[0]
        start, stop = found.span()
        known = _LEXICON.get(name)
        if known is None:
            if name[0].isdigit() or name[-1].isdigit():
                known = _shaped(name)
                if known is NO_WORD and not name.isalnum():
                    made.extend(_taken_apart(name, start))
                    continue
            else:
                known = NO_WORD
        elif name in _TWOFOLD:
            if name in COUNTERS:
                counting = True
            else:
                known = (_SMALL if text[start] == name[0] else _LARGE)[name]
        made.append((known, start, stop))
    return _counted(low, made) if counting else made


@lru_cache(maxsize=4096)
def _shaped(name: str) -> Word:
    return word(classes) if (classes := shaped(name)) else NO_WORD


def _taken_apart(name: str, start: int) -> Iterator[Token]:
    """A chain of numbers that is no date in itself ("2026-27", "15/17"): number by number."""
    for found in _PARTS.finditer(name):
        part = found[0]
        known = _shaped(part) if part.isdigit() else _LEXICON.get(part, NO_WORD)
        first, last = found.span()
        yield known, start + first, start + last


_number_word: Final = lru_cache(maxsize=4096)(word)
"""The same word for the same number: what follows a word is known by it."""


def _counted(low: str, made: list[Token]) -> list[Token]:
    """Numbers of several words become one token: one hundred eighty, twenty-first."""
    done: list[Token] = []
    index = 0
    while index < len(made):
        stop, classes = _number(low, made, index)
        if stop > index + 1:
            done.append((_number_word(classes), made[index][1], made[stop - 1][2]))
        else:
            done.append(made[index])
        index = max(stop, index + 1)
    return done


def _number(low: str, made: list[Token], index: int) -> tuple[int, Classes]:
    def name_of(at: int) -> str:
        return low[made[at][1] : made[at][2]] if at < len(made) else ""

    total, at, stop = 0, index, index
    last = 10**4
    while at < len(made) and at < index + 12:
        name = name_of(at)
        if name == "hundred" and stop > index and total < 100:
            total, last = (total or 1) * 100, 100
        elif name == "thousand" and stop > index and total < 1000:
            total, last = total * 1000, 1000
        elif name in NUMBERS and (number := NUMBERS[name]) < last and (last > 10 or stop == index):
            if stop > index and (last < 20 or (last == 10**4)):
                break
            if stop > index and last in range(20, 100) and number >= 10:
                # nineteen ninety-seven is a year, twenty four a number
                break
            total += number
            last = number
        elif name in ORDINALS and stop > index and ORDINALS[name] < last and last >= 20:
            return at + 1, (("ORD", total + ORDINALS[name]),)
        else:
            break
        at += 1
        stop = at
        following = name_of(at)
        if (following in ("-", "‑") and name_of(at + 1) in _COUNTED and 20 <= last < 100) or (
            following == "and" and last in (100, 1000) and name_of(at + 1) in NUMBERS
        ):
            at += 1
    year = _spoken_year(name_of, index)
    if year:
        return year
    return stop, (("NUM", total),)


def _spoken_year(name_of: Callable[[int], str], index: int) -> tuple[int, Classes] | None:
    """nineteen ninety-six, twenty twenty-six."""
    first = NUMBERS.get(name_of(index))
    if first not in (18, 19, 20):
        return None
    tens = NUMBERS.get(name_of(index + 1), 0)
    if not 10 <= tens < 100:
        return None
    at = index + 2
    number = tens
    if tens >= 20:
        dash = name_of(at) in ("-", "‑")
        ones = NUMBERS.get(name_of(at + dash), 0)
        if 1 <= ones <= 9:
            number, at = tens + ones, at + dash + 1
    return at, (("YEAR", first * 100 + number),)


def _in_a_row(made: list[Token], index: int, kind: str) -> bool:
    """Whether a bare year or month has its like on both sides: the head of a table tells of no event."""
    return (
        0 < index < len(made) - 1
        and kind in made[index - 1][0].classes
        and kind in made[index + 1][0].classes
    )


def _marks(text: str, low: str) -> Iterator[Mark]:
    match = _ROWS.match
    for begin, end in windows(low):
        made = tokens(text, low, begin, end)
        index, size = 0, len(made)
        while index < size:
            found = match(made, index) if made[index][0] is not NO_WORD else None
            if found is None:
                index += 1
                continue
            if skipped := found[0].keep[0]:  # words seen before it must not hide a longer match at its own
                own = match(made, index + skipped)
                if own is not None and own[1] + skipped > found[1]:
                    index, found = index + skipped, own
            ending, _, node = found
            first, last = index + ending.keep[0], index + ending.keep[1]
            row = _IN_TABLES.get(ending.rule.name)
            if isinstance(node, nodes.Nothing) or (row and _in_a_row(made, index, row)):
                index = last
                continue
            index = last
            yield Mark(made[first][1], made[last - 1][2], node, ending.rules)


__all__ = ["HIDDEN", "TRIE", "find", "lowered", "phrase"]

"""What one announcement tells twice becomes one milestone; then each gets a readable id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from milepost.model import Series
from milepost.reading.events import STORY_DAY, Draft
from milepost.reading.outline import Outline
from milepost.reading.titles import say_ordinal
from milepost.when import (
    By,
    Calendar,
    Days,
    Every,
    On,
    Reckoned,
    Throughout,
    Undated,
    When,
    offset_of,
    reckon,
)

_SMALL: Final = frozenset(
    "the a an of on for to in at and or be by with its their between from as into under new next held round edition will is set launch launched start opening signed".split()
)
_SAME_KINDS: Final = (
    {"meeting", "commitment", "event", "visit", "launch"},
    {"launch", "commitment", "effective", "event"},
    {"publication", "deadline", "commitment", "review"},
    {"agreement", "commitment", "deadline"},
    {"effective", "event", "expiry", "deadline"},
)


_GENERIC: Final = frozenset(
    "agreement pact deal treaty accord memorandum document talk meeting rule signed concluded take takes effect act law".split()
)
"""Words that name nothing of their own: "the agreement" is the one that was spoken of."""
_SPOKEN_OF: Final = ("agreement", "meeting")
"""Kinds that a later sentence names by their kind alone."""
_BY_PLACE: Final = "Meeting in "
"""Begins the title of a meeting of which nothing but its place is told."""
_HEADLINE: Final = "a headline"
"""Under which what a headline tells is found again, whatever its words."""
_LASTING: Final = ("effective", "expiry", "publication", "event", "launch", "agreement", "visit")


def history(drafts: Sequence[Draft], published: date | None) -> tuple[list[Draft], list[Draft]]:
    """What is told, and apart from it what was over when it was told: deadlines, and acts of a year ago."""
    if published is None:
        return list(drafts), []
    told: list[Draft] = []
    over: list[Draft] = []
    for draft in drafts:
        days = _days(draft.when, published).days if not isinstance(draft.when, Every) else None
        last = (days.last or days.first) if days else None
        past = last is not None and (
            (draft.kind == "deadline" and last < published)
            or (draft.kind in _LASTING and last < published - timedelta(days=366))
        )
        (over if past else told).append(draft)
    return told, over


MOST_AGAIN: Final = 20
"""Quotes that are kept of what is told over and over."""


def settle(
    drafts: Sequence[Draft],
    outline: Outline,
    published: date | None,
    legal: bool,
    told_on: date | None = None,
) -> list[Draft]:
    """One draft a milestone: what is told twice is merged, the better told one leading.

    ``told_on``: the day on which the story says that something was said.
    """
    day = _day_of_story(drafts, published, told_on)
    dated = [_story_day(draft, day, published) for draft in _named(drafts)]
    kept: list[Draft] = []
    keys: list[tuple[frozenset[str], Reckoned]] = []
    buckets: dict[str, list[int]] = {}
    for draft in dated:
        words = _words(draft.title)
        if draft.title.startswith(_BY_PLACE):
            words = words & _GENERIC  # its place is all that is told of it
        days = _days(draft.when, published)
        looked_up = [*words, _HEADLINE] if draft.unit == 0 else list(words)
        if draft.kind in _SPOKEN_OF:
            looked_up.append(f"a {draft.kind}")
        near = sorted({n for word in (*looked_up, _HEADLINE) for n in buckets.get(word, ())[-40:]})
        twin = next(
            (
                n
                for n in reversed(near)
                if _same(kept[n], keys[n], draft, words, days, outline, legal, published)
            ),
            None,
        )
        if twin is None:
            for word in looked_up:
                buckets.setdefault(word, []).append(len(kept))
            kept.append(draft)
            keys.append((words, days))
            continue
        kept[twin] = _merge(kept[twin], draft)
        keys[twin] = (_words(kept[twin].title) | words, _days(kept[twin].when, published))
    return kept


_COUNTED: Final = re.compile(
    r"(?:round|meeting|session|edition|talks|summit|dialogue|committee|conference|forum)s?", re.I
)


def _named(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "the second round" called by the dialogue that was spoken of before it."""
    names: list[str] = []
    new: set[str] = set()
    found = []
    for draft in drafts:
        name = draft.series.name if draft.series else ""
        noun = name.lower().removesuffix("s")
        fitting = (n for n in reversed(names) if n.lower().removesuffix("s").endswith(noun))
        spoken_of = next(fitting, "") if noun not in ("", "round", "meeting", "session", "edition") else ""
        spoken_of = spoken_of or (names[-1] if names else "")
        if spoken_of in new and draft.series is not None and (draft.series.number or 1) > 1:
            spoken_of = ""  # a body that is only to be formed has had no other meeting
        if draft.series is not None and spoken_of and _COUNTED.fullmatch(name):
            count = f"{say_ordinal(draft.series.number)}" if draft.series.number is not None else "next"
            unit = name.lower().removesuffix("s") if name.lower() not in ("talks", "dialogue") else "round"
            if noun == "summit" and spoken_of.lower().endswith(noun):
                unit = ""  # "Bilateral summit, 3rd"
            elif unit in ("committee", "summit", "conference", "forum"):
                unit = "session"
            draft = replace(
                draft,
                title=f"{spoken_of}, {count} {unit}".rstrip(),
                series=Series(spoken_of, draft.series.number),
            )
        elif (name and not _COUNTED.fullmatch(name)) and draft.kind == "meeting":
            names.append(name)
        elif body := re.match(
            r"Meeting of the ((?:[\w-]+ ){0,4}(?:committee|council|commission|group|board|panel|forum|force)(?: on [\w -]+)?)$",
            draft.title,
            re.I,
        ):
            names.append(body[1][:1].upper() + body[1][1:])
        elif body := re.match(
            r"((?:[\w-]+ ){1,5}(?:committee|council|commission|group|board|panel|dialogue|force)(?: on [\w -]+)?)(?:,| to be) ",
            draft.title,
            re.I,
        ):
            names.append(body[1])
            if " to be " in draft.title:
                new.add(body[1])
        del names[:-_REMEMBERED]
        found.append(draft)
    return found


_REMEMBERED: Final = 12


def _day_of_story(drafts: Sequence[Draft], published: date | None, told_on: date | None) -> date | None:
    """The day on which the story says that something happened, within the week before it was told."""
    if published is None:
        return None
    for draft in drafts:
        if (
            draft.done
            and isinstance(draft.when, On)
            and timedelta(0) <= published - draft.when.day <= timedelta(days=7)
        ):
            return draft.when.day
    if told_on is not None and timedelta(0) <= published - told_on <= timedelta(days=7):
        return told_on
    return None


def _story_day(draft: Draft, day: date | None, published: date | None) -> Draft:
    if STORY_DAY not in draft.rules:
        return draft
    if day is not None:
        return replace(draft, when=On(day), inferred="the story happened that day")
    if published is None:
        return replace(draft, doubt="no day is told, and the day of publication is not known")
    return replace(
        draft,
        when=On(published),
        doubt="no day is told: the day of publication was taken",
        inferred="the day of publication",
    )


def _words(title: str) -> frozenset[str]:
    plain = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", title.lower())
    found = re.findall(r"[a-z0-9][a-z0-9-]*", plain)
    return frozenset(_stem(word) for word in found if word not in _SMALL)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _days(when: When, published: date | None) -> Reckoned:
    day = Reckoned(Days(published, published, spans=True)) if published else None
    return reckon(when, Calendar(), lambda name: day if name == "publication" else None)


def _same(
    old: Draft,
    key: tuple[frozenset[str], Reckoned],
    new: Draft,
    words: frozenset[str],
    days: Reckoned,
    outline: Outline,
    legal: bool,
    published: date | None,
) -> bool:
    """Whether two drafts tell of one milestone."""
    past = (_over(key[1], published), _over(days, published)) if published is not None else (None, None)
    if None not in past and past[0] != past[1] and not (old.unit == 0 and _another_year(old.when, new.when)):
        return False  # what was is not what will be
    if _begin_and_end(old.title, new.title):
        return False
    if old.cancelled != new.cancelled and not (old.series and new.series and old.series == new.series):
        return False
    if isinstance(old.when, Every) and isinstance(new.when, Every) and old.when.interval != new.when.interval:
        return False
    if (
        old.series
        and new.series
        and old.series.number != new.series.number
        and None not in (old.series.number, new.series.number)
    ):
        return False
    if (
        old.kind != new.kind
        and (old.series is None) != (new.series is None)
        and "commitment" in (old.kind, new.kind)
    ):
        return False  # a body to be set up, and its first meeting
    if old.kind != new.kind and not any({old.kind, new.kind} <= kinds for kinds in _SAME_KINDS):
        return False
    old_words, old_days = key
    common = len(old_words & words)
    smaller = min(len(old_words), len(words))
    if not smaller:
        return False
    if legal:  # equal dates and near words do not make two duties one
        same_place = outline.units[old.unit].path == outline.units[new.unit].path
        alike = old_words == words
        if not alike and {old.title.lower(), new.title.lower()} and not (common == smaller and smaller >= 3):
            return False
        return (
            same_place or outline.units[new.unit].kind == "row" or _paths_free(old, new, outline)
        ) and _overlap(old_days, days, old, new)
    share = common / smaller
    told_again = old.unit == 0 != new.unit and _repeats(old, new, outline)
    if told_again and (
        old_days.days == days.days or _in(days, old_days) or _another_year(old.when, new.when)
    ):
        return True  # the month of a headline is the day of its story
    generic = (old_words <= _GENERIC) != (words <= _GENERIC)
    if (
        generic
        and old.kind == new.kind
        and old.kind in _SPOKEN_OF
        and not isinstance(old.when, Undated)
        and not isinstance(new.when, Undated)
    ):
        return _overlap(old_days, days, old, new)
    if old.done != new.done and old.kind != new.kind and "commitment" in (old.kind, new.kind) and share < 1:
        return False
    if share >= 0.99 and (smaller >= 2 or old.kind == new.kind):
        return _overlap(old_days, days, old, new)
    both_dated = old_days.days is not None and days.days is not None
    if both_dated and old_days.days == days.days and not isinstance(old.when, Undated):
        return (share >= 0.5 and common >= 2) or (
            share >= 0.5 and old.kind == new.kind and old.kind in ("visit",)
        )
    return share >= 0.75 and common >= 3 and _overlap(old_days, days, old, new)


_BEGUN: Final = re.compile(r"\b(?:starts?|begins?|opens?|opening|start|launch)$")
_ENDED: Final = re.compile(r"\b(?:finished|ends?|ended|closes?|closed|completed?|completes|concludes?d?)$")


def _begin_and_end(one: str, two: str) -> bool:
    """Whether one title tells the beginning and the other the end."""
    return bool((_BEGUN.search(one) and _ENDED.search(two)) or (_ENDED.search(one) and _BEGUN.search(two)))


def _repeats(headline: Draft, draft: Draft, outline: Outline) -> bool:
    """Whether a sentence of the body speaks of what its headline says."""
    units = outline.units
    if units[headline.unit].kind != "heading":
        return False
    told, again = (_words(outline.flat[units[d.unit].start : units[d.unit].end]) for d in (headline, draft))
    return len(told & again) >= 2


def _another_year(one: When, two: When) -> bool:
    """Whether two days are one day of the year: a headline tells none, so that it was reckoned apart."""
    return (
        isinstance(one, On) and isinstance(two, On) and one.day.strftime("%m%d") == two.day.strftime("%m%d")
    )


def _in(inner: Reckoned, outer: Reckoned) -> bool:
    """Whether the days of one lie in those of the other, and are fewer."""
    if inner.days is None or outer.days is None or inner.days == outer.days:
        return False
    first, last, begin, end = inner.days.first, inner.days.last, outer.days.first, outer.days.last
    if begin is None and end is not None:
        begin = end.replace(day=1)  # of a bound such as "until June" its month
    return bool(first and last and begin and end and begin <= first and last <= end)


def _over(reckoned: Reckoned, published: date) -> bool | None:
    if reckoned.days is None:
        return None
    last = reckoned.days.last or reckoned.days.first
    return last is not None and last < published


def _paths_free(old: Draft, new: Draft, outline: Outline) -> bool:
    return not outline.units[old.unit].path or not outline.units[new.unit].path


def _overlap(one: Reckoned, two: Reckoned, old: Draft, new: Draft) -> bool:
    if one.days is None or two.days is None:
        waits = (offset_of(old.when), offset_of(new.when))
        return waits == (None, None) or waits[0] == waits[1]
    if isinstance(old.when, type(new.when)) and one.days == two.days:
        return True
    first = max(one.days.first or date.min, two.days.first or date.min)
    last = min(one.days.last or date.max, two.days.last or date.max)
    if first > last:
        return False
    if old.kind == new.kind == "deadline" and one.days.last == two.days.last:
        return True  # "closes on 7 July" and "due by 7 July"
    exact = [d for d in (one.days, two.days) if d.first is not None and d.first == d.last]
    bounds = [d for d in (one.days, two.days) if d.first is None or d.last is None]
    return len(bounds) != 2 and not (exact and bounds)


def _merge(old: Draft, new: Draft) -> Draft:
    """The two as one: the surer date and the fuller title; the other sentence is kept as told again."""
    take_new = _worth(new) > _worth(old) or (
        old.unit == 0 and _worth(new) == _worth(old) and isinstance(new.when, type(old.when))
    )
    dated = new if take_new else old
    for often, single in ((old, new), (new, old)):
        if (
            isinstance(often.when, Every)
            and isinstance(often.when.first, Undated)
            and not isinstance(single.when, Every | Undated)
        ):
            dated = replace(single, when=replace(often.when, first=single.when))
    titled = old if len(old.title) >= len(new.title) or (old.series and not new.series) else new
    if (new.series and not old.series) or old.title.startswith(_BY_PLACE):
        titled = new
    elif new.title.startswith(_BY_PLACE):
        titled = old
    kind = dated.kind if dated.kind != "commitment" else old.kind
    base = old
    told = (new.unit, new.cue[0])
    if take_new and new.said is not None:  # the sentence that tells the date is the one to quote
        base = replace(old, unit=new.unit, cue=new.cue, opening=new.opening, until=new.until)
        told = (old.unit, old.cue[0])
    return replace(
        base,
        title=titled.title,
        kind=kind,
        when=dated.when,
        said=dated.said,
        doubt=dated.doubt,
        inferred=dated.inferred,
        rules=tuple(dict.fromkeys((*old.rules, *new.rules, "told once more"))),
        series=old.series or new.series,
        actors=old.actors or new.actors,
        place=old.place or new.place,
        again=(*old.again, told)[:MOST_AGAIN],
        cancelled=old.cancelled or new.cancelled,
        done=old.done or new.done,
        thing=old.thing or new.thing,
    )


def _worth(draft: Draft) -> int:
    if isinstance(draft.when, Undated):
        return 0
    if STORY_DAY in draft.rules:
        return 1
    day = draft.when.limit if isinstance(draft.when, By) and draft.kind == "deadline" else draft.when
    return 2 + (draft.doubt is None) + 2 * isinstance(day, On | Throughout)


# ---------------------------------------------------------------- ids

_LONGEST_SLUG: Final = 48


def slug(title: str, number: int | None = None) -> str:
    """A readable name: "economic-security-dialogue-2"."""
    plain = (
        unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", "", title))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    plain = re.sub(r"'s\b", "s", plain)
    if number is not None:
        plain = re.sub(r",? ?\b\d+(?:st|nd|rd|th)\b( (?:round|meeting|session|edition))?", "", plain)
    words = [
        w
        for w in re.findall(r"[a-z0-9]+", plain)
        if w not in ("the", "a", "an", "of", "on", "for", "to", "in", "and", "be", "by", "with")
    ]
    kept: list[str] = []
    for word in words:
        if kept and len("-".join((*kept, word))) > _LONGEST_SLUG:
            break
        kept.append(word[:_LONGEST_SLUG])
    name = "-".join(kept) or "milestone"
    return f"{name}-{number}" if number is not None else name


def ids(announcement: str, drafts: Sequence[Draft]) -> list[str]:
    """An id for each draft, *announcement/slug*, unique within the announcement."""
    used: set[str] = set()
    found = []
    for draft in drafts:
        name = slug(draft.title, draft.series.number if draft.series else None)
        unique, number = name, 1
        while unique in used:
            number += 1
            unique = f"{name}-no{number}" if draft.series else f"{name}-{number}"
        used.add(unique)
        found.append(f"{announcement}/{unique}")
    return found

"""The five steps of reading, one after the other: outline, dates, drafts, settle, milestones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from milepost.model import Announcement, Found, Milestone, Observation, Quote
from milepost.reading import chains, parties, settle
from milepost.reading.dates import find
from milepost.reading.dates.timex import Timex
from milepost.reading.events import Draft, Dropped, draft_all
from milepost.reading.outline import Outline, outline
from milepost.reading.phrases import shorten
from milepost.reading.published import published
from milepost.reading.topics import topics
from milepost.when import Calendar

LONGEST_QUOTE: Final = 600


@dataclass(frozen=True, slots=True)
class LeftOutDate:
    """A date of the text that became no milestone, and why."""

    start: int
    end: int
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    ``announcement`` has its day of publication and title filled in where the text tells them.
    ``needs`` is a sentence where a date cannot be told without the day of publication; then nothing
    should be written. ``understood`` is a sentence where the text seems to be in no English, else None.
    ``timexes`` and ``left_out`` are for ``explain``.
    """

    announcement: Announcement
    milestones: tuple[Found, ...]
    needs: str | None = None
    not_understood: str | None = None
    timexes: tuple[Timex, ...] = ()
    left_out: tuple[LeftOutDate, ...] = ()


def read(announcement: Announcement, home: str | None = None) -> Reading:
    """The milestones that an announcement tells, in the order of the text.

    Fiscal years are those of the first country that the announcement speaks of, else of ``home``.
    Never raises, whatever the text; its time is linear in the text's length.
    """
    laid = outline(announcement.text)
    announcement = _known(announcement, laid)
    principals = parties.principals(laid.flat)
    country = next((code for code in principals if len(code) == 2 and code != "EU"), home)
    calendar = Calendar(country=country)
    timexes = find(announcement.text, announcement.published, calendar)
    if strange := _not_english(laid):
        return Reading(announcement, (), not_understood=strange, timexes=timexes)
    drafting = draft_all(laid, timexes, announcement.published, _act(announcement, laid))
    told, history = settle.history(drafting.drafts, announcement.published)
    drafting.dropped.extend(Dropped(*one.cue, "history", _HISTORY) for one in history)
    drafts = settle.settle(told, laid, announcement.published, drafting.legal, drafting.told_on)
    drafts = _distinct(drafts, principals, laid)
    ids = settle.ids(announcement.id, drafts)
    whens = chains.tie(drafts, ids, laid)
    found = tuple(
        _found(announcement, laid, replace(draft, when=when), name, principals, country)
        for draft, name, when in zip(drafts, ids, whens, strict=True)
    )
    left_out = tuple(
        LeftOutDate(d.start, d.end, announcement.text[d.start : d.end], d.reason) for d in drafting.dropped
    )
    return Reading(announcement, found, _needs(announcement, timexes), None, timexes, left_out)


def _known(announcement: Announcement, laid: Outline) -> Announcement:
    """The announcement with its day of publication by its own words, and a title."""
    if announcement.published is None and (told := published(_lines_kept(laid))):
        announcement = replace(announcement, published=told[0], published_from="text")
    if not announcement.title:
        first = next((u for u in laid.units if u.end - u.start > 3), None)
        title = _headline(announcement.text[first.start : first.end]) if first else announcement.id
        announcement = replace(announcement, title=title or announcement.id)
    return announcement


LONGEST_TITLE: Final = 90


def _headline(text: str) -> str:
    """A first line as a title: one that is too long ends with a phrase and an ellipsis."""
    line = " ".join(text[: 4 * LONGEST_TITLE].split())
    if len(line) <= LONGEST_TITLE:
        return line.rstrip(".")
    room = line[:LONGEST_TITLE]
    pause = max(room.rfind(stop) for stop in (", ", "; ", ": ", " — ", " – "))
    if pause < LONGEST_TITLE // 2:
        pause = max((m.start() for m in _PHRASE.finditer(room)), default=-1)
    if pause < LONGEST_TITLE // 2:
        pause = room.rfind(" ")
    return room[: pause if pause > 0 else LONGEST_TITLE - 1].rstrip(" ,;:.—–") + "…"


_PHRASE: Final = re.compile(
    r" (?=(?:and|or|to|of|for|in|on|at|by|with|from|that|which|who|under|after|before|as)\b)"
)
"""Where a phrase begins, so that the one before it is whole."""


def _lines_kept(laid: Outline) -> str:
    """The flattened text with its line breaks, for patterns that look at lines."""
    return (
        "".join(old if old == "\n" else new for old, new in zip(laid.text, laid.flat, strict=True))
        if len(laid.text) < 40_000
        else (_ends_kept(laid))
    )


def _ends_kept(laid: Outline) -> str:
    """Head and foot of a long text with their line breaks."""
    cut = 16_000
    pairs = [(laid.text[:cut], laid.flat[:cut]), (laid.text[-cut:], laid.flat[-cut:])]
    return "\n".join("".join(o if o == "\n" else n for o, n in zip(*pair, strict=True)) for pair in pairs)


_ACTS: Final = tuple(
    map(
        re.compile,
        (
            r"\(([A-Z][\w' -]{3,50}(?:Act|Regulation|Directive|Law|Code|Order))\)",
            r"\b((?:[A-Z][\w'-]+ ){1,6}(?:Act|Bill|Ordinance|Law|Code))\b",
            r"\b(Executive Order \d+|(?:Directive|Regulation|Decision) \(EU\) (?:No )?\d+/\d+)",
        ),
    )
)
"""What an act is called, the surest name first."""


def _act(announcement: Announcement, laid: Outline) -> str:
    """What "this Regulation" is called, by the title or the first lines."""
    for text in (announcement.title, laid.flat[:600]):
        for name in _ACTS:
            if found := name.search(text):
                return found[1]
    return ""


_COMMON: Final = frozenset(
    "the of and to in a for is that on by with be as will shall this from at are which it".split()
)


def _not_english(laid: Outline) -> str | None:
    """A sentence where the text is in no language that is understood; None for English and for too few words."""
    sample = re.findall(r"[^\W\d_]+", laid.low[:20_000])
    if len(sample) < 25:
        letters = [c for c in laid.low[:2_000] if c.isalpha()]
        foreign = sum(c > "\u024f" for c in letters)
        return _STRANGE if letters and foreign > 0.5 * len(letters) else None
    share = sum(word in _COMMON for word in sample) / len(sample)
    return _STRANGE if share < 0.08 else None


_HISTORY: Final = "told as history: its time was over when this was published"
_STRANGE: Final = "this text does not seem to be in English, the one language that is understood"


def _needs(announcement: Announcement, timexes: Sequence[Timex]) -> str | None:
    """The sentence that asks for the day of publication, where a date cannot be told without it."""
    if announcement.published is not None:
        return None
    for timex in timexes:
        if timex.needs_published:
            words = announcement.text[timex.start : timex.end]
            return f"“{' '.join(words.split())}” needs the day of publication, and none is known: give it with --published"
    return None


# ---------------------------------------------------------------- drafts to milestones


_BILATERAL: Final = re.compile(
    r"\b(?:(?:the|their) two (?:countries|sides|governments|nations|leaders|ministers)|both (?:sides|countries|governments|nations|ministers|leaders)"
    r"|bilateral|between the two)\b"
)
"""Words by which a text speaks of two parties; without them the two most named may be two of many."""


def _distinct(drafts: list[Draft], principals: tuple[str, ...], laid: Outline) -> list[Draft]:
    """The drafts with the parties in the titles of their dialogues, and no title twice."""
    named = parties.named(principals) if len(principals) == 2 and _BILATERAL.search(laid.low) else ""
    seen: dict[str, int] = {}
    found = []
    for draft in drafts:
        title = draft.title
        if (
            named
            and draft.series is not None
            and draft.kind == "meeting"
            and len(title) + len(named) + 3 <= 70
        ) and not any(parties.COUNTRIES[c].name in title for c in principals if c in parties.COUNTRIES):
            title = f"{title} ({named})"
        seen[title] = seen.get(title, 0) + 1
        if seen[title] > 1:
            path = laid.units[draft.unit].path
            section = (
                f"{'Article' if f'Article {path[0]}' in laid.flat else 'Section'} {path[0]}" if path else ""
            )
            whose = section or draft.place or (draft.actors[0] if draft.actors else "")
            whose = shorten(whose, 30)
            more = f" ({whose})" if whose and len(title) + len(whose) + 3 <= 70 else ""
            if not more or title + more in seen:
                more = f" ({seen[title]})"
            title = title[: 70 - len(more)].rstrip(" ,") + more
            seen[title] = 1
        found.append(replace(draft, title=title))
    return found


def _found(
    announcement: Announcement,
    laid: Outline,
    draft: Draft,
    name: str,
    principals: tuple[str, ...],
    home: str | None,
) -> Found:
    unit = laid.units[draft.unit]
    last = laid.units[draft.until].end if draft.until is not None else unit.end
    quote = _quote(announcement, laid, unit.start, last, draft.cue)
    if draft.opening is not None and draft.opening != draft.unit:
        above = laid.units[draft.opening]
        quote = replace(
            quote, opening=_quote(announcement, laid, above.start, above.end, (above.start, above.start))
        )
    again = tuple(
        _quote(announcement, laid, laid.units[number].start, laid.units[number].end, (at, at))
        for number, at in draft.again
    )
    sentence = laid.flat[unit.start : unit.end]
    said = announcement.text[draft.said[0] : draft.said[1]] if draft.said else ""
    milestone = Milestone(
        id=name,
        title=draft.title,
        kind=draft.kind,
        when=draft.when,
        announcement=announcement.id,
        published=announcement.published,
        source=announcement.source,
        url=announcement.url,
        quote=quote,
        again=again,
        said=" ".join(said.split()),
        series=draft.series,
        parties=_parties(laid, unit.start, unit.end, principals),
        actors=draft.actors,
        topics=topics(draft.title, sentence),
        place=draft.place,
        standing="cancelled" if draft.cancelled else None,
        doubt=draft.doubt,
        home=home,
        history=(
            Observation(
                announcement.published,
                announcement.id,
                draft.when,
                "cancelled" if draft.cancelled else None,
                place=draft.place,
                title=draft.title,
                quote=quote,
                source=announcement.source,
            ),
        ),
    )
    because = "; ".join(dict.fromkeys((*draft.rules, *((draft.inferred,) if draft.inferred else ()))))
    return Found(milestone, draft.cue, because)


def _quote(announcement: Announcement, laid: Outline, start: int, end: int, cue: tuple[int, int]) -> Quote:
    """The sentence as a slice; a longer one is cut at pauses so that the cue stays inside."""
    if end - start > LONGEST_QUOTE:
        if cue[1] - start <= LONGEST_QUOTE:
            last = start + LONGEST_QUOTE
        else:
            pause = max(
                laid.flat.rfind("; ", start, cue[0]), laid.flat.rfind(", ", max(start, cue[1] - 500), cue[0])
            )
            start = (
                pause + 2 if pause > start and cue[1] - pause < LONGEST_QUOTE else max(start, cue[0] - 100)
            )
            last = min(end, start + LONGEST_QUOTE)
        if last < end:
            pause = max(
                laid.flat.rfind("; ", cue[1], last),
                laid.flat.rfind(", ", cue[1], last),
                laid.flat.rfind(". ", cue[1], last),
            )
            last = pause + 1 if pause > cue[1] else max(laid.flat.rfind(" ", cue[1], last), min(cue[1], last))
        end = last
    while end > start and announcement.text[end - 1].isspace():
        end -= 1
    return Quote(announcement.id, start, end, announcement.text[start:end])


def _parties(laid: Outline, start: int, end: int, principals: tuple[str, ...]) -> tuple[str, ...]:
    """Who is concerned: the countries of the sentence beside those whose announcement it is."""
    told = [
        m.code
        for m in parties.mentions(laid.flat, start, min(end, start + 1200))
        if not m.place or m.code in principals
    ]
    if not told or set(told) <= set(principals):
        return principals or tuple(dict.fromkeys(told))
    lead = principals if len(principals) == 1 or not set(principals).isdisjoint(told) else ()
    return tuple(dict.fromkeys((*lead, *told)))[:6]

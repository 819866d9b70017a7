"""The page of one milestone and the page of one announcement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote as escaped
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup, escape

from milepost.agenda import is_window
from milepost.model import Dated
from milepost.web.pages import names, texts, words
from milepost.web.pages.shelf import Change, Shelf, one_day
from milepost.when import By, Every, From, On, Throughout, local, say, write
from milepost.when.words import say_day, say_days

_ISO: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ID: Final = re.compile(r"[^\s/:]+/[^\s:]+")
_PUBLISHED_FROM: Final = {
    "given": "day given with the text",
    "metadata": "day from the data that came with the text",
    "text": "day read from the text",
    "inferred": "day inferred",
}


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a date lies in its year or years, in percent; today and an earlier date where they are in it."""

    label: str
    ticks: tuple[tuple[str, str], ...]
    kind: str
    left: str
    width: str
    today: str
    ghost: str


def milestone(item: Dated, shelf: Shelf) -> dict[str, object]:
    """What the page of one milestone shows."""
    view, m = shelf.view, item.milestone
    announcement = view.announcements.get(m.announcement) if m.announcement else None
    sentence: Markup | None
    if m.quote and announcement:
        sentence = texts.in_context(announcement.text, m.quote, m.said)
    else:
        sentence = texts.quoted(m.quote, m.said) if m.quote else None
    told, soft = _told(item, shelf)
    followers = shelf.followers.get(m.id, ())
    series = shelf.series.get(m.series.name, ()) if m.series else ()
    return {
        "title": m.title,
        "m": m,
        "parties": names.parties(m.parties, 12),
        "topics": [(names.topic(t), view.link("/") + "?" + urlencode({"topic": t})) for t in m.topics],
        "told": told,
        "soft": soft,
        "late": shelf.late(item),
        "doubt": m.doubt or item.reckoned.doubt,
        "strip": strip(item, shelf),
        "sentence": sentence,
        "opening": m.quote.opening.text if m.quote and m.quote.opening else "",
        "announcement": announcement,
        "stands": f"{shelf.announcement(m.announcement)}{_anchor_in(item, shelf)}" if announcement else "",
        "published": words.day(m.published) if m.published else "",
        "source": safe_url(m.url),
        "steps": list(_steps(item, shelf)),
        "history": [_past(change, shelf) for change in reversed(shelf.history(item))],
        "followers": [shelf.row(follower) for follower in followers],
        "series": [
            (
                _round(other),
                shelf.milestone(other.milestone.id),
                shelf.said(other, other.milestone.when),
                other is item,
            )
            for other in series
        ],
        "perhaps": _perhaps(item, shelf),
        "feeds": _feeds(item, shelf),
        "reminders": [
            (_reminder(edge, lead), words.day(day, view.today.year))
            for edge, lead, day in view.reminders(item)
        ],
        "json": view.link("/api/v1/milestones/" + escaped(m.id, safe="/")),
        "file": m.written.path if m.written else "",
        "edit": edit_link(item, shelf),
        "id_parts": m.id.replace("/", "/\N{ZERO WIDTH SPACE}"),
        "filtered": "",
    }


def _told(item: Dated, shelf: Shelf) -> tuple[str, str]:
    """The date as a headline, and a line that tells its limits."""
    view, m, days = shelf.view, item.milestone, item.reckoned.days
    today = view.today
    state = _state(item, shelf)
    if days is None or (days.first is None and days.last is None):
        said = words.bound(say(m.when, item.reckoned))
        if item.reckoned.waits_for is not None:
            return _capital(said), f"{state}The day it is told from is not known yet."
        since = f" on {words.day(m.published)}" if m.published else ""
        return "No date was given", f"{state}Promised{since}, without a day, month or year."
    first, last = days.first or days.last or today, days.last or days.first or today
    away = words.away(item, today)
    ahead = bool(away) and away not in ("past", "done", "cancelled")
    near, comma = (f"{_capital(away)}. ", f", {away}") if ahead else ("", "")
    if shelf.late(item):
        state = f"{near}Nothing was heard since. {state}"
        near = comma = ""
    if is_window(item) and not isinstance(m.when, Every):
        said = words.bound(say(m.when, item.reckoned))
        prefix = "in the " if re.match(r"first|second|third|fourth", said) else "in "
        if " to " in said or said.startswith("between"):
            said, prefix = said.removeprefix("between "), "between "
            said = said.replace(" to ", " and ")
        ends = f"{words.day(first)} at the earliest, {words.day(last)} at the latest."
        return f"Some time {prefix}{said}", f"{state}No day set. {ends}"
    match m.when:
        case Every():
            following = words.next_occurrence(m.when, first, today)
            until = f" Last on {words.day(m.when.until)}." if m.when.until else ""
            tells = (
                f"Next on {words.day(following)}, {words.far(following, today)}."
                if following
                else "None is left."
            )
            return _capital(words.bound(say(m.when, item.reckoned))), f"{state}{tells}{until}"
        case By():
            return f"By {words.day(last)} at the latest", f"{state}{_weekday(last)}{comma}."
        case From():
            return f"From {words.day(first)}", f"{state}{_weekday(first)}{comma}; no end was told."
        case Throughout():
            count = (last - first).days + 1
            return words.bound(say_days(first, last)), f"{state}{near}All {count} days."
        case On() if item.reckoned.starts is not None:
            zone = m.when.zone or item.calendar.zone
            there, here = local(item.reckoned.starts, zone), local(item.reckoned.starts, view.zone)
            told = f"{_weekday(there.date())} {words.day(there.date())}, {there:%H:%M}"
            if zone == view.zone:
                return told, f"{state}{near}Time in {zone}."
            return (
                told,
                f"{state}{near}Time in {zone}; {here:%H:%M} on {words.day(here.date())} in {view.zone}.",
            )
        case _ if first != last:
            return words.bound(
                say_days(first, last)
            ), f"{state}One day of these; it comes nearer with what it is told from."
        case _:
            return f"{_weekday(first)} {words.day(first)}", f"{state}{near}".strip()


def _state(item: Dated, shelf: Shelf) -> str:
    m = item.milestone
    if m.standing == "cancelled":
        return "Cancelled. "
    if m.done is not None:
        return f"Done on {words.day(m.done)}. "
    moves = sum(1 for change in shelf.history(item) if change.before)
    often = {1: "once", 2: "twice"}.get(moves, f"{moves} times")
    return f"Changed {often}. " if moves else ""


def _steps(item: Dated, shelf: Shelf) -> Iterator[Markup]:
    m, days = item.milestone, item.reckoned.days
    if m.said:
        yield Markup('read from <q dir="auto">{}</q>').format(m.said)
    for step in item.reckoned.steps:
        yield _linked(step, shelf)
    if is_window(item):
        yield Markup("one day of that time is meant, not all of it")
    if days and days.first and days.last and days.first != days.last:
        first, last = words.day(days.first), words.day(days.last)
        if days.spans:
            yield escape(f"all days from {first} to {last} are meant")
        else:
            yield escape(f"{first} is the first day that it can be, {last} the last")
    if item.reckoned.doubt:
        yield escape(item.reckoned.doubt)
    yield Markup("kept as <code>{}</code>").format(write(m.when))


def _linked(step: str, shelf: Shelf) -> Markup:
    """A step of the reckoning with days in words and ids as links to what they name."""
    if step.startswith("publication: "):
        step = f"the announcement was published on {step.removeprefix('publication: ')}"
    said = _ISO.sub(_in_words, step)
    out, at = Markup(), 0
    for found in _ID.finditer(said):
        if anchor := shelf.by_id.get(found[0].rstrip(".,;")):
            m = anchor.milestone
            link = Markup('<a href="{}"><bdi>{}</bdi></a>').format(shelf.milestone(m.id), m.title)
            out += escape(said[at : found.start()]) + link
            at = found.end()
    return out + escape(said[at:])


def _in_words(found: re.Match[str]) -> str:
    try:
        return words.day(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return found[0]


def _past(change: Change, shelf: Shelf) -> dict[str, object]:
    told = change.told
    title = f"{change.what}: {change.before} → {change.after}" if change.before else change.what
    if not change.before and change.after:
        title = f"{change.what}: {change.after}"
    later = ""
    if change.by_days:
        later = f"{_much(abs(change.by_days))} {'later' if change.by_days > 0 else 'earlier'}"
    announcement = shelf.view.announcements.get(told.announcement) if told.announcement else None
    return {
        "day": say_day(told.published, told.published.year) if told.published else "day not known",
        "year": str(told.published.year) if told.published else "",
        "machine": told.published.isoformat() if told.published else "",
        "sign": {"Moved": "moved"}.get(change.what, words.sign_of(told.when)),
        "title": title,
        "href": shelf.announcement(told.announcement),
        "quote": told.quote.text if told.quote else "",
        "from": announcement.title if announcement else told.source,
        "later": later,
    }


def _much(count: int) -> str:
    """A distance between two dates: in weeks where it is whole weeks, in months where it is long."""
    if count > 120:
        return f"{round(count / 30.44)} months"
    if count >= 14 and count % 7 == 0:
        return f"{count // 7} weeks"
    return "1 day" if count == 1 else f"{count} days"


def _round(item: Dated) -> str:
    series = item.milestone.series
    return f"no. {series.number}" if series and series.number is not None else item.milestone.title


def _perhaps(item: Dated, shelf: Shelf) -> tuple[str, str, str] | None:
    m = item.milestone
    if m.perhaps is None or (other := shelf.by_id.get(m.perhaps)) is None:
        return None
    return other.milestone.title, shelf.milestone(other.milestone.id), m.perhaps_because


def _reminder(edge: str, lead: str) -> str:
    """A reminder to come, as the margin says it: "7 days before", "30 days before it closes"."""
    match edge:
        case "opens" | "closes":
            return f"{lead} it {edge}" if lead else f"the day it {edge}"
        case "halfway":
            return "halfway, still no day"
        case "undated":
            return "asked after"
        case _:
            length, _, clock = lead.partition(" at ")
            before = "on the day" if length.startswith("0 ") else f"{length} before"
            return f"{before}, {clock}" if clock else before


def _feeds(item: Dated, shelf: Shelf) -> list[tuple[str, str]]:
    m, feed = item.milestone, shelf.view.link("/feeds/all.ics")
    found = [(f"All of {names.topic(t)}", f"{feed}?{urlencode({'topic': t})}") for t in m.topics[:4]]
    return found + [(f"All of {names.party(p)}", f"{feed}?{urlencode({'party': p})}") for p in m.parties[:4]]


def edit_link(item: Dated, shelf: Shelf) -> str:
    """Where the entry can be edited on the web, "" where the settings name no such place."""
    written, pattern = item.milestone.written, shelf.view.settings.calendar.edit_url
    if written is None or not pattern:
        return ""
    return safe_url(pattern.replace("{path}", escaped(written.path)).replace("{line}", str(written.line)))


def _anchor_in(item: Dated, shelf: Shelf) -> str:
    told = shelf.told_in.get(item.milestone.announcement or "", ())
    return f"#q{told.index(item) + 1}" if item in told and item.milestone.quote else ""


def safe_url(url: str | None) -> str:
    """The address if it is one of the web, else "": what follows a link must not run as a script."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def strip(item: Dated, shelf: Shelf) -> Strip | None:
    """The picture above a milestone; None where no day is known or the years are too many to draw."""
    first, last = item.first or item.last, item.last or item.first
    if first is None or last is None or isinstance(item.milestone.when, Every):
        return None
    today = shelf.view.today
    begins, ends = first.year, last.year
    if ends - begins > 11:
        return None
    start = date(begins, 1, 1)
    length = (date(ends, 12, 31) - start).days + 1

    def percent(day: date, after: int = 0) -> str:
        return f"{100 * ((day - start).days + after) / length:.2f}%"

    window = is_window(item) or (first != last and not isinstance(item.milestone.when, Throughout))
    kind = "window" if window else "span" if first != last else words.sign_of(item.milestone.when)
    width = f"{100 * ((last - first).days + 1) / length:.2f}%"
    now = percent(today) if begins <= today.year <= ends else ""
    before = words.previous(item)
    days = shelf.reckoned(item, before).days if before is not None else None
    old = (days.last or days.first) if days else None
    ghost = percent(old) if old and begins <= old.year <= ends and one_day(days) else ""
    if begins == ends:
        months = "January February March April May June July August September October November December"
        ticks = tuple((name[0], name[1:3]) for name in months.split())
    else:
        ticks = tuple((str(year), "") for year in range(begins, ends + 1))
    label = f"{words.bound(say(item.milestone.when, item.reckoned))} in {begins}" + (
        f" to {ends}" if ends > begins else ""
    )
    return Strip(label, ticks, kind, percent(first), width, now, ghost)


def announcement(name: str, shelf: Shelf) -> dict[str, object]:
    """What the page of one announcement shows: its text marked, beside what was made of it."""
    view = shelf.view
    told = view.announcements[name]
    items = shelf.told_in.get(name, ())
    marks = texts.marks_of(items, name)
    numbered = {m.number for m in marks}
    parties = tuple(dict.fromkeys(p for item in items for p in item.milestone.parties))
    return {
        "title": told.title or name,
        "told": told,
        "parties": names.parties(parties, 8),
        "published": words.day(told.published) if told.published else "",
        "published_from": _PUBLISHED_FROM.get(told.published_from or "", ""),
        "source": safe_url(told.url) or safe_url(told.source),
        "source_words": told.source,
        "paragraphs": list(texts.marked_paragraphs(told.text, marks)),
        "entries": [
            {
                "number": number,
                "linked": number in numbered,
                "item": item.milestone,
                "href": shelf.milestone(item.milestone.id),
                "column": words.column(item, view.today, view.zone),
                "doubt": item.milestone.doubt or item.reckoned.doubt,
                "standing": item.standing(view.today),
                "again": len(item.milestone.again),
            }
            for number, item in enumerate(items, 1)
        ],
        "edit": next((link for item in items if (link := edit_link(item, shelf))), ""),
        "filtered": "",
    }


def _weekday(day: date) -> str:
    return words.WEEKDAYS[day.weekday()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

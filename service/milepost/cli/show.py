"""``show``: all milestones by what they need, or the life of one with its sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Final

import typer

from milepost.agenda import is_window
from milepost.cli.asking import Asked, question
from milepost.cli.output import Sheet, count, plain, print_json, say_when, sign_of
from milepost.cli.questions import move_record
from milepost.errors import MilepostError
from milepost.model import Dated, Observation, quote_record
from milepost.when import Reckoned, anchors, local, say, say_away, write
from milepost.when.words import say_day

_REMINDERS: Final = 8
"""Reminders shown of one milestone; what recurs has no end of them."""
_SECTIONS: Final = {
    "overdue": "OVERDUE",
    "this_week": "THIS WEEK",
    "this_month": "THIS MONTH",
    "open_windows": "OPEN WINDOWS",
    "later": "LATER",
    "undated": "UNDATED",
}


@question
def command(
    asked: Asked,
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One milestone.")] = None,
    *,
    as_json: bool,
) -> None:
    """All milestones, or the life of one: its dates, sentences, moves and what rests on it."""
    if name is None:
        _all(asked, as_json)
        return
    from milepost.agenda import milestone_of

    item = milestone_of(asked.everything, name)
    if item is None:
        raise MilepostError(_unknown(asked, name))
    if as_json:
        print_json(_record(item, asked))
    else:
        _one(item, asked)


def _unknown(asked: Asked, name: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, [item.milestone.id for item in asked.everything], score_cutoff=60)
    hint = f"; did you mean {near[0]}?" if near else ": milepost show lists them"
    known = f" known on {asked.believed}" if asked.believed else ""
    return f"there is no milestone {plain(name)}{known}{hint}"


def _all(asked: Asked, as_json: bool) -> None:
    from milepost.agenda import agenda

    if as_json:
        print_json({"milestones": [item.record(asked.today) for item in asked.items]})
        return
    sorted_in = agenda(asked.items, asked.today)
    sheet = Sheet()
    sheet.head(asked.snapshot.settings.calendar.name, say_day(asked.today))
    sheet.rule()
    shown = set()
    for name, title in _SECTIONS.items():
        items = getattr(sorted_in, name)
        if items:
            sheet.section(title)
        for item in items:
            shown.add(item.milestone.id)
            away = say_away(item.reckoned, item.milestone.when, asked.today)
            below = item.milestone.id
            late = name == "overdue"
            sheet.row(
                say_when(item, asked.today), sign_of(item), item.milestone.title, away, below, alarm=late
            )
    rest = [item for item in asked.items if item.milestone.id not in shown]
    if rest:
        sheet.section("PAST, DONE AND CANCELLED")
    for item in rest:
        end = "done" if item.milestone.done else item.standing(asked.today)
        sheet.row(say_when(item, asked.today), sign_of(item), item.milestone.title, end, item.milestone.id)
    sheet.rule()
    sheet.text(f"{count(len(asked.items), 'milestone')}. The life of one: milepost show ID")
    sheet.print()


def _rests_on(item: Dated, asked: Asked) -> list[Dated]:
    names = {item.milestone.id, *item.milestone.aliases}
    return [other for other in asked.everything if not names.isdisjoint(anchors(other.milestone.when))]


def _record(item: Dated, asked: Asked) -> dict[str, Any]:
    from milepost.agenda import moves

    m = item.milestone
    return item.record(asked.today) | {
        "announcement": m.announcement,
        "published": m.published.isoformat() if m.published else None,
        "source": m.source,
        "url": m.url,
        "done": m.done.isoformat() if m.done else None,
        "perhaps": m.perhaps,
        "note": m.note,
        "aliases": list(m.aliases),
        "also": [quote_record(quote) for quote in m.again],
        "steps": list(item.reckoned.steps),
        "waits_for": item.reckoned.waits_for,
        "history": [_told(seen) for seen in m.history],
        "moves": [move_record(move) for move in moves(item, asked.known)],
        "then": [other.milestone.id for other in _rests_on(item, asked)],
        "file": f"{m.written.path}:{m.written.line}" if m.written else None,
    }


def _told(seen: Observation) -> dict[str, Any]:
    return {
        "published": seen.published.isoformat() if seen.published else None,
        "announcement": seen.announcement,
        "when": write(seen.when) if seen.when is not None else None,
        "standing": seen.standing,
        "done": seen.done.isoformat() if seen.done else None,
        "place": seen.place,
        "title": seen.title,
        "quote": quote_record(seen.quote) if seen.quote else None,
        "source": seen.source,
        "file": f"{seen.written.path}:{seen.written.line}" if seen.written else None,
    }


def _one(item: Dated, asked: Asked) -> None:
    m, today = item.milestone, asked.today
    sheet = Sheet()
    sheet.head(plain(m.title))
    sheet.text(
        plain(" · ".join(part for part in (m.kind, ", ".join(m.parties), ", ".join(m.topics)) if part))
    )
    sheet.rule()
    standing = item.standing(today)
    state = f"; done on {say_day(m.done)}" if m.done else "; cancelled" if standing == "cancelled" else ""
    sheet.field("when", f"{_state(item, today)}{state}", *_bounds(item), *_bar(item, today))
    for name, text in (
        ("doubt", m.doubt or item.reckoned.doubt),
        ("waits for", item.reckoned.waits_for),
        ("perhaps", f"{m.perhaps}: {m.perhaps_because}" if m.perhaps else None),
        ("place", m.place),
        ("actors", ", ".join(m.actors)),
        (
            "series",
            f"{m.series.name}{f', {m.series.number}' if m.series.number else ''}" if m.series else None,
        ),
        ("note", m.note),
    ):
        if text:
            sheet.field(name, plain(text))
    quotes = [quote for quote in (m.quote, *m.again) if quote]
    if quotes:
        sheet.field("sentence", *(plain(quote.text) for quote in quotes))
    told = asked.snapshot.announcements.get(m.announcement or "")
    source = [told.title if told else m.source, say_day(m.published) if m.published else ""]
    if told:
        source.append(told.source)
    if any(source):
        sheet.field("source", plain(", ".join(part for part in source if part)))
    steps = [f"“{m.said}”"] if m.said else []
    if steps or item.reckoned.steps:
        sheet.field("reckoned", *map(plain, (*steps, *item.reckoned.steps)))
    sheet.field("written", f"when: {plain(write(m.when))}")
    sheet.field("history", *_history(item, asked))
    if reminders := _reminders(item, asked):
        sheet.field("reminders", *reminders)
    rests = _rests_on(item, asked)
    if rests:
        sheet.field("then", *(f"{say_when(o, today)}, {plain(o.milestone.title)}" for o in rests))
    if m.written:
        sheet.field("file", f"{m.written.path}:{m.written.line}")
    sheet.print()


def _state(item: Dated, today: date) -> str:
    """The date as it stands today, in words."""
    said = say_when(item, today)
    if item.reckoned.days is None or item.milestone.done or item.standing(today) == "cancelled":
        return said
    away = say_away(item.reckoned, item.milestone.when, today)
    if is_window(item):
        the = "the " if said.split()[0] in ("first", "second", "third", "fourth") else ""
        return f"some time in {the}{said}; no day set, {away}"
    return f"{said}, {away}"


def _bounds(item: Dated) -> list[str]:
    first, last = item.first, item.last
    if first == last:
        return []
    parts = [f"{say_day(first)} at the earliest"] if first else []
    parts += [f"{say_day(last)} at the latest"] if last else []
    return [", ".join(parts)] if parts else []


def _bar(item: Dated, today: date) -> list[str]:
    """The year as a line of four and a third columns a month, the days in it, and today."""
    first, last = item.first or item.last, item.last or item.first
    if first is None or last is None or first.year != last.year or first == last:
        return []
    year = first.year

    def column(day: date) -> int:
        return min(59, (day.timetuple().tm_yday - 1) * 60 // 366)

    bar = [" "] * 60
    fill = "░" if sign_of(item) in ("window", "doubt") else "━"
    for at in range(column(first), column(last) + 1):
        bar[at] = fill
    lines = ["", f"{year}  " + "".join(f"{letter}····" for letter in "JFMAMJJASOND")]
    if today.year == year:
        bar[column(today)] = "┃"
        return [*lines, " " * 6 + "".join(bar), " " * 6 + " " * column(today) + "┃ today", ""]
    return [*lines, " " * 6 + "".join(bar), ""]


def _reminders(item: Dated, asked: Asked) -> list[str]:
    """What is to be told of it from that day on, and to whom."""
    from milepost.reminders import HORIZON, believe, due

    now = datetime.combine(asked.today, time(), UTC)
    belief, _ = believe(item, None, now)
    coming, _ = due((item,), {item.milestone.id: belief}, asked.snapshot.settings, now, now + HORIZON)
    to: dict[tuple[datetime, str, str], list[str]] = {}
    for one in coming:
        if one.edge != "digest":
            to.setdefault((one.due, one.edge, one.lead), []).append(one.to)
    rows = [(at, _edge(edge, lead), ", ".join(names)) for (at, edge, lead), names in sorted(to.items())]
    width = max((len(what) for _, what, _ in rows), default=0)
    zone = asked.snapshot.settings.calendar.zone
    more = [f"and {len(rows) - _REMINDERS} more"] if len(rows) > _REMINDERS else []
    return [
        f"{here.day:>2} {here:%b %Y, %H:%M}   {what:<{width}}   → {plain(names)}"
        for at, what, names in rows[:_REMINDERS]
        for here in (local(at, zone),)
    ] + more


def _edge(edge: str, lead: str) -> str:
    match edge:
        case "lead":
            return "on the day" if lead.startswith("0 ") else f"{lead.partition(' at ')[0]} before"
        case "closes":
            return f"{lead} it closes" if lead else "closes"
        case "halfway":
            return "halfway, still no day"
        case "undated":
            return f"still no date, {lead}"
        case _:
            return edge


def _history(item: Dated, asked: Asked) -> list[str]:
    from milepost.agenda import moves

    by_told = {id(move.told): move for move in moves(item, asked.known)}
    rows: list[tuple[str, str, str, Observation]] = []
    when = ""
    for n, seen in enumerate(item.milestone.history):
        day = f"{seen.published.day:>2} {seen.published:%b %Y}" if seen.published else "-- --- ----"
        move = by_told.get(id(seen))
        if n == 0:
            when, what = say(seen.when or item.milestone.when, Reckoned(None)), "first told"
        elif move is not None:
            by = f" {abs(move.by)} days {'later' if move.by > 0 else 'earlier'}" if move.by else ""
            when = say(move.after, Reckoned(move.days_after))
            what = f"{move.what}{by if move.what != 'narrowed' else ''}"
        elif seen.done:
            what = f"done on {say_day(seen.done)}"
        else:
            what = "told again, no nearer"
        rows.append((day, when, what, seen))
    width = max((len(row[1]) for row in rows), default=0)
    lines = []
    for n, (day, said, what, seen) in enumerate(rows):
        where = seen.announcement or seen.source
        lines.append(plain(f"{day}   ").strip() + f"   {plain(said):<{width}}   {plain(what)}")
        if n and where:
            lines.append(f"{'':<14}{plain(where)}{f': “{plain(seen.quote.text)}”' if seen.quote else ''}")
    return lines

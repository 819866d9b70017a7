"""The questions about many milestones: due, overdue, undated, slipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from milepost.cli.asking import Asked, question, until
from milepost.cli.output import Sheet, count, print_json, say_when, sign_of
from milepost.model import Dated
from milepost.when import Every, say, say_away
from milepost.when.words import say_day, say_days


@question
def due(
    asked: Asked,
    within: Annotated[str, typer.Option("--within", metavar="LENGTH", help="How far to look.")] = "30d",
    *,
    as_json: bool,
) -> None:
    """What falls due, with what is overdue before it."""
    from milepost import agenda

    last = until(within, asked.today, "--within")
    late = [item for item in asked.items if agenda.is_overdue(item, asked.today)]
    found = agenda.due(asked.items, asked.today, last)
    if as_json:
        print_json(
            {
                "from": asked.today.isoformat(),
                "to": last.isoformat(),
                "overdue": _records(late, asked.today),
                "milestones": [i.record(asked.today) | {"falls": day.isoformat()} for day, i in found],
            }
        )
        return
    sheet = Sheet()
    sheet.head(say_days(asked.today, last), f"times of {asked.snapshot.settings.calendar.zone}")
    sheet.rule()
    _overdue_rows(sheet, late, asked)
    week = asked.today + timedelta(days=6 - asked.today.weekday())
    for title, first, end in (
        ("THIS WEEK", date.min, week),
        ("THIS MONTH", week, asked.today + timedelta(days=31)),
        ("LATER", asked.today + timedelta(days=31), date.max),
    ):
        some = [(day, item) for day, item in found if first < day <= end]
        if some:
            sheet.section(title)
        for day, item in some:
            _due_row(sheet, day, item, asked)
    sheet.rule()
    sheet.text(
        f"{len(late)} overdue, {len(found)} due. Open windows and undated: milepost show, milepost undated."
    )
    sheet.print()


@question
def overdue(
    asked: Asked,
    series: Annotated[
        bool, typer.Option("--series", help="Series late against their own rhythm instead.")
    ] = False,
    *,
    as_json: bool,
) -> None:
    """What is past its day, and neither done nor cancelled."""
    from milepost import agenda

    if series:
        _late_series(asked, as_json)
        return
    late = [item for item in asked.items if agenda.is_overdue(item, asked.today)]
    if as_json:
        print_json({"milestones": _records(late, asked.today)})
        return
    sheet = Sheet()
    sheet.head("Overdue", say_day(asked.today))
    sheet.rule()
    for item in late:
        _overdue_row(sheet, item, asked)
    sheet.rule()
    sheet.text(f"{count(len(late), 'milestone')} overdue. Write done: or an update when you hear of one.")
    sheet.print()


def _late_series(asked: Asked, as_json: bool) -> None:
    from milepost import agenda

    found = agenda.late_series(asked.items, asked.today)
    if as_json:
        print_json(
            {
                "series": [
                    {
                        "name": late.series,
                        "rhythm_days": late.rhythm,
                        "expected": late.expected.isoformat(),
                        "days_over": (asked.today - late.expected).days,
                        "last": late.last.record(asked.today),
                    }
                    for late in found
                ]
            }
        )
        return
    sheet = Sheet()
    sheet.head("Series late against their own rhythm", say_day(asked.today))
    sheet.rule()
    for late in found:
        over = f"{(asked.today - late.expected).days} days over"
        last = f"every {late.rhythm} days or so; last {say_when(late.last, asked.today)}"
        sheet.row(
            f"about {say_day(late.expected, asked.today.year)}", "window", late.series, over, last, alarm=True
        )
    sheet.rule()
    sheet.text(f"{len(found)} series late.")
    sheet.print()


@question
def undated(
    asked: Asked,
    closing: Annotated[
        str | None,
        typer.Option(
            "--closing", metavar="LENGTH", help="Windows that close so soon with no day set instead."
        ),
    ] = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="What rests on something that has not happened instead.")
    ] = False,
    *,
    as_json: bool,
) -> None:
    """What was promised without a date."""
    from milepost import agenda

    today = asked.today
    if closing is not None:
        title, noun = "Windows that close with no day set", "open window"
        found = agenda.closing(asked.items, today, until(closing, today, "--closing"))
    elif waiting:
        title, noun = "Resting on what has not happened", "milestone"
        selected = {item.milestone.id for item in asked.items}
        found = tuple(i for i in agenda.waiting(asked.everything, today) if i.milestone.id in selected)
    else:
        title, noun = "Promised without a date", "milestone"
        found = tuple(item for item in asked.items if item.standing(today) == "undated")
    if as_json:
        print_json({"milestones": _records(found, today)})
        return
    sheet = Sheet()
    sheet.head(title, say_day(today))
    sheet.rule()
    for item in found:
        m = item.milestone
        told = f"told {say_day(m.published)}, {(today - m.published).days} days ago" if m.published else ""
        rests = f"waits for {item.reckoned.waits_for}" if item.reckoned.waits_for else ""
        away = say_away(item.reckoned, m.when, today) if item.reckoned.days else m.kind
        quote = f"“{m.quote.text}”" if m.quote and not item.reckoned.days else ""
        below = "; ".join(part for part in (told, rests) if part)
        sheet.row(say_when(item, today), sign_of(item), m.title, away, quote, below)
    sheet.rule()
    sheet.text(f"{count(len(found), noun)}.")
    sheet.print()


@question
def slipped(
    asked: Asked,
    *,
    as_json: bool,
) -> None:
    """What was put off, how often, by how long, and who said so; the longest delay first."""
    from milepost import agenda

    selected = {item.milestone.id for item in asked.items}
    found = [slip for slip in agenda.slipped(asked.everything) if slip.item.milestone.id in selected]
    if as_json:
        print_json(
            {
                "milestones": [
                    slip.item.record(asked.today)
                    | {
                        "slipped_days": slip.days,
                        "slipped_times": slip.times,
                        "moves": [move_record(move) for move in slip.moves],
                    }
                    for slip in found
                ]
            }
        )
        return
    sheet = Sheet()
    sheet.head("Slipped since they were told", say_day(asked.today))
    sheet.rule()
    for slip in found:
        m = slip.item.milestone
        times = "" if slip.times == 1 else f" in {slip.times} moves"
        right = f"{slip.days} days later{times}" if slip.days else slip.moves[-1].what
        whose = " · ".join(part for part in (", ".join(m.parties), ", ".join(m.actors)) if part)
        lines = [say_move(move) for move in slip.moves]
        sheet.row(
            say_when(slip.item, asked.today), sign_of(slip.item, moved=True), m.title, right, whose, *lines
        )
    sheet.rule()
    sheet.text(f"{count(len(found), 'milestone')} slipped.")
    sheet.print()


def say_move(move: Any) -> str:
    """A move as one line: when it was told, from what to what, by how much, by whom."""
    before, after = (_say(move.before, move.days_before), _say(move.after, move.days_after))
    told = move.told
    by = f" ({move.by:+} days)" if move.by else ""
    what = f"{before} → {after}{by}" if move.what not in ("cancelled",) else f"{before}, cancelled"
    where = told.announcement or told.source or (told.written.path if told.written else "")
    return (
        f"{say_day(told.published) if told.published else 'one day'}: {what}{f', {where}' if where else ''}"
    )


def _say(when: Any, days: Any) -> str:
    from milepost.when import Reckoned

    return say(when, Reckoned(days))


def move_record(move: Any) -> Mapping[str, Any]:
    """A move as JSON."""
    from milepost.when import write

    told = move.told
    return {
        "what": move.what,
        "from": write(move.before),
        "to": write(move.after),
        "days": move.by,
        "published": told.published.isoformat() if told.published else None,
        "announcement": told.announcement,
        "source": told.source,
        "quote": told.quote.text if told.quote else None,
        "file": f"{told.written.path}:{told.written.line}" if told.written else None,
    }


def _records(items: Iterable[Dated], today: date) -> list[dict[str, Any]]:
    return [item.record(today) for item in items]


def _overdue_rows(sheet: Sheet, late: list[Dated], asked: Asked) -> None:
    if late:
        sheet.section("OVERDUE")
    for item in late:
        _overdue_row(sheet, item, asked)


def _overdue_row(sheet: Sheet, item: Dated, asked: Asked) -> None:
    over = say_away(item.reckoned, item.milestone.when, asked.today)
    sheet.row(say_when(item, asked.today), sign_of(item), item.milestone.title, over, alarm=True)


def _due_row(sheet: Sheet, day: date, item: Dated, asked: Asked) -> None:
    from milepost import agenda
    from milepost.when import Days, Reckoned

    m, today = item.milestone, asked.today
    text, away = say_when(item, today, weekday=True), say_away(item.reckoned, m.when, today)
    if isinstance(m.when, Every):
        text = f"{day:%a} {say_day(day, today.year)}"
        away = say_away(Reckoned(Days(day, day, spans=True)), m.when.first, today)
    moved = [move for move in agenda.moves(item, asked.known) if move.what == "moved"]
    was = f", was {_say(moved[-1].before, moved[-1].days_before)}" if moved else ""
    sheet.row(text, sign_of(item, moved=bool(moved)), f"{m.title}{was}", away)

"""``milepost dates``: the temporal expressions of a text, for people and for other programs."""

from __future__ import annotations

import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final

import typer

from milepost.errors import MilepostError, SourceError

if TYPE_CHECKING:
    from milepost.reading.dates import Timex
    from milepost.settings import Settings
    from milepost.when import Calendar, Days, Reckoned

_ASKS_WHOSE: Final = re.compile(r"(?i)\b(?:fiscal|financial year|budget year|FY|(?:working|business) days?)")


def command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A file (.txt .md .html .pdf .eml), a URL, or -.")] = "-",
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day it was published: 2026-01-16.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"doc", "created", "text"}, write a line a date.')
    ] = False,
) -> None:
    """The temporal expressions of a text, as read on its day of publication."""
    settings = settings_of(context.obj)
    if jsonl:
        _lines(sys.stdin.buffer, settings)
        return
    from milepost.cli.asking import a_day
    from milepost.cli.output import print_json
    from milepost.reading.dates import find

    text, day = text_of(source, a_day(published, "--published"), settings)
    calendar = calendar_of(text, settings)
    found = find(text, day, calendar)
    if as_json:
        print_json([record(timex, text, day, calendar) for timex in found])
    else:
        _show(found, text, day, calendar)


def text_of(source: str, published: date | None, settings: Settings) -> tuple[str, date | None]:
    """The text of a source, and its day of publication: as given, else as it says of itself."""
    from milepost.app.clock import now
    from milepost.app.intake import Said, arrive

    announcement = arrive(source, Said(published), now(), settings).announcement
    return announcement.text, announcement.published or told_by(announcement.text)


def told_by(text: str) -> date | None:
    """The day of publication that a text pins down itself, or None."""
    from milepost.reading.published import published

    told = published(text)
    return told[0] if told else None


def settings_of(config: Path) -> Settings:
    """The settings of the config, where there is one without mistakes, else the plain ones."""
    from milepost.app.home import Home
    from milepost.settings import Settings

    try:
        return Home(config).snapshot().settings
    except MilepostError:
        return Settings()


def calendar_of(text: str, settings: Settings) -> Calendar:
    """Whose fiscal years and working days a text means: its first party's, else the config's country's."""
    from milepost.reading.parties import principals

    home = settings.calendar.country
    if _ASKS_WHOSE.search(text):
        home = next((code for code in principals(text) if len(code) == 2), home)
    return settings.calendar.of(home)


def reckoned(timex: Timex, published: date | None, calendar: Calendar) -> Reckoned | None:
    """The days of an expression, with the day of publication as its only anchor."""
    from milepost.when import Days, Reckoned, reckon

    if timex.when is None:
        return None

    def anchor(name: str) -> Reckoned | None:
        known = published if name == "publication" else None
        return Reckoned(Days(known, known, spans=True)) if known else None

    return reckon(timex.when, calendar, anchor)


def edtf_of(timex: Timex, published: date | None, calendar: Calendar) -> str | None:
    """The EDTF that an expression resolves to, with its bound; None where no day can be told."""
    from milepost.when import edtf

    days = reckoned(timex, published, calendar)
    return edtf(timex.when, days, calendar.zone) if timex.when is not None and days else None


def record(timex: Timex, text: str, published: date | None, calendar: Calendar) -> dict[str, Any]:
    """An expression as ``--json`` shows it."""
    from milepost.when import write

    days = reckoned(timex, published, calendar)
    return {
        "start": timex.start,
        "end": timex.end,
        "text": text[timex.start : timex.end],
        "type": timex.type,
        "value": timex.value,
        "edtf": edtf_of(timex, published, calendar),
        "when_text": write(timex.when) if timex.when is not None else None,
        "said": {"start": timex.said[0], "end": timex.said[1], "text": text[timex.said[0] : timex.said[1]]},
        "inferred": timex.inferred,
        "doubt": timex.doubt or (days.doubt if days else None),
        "needs_published": timex.needs_published,
        "rules": list(timex.rules),
    }


def _lines(stream: BinaryIO, settings: Settings) -> None:
    from milepost.reading.dates import find

    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        doc, created, text = _document(line, number)
        created = created or told_by(text)
        calendar = calendar_of(text, settings)
        for timex in find(text, created, calendar):
            code = edtf_of(timex, created, calendar)
            for part in timex.parts or (timex,):
                sys.stdout.write(
                    json.dumps(
                        {
                            "doc": doc,
                            "start": part.start,
                            "end": part.end,
                            "text": text[part.start : part.end],
                            "type": part.type,
                            "value": part.value,
                            "edtf": code,
                        }
                    )
                    + "\n"
                )


def _document(line: bytes, number: int) -> tuple[Any, date | None, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f'line {number} of stdin is no JSON: write {{"doc", "created", "text"}}') from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise SourceError(f'line {number} of stdin has no text: write {{"doc", "created", "text"}}')
    created = row.get("created") or None
    if created is None:
        return row.get("doc"), None, row["text"]
    try:
        return row.get("doc"), datetime.fromisoformat(created).date(), row["text"]
    except (ValueError, TypeError):
        raise SourceError(f"line {number} of stdin: created is no day: write it as 2026-01-16") from None


def _show(found: tuple[Timex, ...], text: str, published: date | None, calendar: Calendar) -> None:
    from milepost.cli.output import Sheet, count, plain
    from milepost.when import Reckoned, say

    sheet = Sheet()
    known = f"published {published.isoformat()}" if published else "day of publication not given"
    sheet.head(count(len(found), "expression"), known)
    sheet.rule()
    for timex in found:
        days = reckoned(timex, published, calendar)
        words = plain(text[timex.said[0] : timex.said[1]])
        when = say(timex.when, days or Reckoned(None)) if timex.when is not None else timex.value
        doubt = timex.doubt or (days.doubt if days else None)
        notes = [note for note in (timex.inferred, doubt) if note]
        sheet.row(when, _sign(timex, days.days if days else None), f"“{words}”", timex.type.lower(), *notes)
    sheet.rule()
    waiting = sum(timex.needs_published for timex in found)
    if waiting:
        sheet.text(f"{count(waiting, 'date needs', 'dates need')} the day of publication: give --published.")
    sheet.print()


def _sign(timex: Timex, days: Days | None) -> Any:
    from milepost.when import Between, By, During, From

    if timex.doubt:
        return "doubt"
    if days is None:
        return "undated"
    match timex.when:
        case By():
            return "by"
        case From():
            return "from"
        case During() | Between():
            return "window"
        case _:
            return "day" if days.first == days.last else "span"

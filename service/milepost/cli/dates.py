"""``milepost dates``: the temporal expressions of a text, for people and for other programs."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from milepost.errors import MilepostError, SourceError

if TYPE_CHECKING:
    from milepost.reading.dates import Timex
    from milepost.when import Calendar, Days, Reckoned


def command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A text file, or - for stdin.")] = "-",
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day it was published: 2026-01-16.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read lines {"doc", "created", "text"}, write a line a date.')
    ] = False,
) -> None:
    """The temporal expressions of a text, as read on its day of publication."""
    if jsonl:
        _lines(sys.stdin.buffer, calendar_of(context.obj))
        return
    text = text_of(source)
    day = day_of(published)
    from milepost.cli.output import print_json
    from milepost.reading.dates import find

    calendar = calendar_of(context.obj)
    found = find(text, day, calendar)
    if as_json:
        print_json([record(timex, text, day, calendar) for timex in found])
    else:
        _show(found, text, day, calendar)


def text_of(source: str) -> str:
    """The text of a file, or of stdin for ``-``; SourceError with a sentence where there is none."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError(f"{source} cannot be read ({why}): name a text file, or - for stdin") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{source} is no UTF-8 text (byte {error.start}): save it as UTF-8, or read it with milepost read"
        ) from error


def day_of(published: str | None) -> date | None:
    """The day of ``--published``; a wrong one is a usage error (exit 2)."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published)
    except ValueError:
        raise typer.BadParameter(f"there is no day {published}: write one as 2026-01-16") from None


def calendar_of(config: Path) -> Calendar:
    """The calendar of the settings, where there is a config without mistakes, else the plain one."""
    from milepost.app.home import Home
    from milepost.when import Calendar

    if not (Path(config) / "milepost.yaml").exists():
        return Calendar()
    try:
        return Home(config).snapshot().settings.calendar.of(None)
    except (MilepostError, NotImplementedError):
        return Calendar()


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


def _lines(stream: BinaryIO, calendar: Calendar) -> None:
    from milepost.reading.dates import find

    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        doc, created, text = _document(line, number)
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

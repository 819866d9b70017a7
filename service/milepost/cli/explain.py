"""``milepost explain``: which rules made which milestone of which words, and how its date was reckoned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from milepost.reading.dates import Timex
    from milepost.settings import Settings
    from milepost.when import Calendar


def command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a URL, or -.")],
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day it was published: 2026-01-16.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Which rules made a milestone of which words, how its date was reckoned, what was left out and why."""
    from milepost.cli.asking import a_day
    from milepost.cli.dates import calendar_of, settings_of, text_of
    from milepost.cli.output import print_json
    from milepost.reading.dates import find

    settings = settings_of(context.obj)
    text, day = text_of(source, a_day(published, "--published"), settings)
    calendar = calendar_of(text, settings)
    steps = [explained(timex, text, day, calendar) for timex in find(text, day, calendar)]
    told = milestones(text, day, settings)
    if as_json:
        print_json({"published": day.isoformat() if day else None, **told, "dates": steps})
    else:
        show_milestones(told)
        show(steps)


def milestones(text: str, published: date | None, settings: Settings) -> dict[str, Any]:
    """The milestones with their rules and the steps of their dates; what was left out, and why."""
    from milepost.agenda import dated
    from milepost.model import Announcement, Snapshot
    from milepost.reading import read
    from milepost.when import write

    reading = read(Announcement("this", "", text, published, "given" if published else None))
    found = {f.milestone.id: f for f in reading.milestones}
    items = {d.milestone.id: d for d in dated(Snapshot(settings, tuple(f.milestone for f in found.values())))}
    return {
        "milestones": [
            {
                "id": name,
                "title": one.milestone.title,
                "kind": one.milestone.kind,
                "when_text": write(one.milestone.when),
                "line": text.count("\n", 0, one.cue[0]) + 1,
                "cue": {"start": one.cue[0], "end": one.cue[1], "text": text[one.cue[0] : one.cue[1]]},
                "because": one.because,
                "steps": list(items[name].reckoned.steps),
                "waits_for": items[name].reckoned.waits_for,
                "doubt": one.milestone.doubt or items[name].reckoned.doubt,
                "quote": one.milestone.quote.text if one.milestone.quote else "",
            }
            for name, one in found.items()
        ],
        "left_out": [
            {"start": left.start, "end": left.end, "text": left.words, "because": left.because}
            for left in reading.left_out
        ],
        "not_understood": reading.not_understood,
    }


def show_milestones(told: dict[str, Any]) -> None:
    """Why each milestone is one, and why each date that is none was left out, for a person."""
    from milepost.cli.output import Sheet, count, plain

    sheet = Sheet()
    sheet.head(count(len(told["milestones"]), "milestone"))
    if told["not_understood"]:
        sheet.text(told["not_understood"])
    for one in told["milestones"]:
        sheet.rule()
        sheet.text(plain(one["title"]), one["kind"])
        for name, sentences in (
            ("line", [f"{one['line']}: “{plain(one['cue']['text'])}”"]),
            ("when", [one["when_text"]]),
            ("rules", [one["because"]]),
            ("reckoned", one["steps"]),
            ("doubt", [one["doubt"]]),
            ("sentence", [one["quote"]]),
        ):
            for sentence in filter(None, sentences):
                sheet.field(f"  {name}", plain(sentence))
    if told["left_out"]:
        sheet.rule()
        sheet.head("Dates left out")
        for left in told["left_out"]:
            sheet.text(f"  “{plain(left['text'])}”: {left['because']}", dim=True)
    sheet.rule()
    sheet.print()


def explained(timex: Timex, text: str, published: date | None, calendar: Calendar) -> dict[str, Any]:
    """An expression with its rules in the order they fired, and the steps of its reckoning."""
    from milepost.cli.dates import reckoned, record

    days = reckoned(timex, published, calendar)
    return record(timex, text, published, calendar) | {
        "line": text.count("\n", 0, timex.start) + 1,
        "steps": list(days.steps) if days else [],
    }


def show(steps: list[dict[str, Any]]) -> None:
    """The explanations for a person."""
    from milepost.cli.output import Sheet, count, plain

    sheet = Sheet()
    sheet.head(count(len(steps), "expression"))
    for step in steps:
        sheet.rule()
        sheet.text(f"line {step['line']}: “{plain(step['said']['text'])}”", step["type"].lower())
        sheet.text(f"  read as    {step['when_text'] or step['value']}")
        sheet.text(f"  rules      {', '.join(step['rules'])}")
        for name, sentences in (
            ("reckoned", [*step["steps"], *([step["edtf"]] if step["edtf"] else [])]),
            ("inferred", [step["inferred"]]),
            ("doubt", [step["doubt"]]),
        ):
            for sentence in filter(None, sentences):
                sheet.text(f"  {name:<10} {plain(sentence)}", dim=True)
    sheet.rule()
    sheet.print()

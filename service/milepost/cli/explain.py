"""``milepost explain``: which rules fired on which words, and how a date was reckoned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from milepost.reading.dates import Timex
    from milepost.when import Calendar


def command(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, a URL, or -.")],
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day it was published: 2026-01-16.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Which rules fired on which words, and how a date was reckoned."""
    from milepost.cli.dates import calendar_of, day_of, settings_of, text_of
    from milepost.cli.output import print_json
    from milepost.reading.dates import find

    settings = settings_of(context.obj)
    text, day = text_of(source, day_of(published), settings)
    calendar = calendar_of(text, settings)
    steps = [explained(timex, text, day, calendar) for timex in find(text, day, calendar)]
    if as_json:
        print_json({"published": day.isoformat() if day else None, "dates": steps})
    else:
        show(steps)


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

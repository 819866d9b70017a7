"""``check``: every mistake in the config, with its place and what to do about it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from milepost.cli.asking import AsJson, At, a_day
from milepost.cli.output import count, plain, print_json
from milepost.model import Problem


def command(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Let notices fail as well.")] = False,
    github: Annotated[bool, typer.Option("--github", help="Print annotations for GitHub Actions.")] = False,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Every mistake in the config, with its place."""
    from milepost.app import clock
    from milepost.app.home import Home
    from milepost.config import check
    from milepost.when import local

    day = a_day(at, "--at")
    home = Home(context.obj)
    loaded = home.load()
    today = day or local(clock.now(), loaded.settings.calendar.zone).date()
    problems = check(loaded, home.config, today)
    errors = sum(p.severity == "error" for p in problems)
    if as_json:
        print_json({"problems": [_record(p) for p in problems]})
    else:
        for problem in problems:
            if github:
                print(_annotation(problem))
            else:
                print(plain(str(problem)), file=sys.stderr)
        milestones = sum(len(file.entries) for file in loaded.files.values())
        print(_summary(errors, len(problems) - errors, len(loaded.files), milestones))
    if errors or (strict and problems):
        raise typer.Exit(1)


def _summary(errors: int, notices: int, files: int, milestones: int) -> str:
    where = f"{count(files, 'file')}, {count(milestones, 'milestone')}"
    if not errors and not notices:
        return f"{where}, no mistakes."
    found = [count(number, noun) for number, noun in ((errors, "error"), (notices, "notice")) if number]
    return f"{', '.join(found)} in {where}."


def _record(problem: Problem) -> dict[str, str | int | None]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "rule": problem.rule,
        "severity": problem.severity,
    }


def _annotation(problem: Problem) -> str:
    """A workflow command; in it %, line ends, and in properties : and , are escaped."""
    places = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
    given = ",".join(f"{key}={_property(value)}" for key, value in places.items() if value is not None)
    return f"::{problem.severity} {given}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")

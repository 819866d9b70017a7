"""The commands. What is heavy is imported inside a command, so that help comes at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from milepost import __version__
from milepost.cli import (
    build,
    check,
    dates,
    deliveries,
    doctor,
    explain,
    init,
    preview,
    questions,
    read,
    schema,
    serve,
    show,
    test,
    token,
    work,
)
from milepost.errors import ConfigError, MilepostError

app = typer.Typer(
    name="milepost",
    help="Policy announcements as a calendar: what was promised, by whom, and for when.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"milepost {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    config: Annotated[
        Path,
        typer.Option("--config", envvar="MILEPOST_CONFIG", metavar="DIR", help="The folder of the config."),
    ] = Path("config"),
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    context.obj = config


app.command("init")(init.command)
app.command("read")(read.command)
app.command("dates")(dates.command)
app.command("explain")(explain.command)
app.command("check")(check.command)
app.command("show")(show.command)
app.command("due")(questions.due)
app.command("overdue")(questions.overdue)
app.command("undated")(questions.undated)
app.command("slipped")(questions.slipped)
app.command("preview")(preview.command)
app.command("test")(test.command)
app.command("serve")(serve.command)
app.command("work")(work.command)
app.command("build")(build.command)
app.command("deliveries")(deliveries.command)
app.command("retry")(deliveries.retry)
app.command("token")(token.command)
app.command("doctor")(doctor.command)
app.command("schema")(schema.command)


def main() -> None:
    """Run the command line; a failure is one sentence on stderr and exit status 1, never a traceback."""
    try:
        app()
    except ConfigError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        sys.exit(_fail(str(error)))
    except MilepostError as error:
        sys.exit(_fail(str(error)))
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(sentence: str) -> int:
    print(f"milepost: {sentence}", file=sys.stderr)
    return 1

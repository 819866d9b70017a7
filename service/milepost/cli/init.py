"""``init``: a config to begin with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.asking import AsJson
from milepost.cli.output import print_json


def command(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The config folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """A starter config, commented; files that are there stay as they are."""
    from milepost.config import init

    config = Path(folder or context.obj).absolute()
    started = init(config)
    made, kept = ([os.path.relpath(path) for path in paths] for paths in (started.made, started.kept))
    if as_json:
        print_json({"made": made, "kept": kept})
        return
    for path in made:
        print(f"made {path}")
    for path in kept:
        print(f"kept {path} as it is")
    print("Next: put an announcement into seeds/, then milepost read seeds/NAME.txt")

"""``milepost build``: the feeds and pages as static files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made if it is missing.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Write the feeds and pages as static files for any web server; only what changed is touched."""
    from milepost.app import clock
    from milepost.app.build import build
    from milepost.app.home import Home

    built = build(Home(context.obj), folder, clock.now())
    for sentence in built.left_out.values():
        print(f"milepost: left out: {sentence}", file=sys.stderr)
    if as_json:
        told = {"written": built.written, "same": built.same, "removed": built.removed}
        print(json.dumps({**told, "left_out": dict(built.left_out)}))
    else:
        print(f"{folder}: {built.written} written, {built.same} as before, {built.removed} removed")

"""``milepost doctor``: what is configured, reachable, stale or dangerous, and what to do."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Look at everything the service stands on; exit status 1 if something keeps it from working."""
    from milepost.app.doctor import examine
    from milepost.app.home import Home

    findings = examine(Home(context.obj))
    if as_json:
        typer.echo(json.dumps({"findings": [f.record() for f in findings]}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(f"{finding.state:<8} {finding.what}: {finding.sentence}")
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)

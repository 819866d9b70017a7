"""``test NAME``: one message to one recipient, by the real path."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A recipient of the settings.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Also take back that they unsubscribed or snoozed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Send a test to one recipient; if it is taken, the address is suppressed or disabled no longer."""
    import asyncio

    from milepost import store
    from milepost.app.delivery.trial import try_out
    from milepost.app.home import Home
    from milepost.cli.output import print_json

    home = Home(context.obj)
    settings = home.snapshot().settings
    opened = store.open(settings.store, home.root)
    try:
        key = asyncio.run(try_out(home, settings, opened, name, resume=resume))
    finally:
        opened.close()
    if as_json:
        print_json({"to": name, "key": key, "state": "sent"})
    else:
        typer.echo(f"{name} took the test, {key}.")

"""``milepost serve``: web, scheduler and delivery in one process."""

from __future__ import annotations

from typing import Annotated

import typer


def command(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 8000,
) -> None:
    """Serve feeds and pages, and send reminders, until SIGTERM or Ctrl-C; SIGHUP reads the config again."""
    from milepost.app.home import Home
    from milepost.app.service import run

    run(Home(context.obj), host, port, lambda url: typer.echo(f"Serving {url}  (Ctrl-C ends it)"))

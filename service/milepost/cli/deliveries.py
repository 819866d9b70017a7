"""``deliveries`` and ``retry``: what was sent to whom and what was not, and sending it again."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from milepost.errors import MilepostError
from milepost.model import Delivery, DeliveryState

STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)


def command(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option("--state", metavar="S", help=f"Only one of: {', '.join(STATES)}.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many lines.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the deliveries: what comes next first, then what was settled last."""
    chosen = next((known for known in STATES if known == state), None)
    if state is not None and chosen is None:
        raise typer.BadParameter(
            f"{state} is no state; say one of: {', '.join(STATES)}", param_hint="--state"
        )
    from milepost import store
    from milepost.app.home import Home
    from milepost.cli.output import Sheet, count, print_json

    home = Home(context.obj)
    settings = home.snapshot().settings
    opened = store.open(settings.store, home.root)
    try:
        found = opened.deliveries(chosen, limit)
    finally:
        opened.close()
    if as_json:
        print_json([record(line) for line in found])
        return
    from milepost.when import local

    sheet = Sheet()
    for line in found:
        reminder = line.reminder
        here = local(line.settled or line.next_try or reminder.due, settings.calendar.zone)
        tries = f", {count(line.attempts, 'try', 'tries')}" if line.attempts > 1 else ""
        what = " ".join(part for part in (reminder.edge, reminder.lead) if part)
        sheet.row(
            f"{here:%Y-%m-%d %H:%M:%S}",
            "day",
            f"{reminder.to}: {reminder.milestone or reminder.edge}",
            f"{line.state}{tries}",
            what,
            line.error or "",
            reminder.key,
            alarm=line.state == "dead",
        )
    sheet.text(f"{count(len(found), 'delivery', 'deliveries')}; times of {settings.calendar.zone}", dim=True)
    sheet.print()


def retry(
    context: typer.Context,
    keys: Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="Keys of deliveries.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="Every dead letter.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Send settled deliveries again, under the same key."""
    if bool(keys) == dead:
        raise typer.BadParameter("name keys of deliveries, or say --dead")
    from milepost import store
    from milepost.app import clock
    from milepost.app.home import Home
    from milepost.cli.output import count, print_json

    home = Home(context.obj)
    opened = store.open(home.snapshot().settings.store, home.root)
    try:
        if keys and (missing := opened.missing(keys)):
            raise MilepostError(f"no delivery {missing[0]}: milepost deliveries lists them")
        again = opened.retry(None if dead else keys, clock.now())
    finally:
        opened.close()
    if as_json:
        print_json({"retried": again})
    else:
        typer.echo(f"{count(again, 'delivery', 'deliveries')} will be sent again.")


def record(line: Delivery) -> dict[str, Any]:
    """A delivery as JSON."""
    reminder = line.reminder
    return {
        "key": reminder.key,
        "state": line.state,
        "to": reminder.to,
        "channel": reminder.channel,
        "milestone": reminder.milestone or None,
        "edge": reminder.edge,
        "lead": reminder.lead or None,
        "occurrence": reminder.occurrence or None,
        "due": reminder.due.isoformat(),
        "digest": reminder.bundle,
        "attempts": line.attempts,
        "next_try": line.next_try.isoformat() if line.next_try else None,
        "settled": line.settled.isoformat() if line.settled else None,
        "error": line.error,
    }

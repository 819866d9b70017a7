"""``preview``: the messages that would go out, without sending."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.errors import MilepostError

if TYPE_CHECKING:
    from milepost.app.home import Home
    from milepost.model import Belief, Message, Reminder, Snapshot


def command(
    context: typer.Context,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="MOMENT", help="A day, or a moment: the 24 hours from it. Else from now."
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", help="Only one recipient.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the messages of a day without sending them; their links lead nowhere."""
    from milepost.app import clock
    from milepost.app.home import Home
    from milepost.cli.output import count, plain, print_json

    home = Home(context.obj)
    snapshot = home.snapshot()
    names = [r.name for r in snapshot.settings.recipients]
    if to is not None and to not in names:
        raise MilepostError(f"no recipient {to}; there are: {', '.join(names) or 'none in the settings'}")
    start = clock.now() if at is None else _moment(at, snapshot.settings.calendar.zone)
    found = messages(home, snapshot, start, start + timedelta(days=1), to)
    if as_json:
        print_json([_record(reminder, message) for reminder, message in found])
        return
    for reminder, message in found:
        typer.echo(f"To {reminder.to} by {reminder.channel}, {reminder.due.isoformat(timespec='minutes')}")
        typer.echo(f"Subject: {plain(message.subject)}\n\n{message.text or message.payload['type']}")
    typer.echo(f"{count(len(found), 'message')}.")


def messages(
    home: Home, snapshot: Snapshot, start: datetime, end: datetime, to: str | None
) -> list[tuple[Reminder, Message]]:
    """What falls due from ``start`` to before ``end``, in order, each with its message."""
    from milepost import reminders
    from milepost.agenda import dated
    from milepost.app.delivery.opening import templates

    items = {item.milestone.id: item for item in dated(snapshot)}
    known = _beliefs(home, snapshot)
    beliefs = {name: reminders.believe(item, known.get(name), start)[0] for name, item in items.items()}
    before = start - timedelta(microseconds=1)
    ahead = end + timedelta(days=8)  # a weekly digest tells what comes after it
    coming, _ = reminders.due(items.values(), beliefs, snapshot.settings, before, ahead)
    scene = reminders.Scene(
        items,
        snapshot.settings,
        b"preview",
        reminders.words(templates(home.config)),
        snapshot.announcements,
        snapshot.settings.calendar.url,
    )
    recipients = {r.name: r for r in snapshot.settings.recipients}
    told = {r.key: r for r in coming if start <= r.due < end and (to is None or r.to == to)}
    found = []
    for reminder in sorted(told.values(), key=lambda r: (r.due, r.to, r.key)):
        if reminder.bundle:
            continue
        recipient = recipients[reminder.to]
        if reminder.edge == "digest":
            members = [r for r in told.values() if r.bundle == reminder.key]
            message = reminders.digest(reminder, members, recipient, scene, reminder.due)
        else:
            message = reminders.message(reminder, recipient, scene, reminder.due)
        found.append((reminder, message))
    return found


def _beliefs(home: Home, snapshot: Snapshot) -> dict[str, Belief]:
    """What is remembered, so that keys are those that will be sent; where there is no store none is made."""
    from milepost import store

    url = snapshot.settings.store
    if url.startswith("sqlite:///") and not Path(home.root / url.removeprefix("sqlite:///")).exists():
        return {}
    opened = store.open(url, home.root)
    try:
        return opened.beliefs()
    finally:
        opened.close()


def _moment(text: str, zone: str) -> datetime:
    from milepost.when import tz

    try:
        found = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
    except ValueError:
        raise typer.BadParameter(
            f"{text} is no moment; write 2026-05-05 or 2026-05-05T09:00", param_hint="--at"
        ) from None
    from datetime import UTC

    return (found if found.tzinfo else found.replace(tzinfo=tz(zone))).astimezone(UTC)


def _record(reminder: Reminder, message: Message) -> dict[str, Any]:
    return {
        "key": reminder.key,
        "to": reminder.to,
        "channel": reminder.channel,
        "due": reminder.due.isoformat(),
        "milestone": reminder.milestone or None,
        "edge": reminder.edge,
        "lead": reminder.lead or None,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "payload": message.payload,
    }

"""A trial: one message to one recipient by the real path, and what that shows of the address."""

from __future__ import annotations

from typing import get_args

from milepost import reminders
from milepost.app import clock
from milepost.app.delivery.opening import open_channel, templates
from milepost.app.home import Home
from milepost.errors import DeliveryError, MilepostError
from milepost.model import AskKind, Reminder
from milepost.settings import Settings
from milepost.store import Store


async def try_out(home: Home, settings: Settings, store: Store, name: str, *, resume: bool = False) -> str:
    """Send a test to one recipient by its own channel; the key. DeliveryError where it was not taken.

    What is taken shows that the address works: it is suppressed or disabled no longer. With ``resume``
    it is also taken back that the recipient unsubscribed or snoozed.
    """
    recipient = next((r for r in settings.recipients if r.name == name), None)
    if recipient is None:
        known = ", ".join(r.name for r in settings.recipients) or "none is in the settings"
        raise MilepostError(f"no recipient {name}; there are: {known}")
    now = clock.now()
    reminder = Reminder(
        reminders.key("test", name, recipient.channel, now.isoformat()),
        "",
        0,
        "test",
        "",
        now.isoformat(),
        now,
        name,
        recipient.channel,
    )
    base = settings.calendar.url
    scene = reminders.Scene({}, settings, store.secret(), reminders.words(templates(home.config)), base=base)
    channel = open_channel(recipient.channel, settings, home, clock.now, settings.delivery.timeout)
    try:
        await channel.send(reminders.trial(reminder, recipient, scene), recipient)
    except DeliveryError as error:
        store.record(reminder, "dead", clock.now(), str(error))
        raise
    finally:
        await channel.close()
    store.record(reminder, "sent", clock.now())
    store.lift(name, get_args(AskKind) if resume else ("suppressed", "disabled"))
    return reminder.key

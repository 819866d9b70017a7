"""The hours of a recipient: quiet ones, and the moments of digests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from milepost.reminders.keys import key
from milepost.settings import Recipient
from milepost.when import local, moment

_FOLD: Final = timedelta(hours=1)


def defer(at: datetime, recipient: Recipient) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    if recipient.quiet is None or recipient.quiet[0] == recipient.quiet[1]:
        return at
    start, end = recipient.quiet
    here = local(at, recipient.zone)
    clock = here.time().replace(tzinfo=None)
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return at
    day = here.date() if clock < end else here.date() + timedelta(days=1)
    return max(at, moment(day, end, recipient.zone))


def in_digest(at: datetime, recipient: Recipient, now: datetime, useful: datetime | None) -> datetime | None:
    """When a recipient's digest tells what would be due at a moment; None where it goes out on its own.

    A digest looks ahead: it tells what falls due until the next one. What comes up after it, and
    would be of no use in the next one (``useful`` is its last moment), does not wait for it.
    """
    if recipient.digest is None:
        return None
    before = _digest(at, recipient, -1)
    if before > now:
        return before
    after = defer(_digest(now, recipient, 1), recipient)
    return after if useful is None or after <= useful else None


def _digest(at: datetime, recipient: Recipient, direction: int) -> datetime:
    """The last digest not after (-1), or the first one after (1), a moment."""
    asked = recipient.digest
    if asked is None:
        raise ValueError("no digest was asked for")
    day = local(at, recipient.zone).date() - direction * timedelta(days=1)
    while True:
        if asked.weekday is None or day.weekday() == asked.weekday:
            found = moment(day, asked.at, recipient.zone)
            if (found <= at) if direction < 0 else (found > at):
                return found
        day += direction * timedelta(days=1)


def digest_key(recipient: Recipient, at: datetime) -> str:
    """The key of the digest that a recipient gets at a moment."""
    return key("digest", recipient.name, recipient.channel, at.isoformat())


def overflow(now: datetime) -> datetime:
    """When the rest of too many messages goes out in one: at the next full hour."""
    return now.replace(minute=0, second=0, microsecond=0) + _FOLD

"""Claiming: leases to this process what may go out now, and gives it into its hand."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from milepost import reminders
from milepost.app.delivery.database import Database
from milepost.app.delivery.hand import Hand
from milepost.app.delivery.sending import Sender
from milepost.errors import StoreError
from milepost.model import Delivery
from milepost.reminders.due import digest_at
from milepost.reminders.hours import overflow
from milepost.store import Store

log = logging.getLogger("milepost.delivery")

BATCH: Final = 64
"""Deliveries that are claimed at once."""


def owner() -> str:
    """A name that no other process and no other run has."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


class Claimer:
    """Claims for the hand of this process."""

    def __init__(self, store: Store, database: Database, hand: Hand, sender: Sender) -> None:
        """Claim under a name of its own."""
        self._store = store
        self._database = database
        self._hand = hand
        self._sender = sender
        self._owner = owner()
        self.problem: str | None = None

    async def claim(self, now: datetime) -> bool:
        """Take into hand what may go out now; whether there may be more of it."""
        self._sender.paused = {name: at for name, at in self._sender.paused.items() if at > now}
        busy = self._hand.busy() | self._sender.paused.keys()
        room = min(BATCH, self._hand.room())
        if not room:
            return False
        lease = self._sender.ground.settings.delivery.lease
        astray = self._hand.astray(now, lease)
        try:
            claimed = await self._database.run(self._store.claim, self._owner, now, lease, room, busy, astray)
        except StoreError as error:
            self.problem = str(error)
            log.error("claim failed: %s", error)
            return False
        self.problem = None
        in_hand = {name: self._hand.of(name) for name in {line.reminder.to for line in claimed}}
        alone = await told_alone(claimed, in_hand, self._sender, self._store, self._database, now)
        self._hand.take(alone, now)
        return len(claimed) == room


async def told_alone(
    claimed: Sequence[Delivery],
    in_hand: dict[str, int],
    sender: Sender,
    store: Store,
    database: Database,
    now: datetime,
) -> Sequence[Delivery]:
    """What is within each person's cap of the day; the rest is told together at the next full hour.

    ``in_hand`` is how many more are on their way to each of them already.
    """
    recipients = sender.ground.recipients
    people = {name: r for name in in_hand if (r := recipients.get(name)) and r.channel != "webhook"}
    if not people:
        return claimed
    folded: set[str] = set()
    try:
        sent = await database.run(store.sent_since, list(people), now - timedelta(days=1))
        for name, person in people.items():
            own = [
                line
                for line in claimed
                if line.reminder.to == name
                and line.attempts <= 1
                and line.reminder.edge not in ("digest", "notice", "test")
            ]
            rest = own[max(0, person.cap - sent.get(name, 0) - in_hand[name]) :]
            if rest:
                digest = digest_at(reminders.defer(overflow(now), person), person)
                await database.run(store.fold, digest, rest, now)
                folded |= {line.reminder.key for line in rest}
    except StoreError as error:  # too many messages are better than none
        log.error("not folded: %s", error)
    return [line for line in claimed if line.reminder.key not in folded]

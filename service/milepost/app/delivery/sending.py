"""Sending: one delivery by its recipient's channel, and what follows from how that went."""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from milepost import reminders
from milepost.app.delivery.database import Database
from milepost.app.delivery.figures import CHANNELS, Figures
from milepost.app.delivery.ground import Ground
from milepost.app.delivery.judging import stale
from milepost.app.delivery.opening import open_channel
from milepost.app.delivery.settling import Settler
from milepost.app.home import Home
from milepost.channels import Channel
from milepost.errors import DeliveryError, StoreError
from milepost.model import Ask, AskKind, Delivery, Message, Reminder
from milepost.settings import Recipient
from milepost.store import Store

log = logging.getLogger("milepost.delivery")

FAILING: Final = timedelta(days=5)
"""An endpoint that has only failed for so long is disabled, and its owner told."""

_SLOWEST: Final = 60.0
_SLOW: Final = 0.05


class Sender:
    """Knows the open channels and how each recipient's address has been answering."""

    def __init__(
        self,
        home: Home,
        store: Store,
        database: Database,
        settler: Settler,
        figures: Figures,
        now: Callable[[], datetime],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        ground: Ground,
    ) -> None:
        """Nothing is open before ``stand_on``."""
        self.ground = ground
        self._home = home
        self._store = store
        self._database = database
        self._settler = settler
        self._figures = figures
        self._now = now
        self._spawn = spawn
        self._channels: dict[str, Channel] = {}
        self._in_a_row: Counter[str] = Counter()
        self.paused: dict[str, datetime] = {}
        self.failing: dict[str, datetime] = {}
        self.asks: list[Ask] = []

    async def stand_on(self, ground: Ground) -> None:
        """Send by another ground from now on; channels are opened anew where their settings changed."""
        old, self.ground = self.ground, ground
        if self._channels and _ways(old) == _ways(ground):
            return
        closing, self._channels = (
            self._channels,
            {
                name: open_channel(name, ground.settings, self._home, self._now, ground.timeout)
                for name in CHANNELS
            },
        )
        for channel in closing.values():
            await channel.close()

    async def close(self) -> None:
        """Close every channel."""
        for channel in self._channels.values():
            await channel.close()

    async def remember(self) -> None:
        """Take up how addresses answered before this process."""
        self.failing = await self._database.run(self._store.failing)

    async def send(self, line: Delivery) -> None:
        """Send one claimed delivery and settle it as that went."""
        now = self._now()
        recipient = self.ground.recipients[line.reminder.to]
        told: tuple[str, ...] = ()
        if line.reminder.edge == "digest":
            useful = await self._useful(line.reminder)
            if not useful:
                self._settler.settle(line, "skipped", error="nothing was left to tell")
                return
            told = tuple(r.key for r in useful)
            message = reminders.digest(line.reminder, useful, recipient, self.ground.scene, now)
        else:
            message = self._message(line.reminder, recipient, now)
        try:
            await self._channels[recipient.channel].send(message, recipient)
        except DeliveryError as error:
            self.failed(line, error, told)
        else:
            self._settler.settle(line, "sent", members=told)  # first: whatever breaks now, it is sent
            late = max(0.0, (self._now() - line.reminder.due).total_seconds())
            self._figures.sent(recipient.channel, late)
            self._in_a_row[recipient.name] = 0
            if recipient.name in self.failing:
                del self.failing[recipient.name]
                await self._note(recipient, well=True)
            log.info("sent key=%s to=%s edge=%s", line.reminder.key, recipient.name, line.reminder.edge)

    async def _useful(self, digest: Reminder) -> list[Reminder]:
        """What a digest was to tell and what is still so."""
        members = await self._database.run(self._store.members, digest.key)
        return [
            member.reminder
            for member in members
            if member.reminder.milestone in self.ground.items and not stale(member, self.ground)
        ]

    def _message(self, reminder: Reminder, recipient: Recipient, now: datetime) -> Message:
        if reminder.edge == "notice":
            return reminders.notice(reminder, recipient, self.ground.scene)
        if reminder.edge == "test":
            return reminders.trial(reminder, recipient, self.ground.scene)
        return reminders.message(reminder, recipient, self.ground.scene, now)

    def failed(self, line: Delivery, error: DeliveryError, told: tuple[str, ...] = ()) -> None:
        """Settle what was not taken: another try later, or a dead letter."""
        now = self._now()
        recipient = self.ground.recipients.get(line.reminder.to)
        retries = self.ground.settings.delivery.retries
        log.warning("not sent key=%s attempt=%d: %s", line.reminder.key, line.attempts, error)
        if recipient:
            self._spawn(self._answered_badly(recipient, error, now))
        if error.permanent or line.attempts > len(retries):
            self._settler.settle(line, "dead", error=str(error), members=told)
            return
        wait = retries[line.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311  spreads tries, hides nothing
        if error.retry_after:
            wait = max(wait, error.retry_after)
            self.paused[line.reminder.to] = now + error.retry_after
        elif recipient and recipient.channel == "webhook":
            # An endpoint that fails gets its other messages more slowly, the longer it goes on.
            self._in_a_row[recipient.name] += 1
            slow = min(_SLOWEST, _SLOW * 2 ** min(self._in_a_row[recipient.name], 11))
            self.paused[recipient.name] = now + timedelta(seconds=slow)
        at = reminders.defer(now + wait, recipient) if recipient else now + wait
        self._figures.count("retried", line.reminder.channel)
        self._settler.settle(line, "waiting", next_try=at, error=str(error))

    async def _answered_badly(self, recipient: Recipient, error: DeliveryError, now: datetime) -> None:
        try:
            if error.gone:
                kind: AskKind = "suppressed" if recipient.channel == "email" else "disabled"
                await self._silence(recipient, kind, str(error), now)
            elif recipient.channel == "webhook":
                if recipient.name not in self.failing:
                    await self._note(recipient, well=False)
                    self.failing[recipient.name] = now
                elif now - self.failing[recipient.name] > FAILING:
                    await self._silence(recipient, "disabled", f"it only failed for 5 days: {error}", now)
        except StoreError as trouble:
            log.error("not noted: %s", trouble)

    async def _note(self, recipient: Recipient, *, well: bool) -> None:
        with suppress(StoreError):
            address = reminders.address(recipient)
            await self._database.run(self._store.answered, recipient.name, address, self._now(), well=well)

    async def _silence(self, recipient: Recipient, kind: AskKind, reason: str, now: datetime) -> None:
        """Send nothing more there, and tell somebody who is reached in another way."""
        address = reminders.address(recipient)
        if any(a.recipient == recipient.name and a.kind == kind and a.address == address for a in self.asks):
            return
        ask = Ask(recipient.name, kind, address, now, reason=reason)
        self.asks.append(ask)
        await self._database.run(self._store.ask, ask)
        log.error("%s to=%s: %s", kind, recipient.name, reason)
        others = [r for r in self.ground.recipients.values() if r.name != recipient.name]
        others.sort(key=lambda r: r.channel == recipient.channel)
        if not others:
            return
        owner = others[0]
        told = {
            "heading": f"{recipient.name} is not told any more",
            "sentence": f"Nothing is sent to {recipient.name} any more: {reason}. When that is mended: "
            f"milepost test {recipient.name}, then milepost retry --dead.",
        }
        name = reminders.key("notice", kind, recipient.name, address, now.isoformat(), owner.name)
        word = Reminder(
            name, "", 0, "notice", "", recipient.name, now, owner.name, owner.channel, json.dumps(told)
        )
        await self._database.run(self._store.enqueue, [replace(word, due=reminders.defer(now, owner))], now)


def _ways(ground: Ground) -> tuple[Any, ...]:
    return ground.settings.email, ground.settings.delivery, ground.settings.calendar.name

"""Delivery: plans reminders into the store, claims what is due, sends it, settles each one."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import logging
import os
import random
import secrets
import socket
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from milepost import reminders
from milepost.agenda import dated
from milepost.app.clock import now
from milepost.app.home import Home
from milepost.app.publish import Publisher
from milepost.app.ways import Ways
from milepost.app.words import templates
from milepost.errors import DeliveryError, MilepostError
from milepost.model import Ask, Dated, Reminder, Snapshot
from milepost.model import Delivery as Line
from milepost.settings import Recipient
from milepost.store import Settled, Store

_LOG: Final = logging.getLogger("milepost.delivery")
_TICK: Final = timedelta(seconds=15)
_REPLAN: Final = timedelta(hours=6)
_SNOOZE: Final = timedelta(days=3)
_LATE: Final = timedelta(minutes=5)
"""A due reminder that waits longer than this is a fault that /health tells."""


class Delivery:
    """Sends what falls due, from ``start`` to ``stop``; every method runs in the service's loop."""

    def __init__(self, home: Home, opened: Store, scheduler: BaseScheduler, publisher: Publisher) -> None:
        """Nothing runs yet; the scheduler is the service's."""
        self._home = home
        self._store = opened
        self._scheduler = scheduler
        self._publisher = publisher
        self._snapshot: Snapshot | None = None
        self._items: dict[str, Dated] = {}
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._ways: Ways | None = None
        self._templates = templates(home)
        self._turn = asyncio.Lock()
        self._again = False
        self._stopping = False
        self._counts: Counter[str] = Counter()
        self._lateness = 0.0

    async def start(self) -> None:
        """Take back what an earlier life had in hand, and begin."""
        await asyncio.to_thread(self._store.release, now())
        self._scheduler.add_job(self._work, IntervalTrigger(seconds=_TICK.total_seconds()), id="tick")
        self._scheduler.add_job(self._plan, IntervalTrigger(seconds=_REPLAN.total_seconds()), id="plan")
        await self._wake()

    async def stop(self) -> None:
        """Finish what is in flight; what waits stays in the store."""
        self._stopping = True
        async with self._turn:
            if self._ways:
                await self._ways.close()

    async def snapshot_changed(self, snapshot: Snapshot) -> None:
        """Plan from what is believed now: new dates get new reminders, those for old dates are cancelled."""
        self._snapshot = snapshot
        old, self._ways = self._ways, Ways(self._home, snapshot.settings)
        if old:
            async with self._turn:
                await old.close()
        await self._plan()

    async def _plan(self) -> None:
        if (snapshot := self._snapshot) is None:
            return
        items = dated(snapshot)
        self._items = {item.milestone.id: item for item in items}
        await asyncio.to_thread(self._plan_now, snapshot, items)
        await self._wake()

    def _plan_now(self, snapshot: Snapshot, items: tuple[Dated, ...]) -> None:
        at = now()
        begun = self._store.fact("begun") is not None
        beliefs = self._store.beliefs()
        made = reminders.plan(items, snapshot.settings, beliefs, at, begun=begun)
        self._store.plan(at, made.beliefs, made.waiting, made.skipped, made.planned, begun=not begun)
        if gone := [name for name in beliefs if name not in self._items]:
            self._store.forget(gone, at)

    async def _wake(self) -> None:
        """Set the job for the next due moment; the tick stands in for it where the clock jumps."""
        due = await asyncio.to_thread(self._store.next_due)
        if due is None or self._stopping or not self._scheduler.running:
            return
        self._scheduler.add_job(
            self._work, DateTrigger(max(due, now()), timezone="UTC"), id="next due", replace_existing=True
        )

    async def _work(self) -> None:
        """Send all that is due; a call while another works makes that one look again."""
        self._again = True
        if self._turn.locked() or self._stopping:
            return
        async with self._turn:
            while self._again and not self._stopping:
                self._again = False
                while await self._batch():
                    pass
        await self._wake()

    async def _batch(self) -> bool:
        if (snapshot := self._snapshot) is None or (ways := self._ways) is None:
            return False
        settings = snapshot.settings.delivery
        claimed = await asyncio.to_thread(
            self._store.claim, self._owner, now(), settings.lease, settings.concurrency
        )
        asks = await asyncio.to_thread(self._store.asks, now()) if claimed else []
        await asyncio.gather(*(self._one(line, snapshot, ways, asks) for line in claimed))
        return bool(claimed) and not self._stopping

    async def _one(self, line: Line, snapshot: Snapshot, ways: Ways, asks: list[Ask]) -> None:
        """Send one and settle it; whatever happens to it happens to no other."""
        reminder = line.reminder
        try:
            settled = await self._send(line, snapshot, ways, asks)
        except Exception as error:  # the roof catches everything: one message must not stop the others
            _LOG.exception("delivery broke", extra={"key": reminder.key, "milestone": reminder.milestone})
            settled = self._failed(line, snapshot, DeliveryError(f"{type(error).__name__}: {error}"))
        await asyncio.to_thread(self._store.settle, [settled])
        self._counts[settled.state if settled.state != "waiting" else "retried"] += 1

    async def _send(self, line: Line, snapshot: Snapshot, ways: Ways, asks: list[Ask]) -> Settled:
        reminder, at = line.reminder, now()
        recipient = next((r for r in snapshot.settings.recipients if r.name == reminder.to), None)
        item = self._items.get(reminder.milestone)
        if recipient is None or item is None:
            what = "recipient" if recipient is None else "milestone"
            return self._settled(line, "cancelled", at, f"the {what} is in the config no longer")
        if reason := silenced(recipient, reminder, asks):
            return self._settled(line, "skipped", at, reason)
        if at - reminder.due > snapshot.settings.delivery.grace:
            return self._settled(line, "skipped", at, "missed by more than delivery.grace")
        message = reminders.render(
            self._occasion(reminder, item, recipient, snapshot), snapshot.settings, self._templates, at
        )
        try:
            await ways.send(message, recipient, at)
        except DeliveryError as error:
            return self._failed(line, snapshot, error)
        self._lateness = (now() - reminder.due).total_seconds()
        _LOG.info(
            "delivered",
            extra={
                "key": reminder.key,
                "milestone": reminder.milestone,
                "to": reminder.to,
                "edge": reminder.edge,
            },
        )
        return self._settled(line, "sent", now())

    def _occasion(
        self, reminder: Reminder, item: Dated, recipient: Recipient, snapshot: Snapshot
    ) -> reminders.Occasion:
        base = (snapshot.settings.calendar.url or "").rstrip("/")
        name = item.milestone.announcement
        return reminders.Occasion(
            reminder,
            item,
            recipient,
            snapshot.announcements.get(name) if name else None,
            f"{base}/unsubscribe/{self.token('unsubscribe', recipient.name, '')}" if base else None,
            f"{base}/snooze/{self.token('snooze', recipient.name, item.milestone.id)}" if base else None,
            self._publisher.attachment(item.milestone.id) if recipient.email else None,
            self._publisher.record(item),
        )

    def _settled(
        self,
        line: Line,
        state: Literal["sent", "cancelled", "skipped", "dead"],
        at: datetime,
        error: str | None = None,
    ) -> Settled:
        return Settled(line.reminder.key, line.owner or "", line.attempts, state, at, error=error)

    def _failed(self, line: Line, snapshot: Snapshot, error: DeliveryError) -> Settled:
        """Another try after the next wait, ±20 %, or the dead letters."""
        at, retries = now(), snapshot.settings.delivery.retries
        fields = {
            "key": line.reminder.key,
            "to": line.reminder.to,
            "attempt": line.attempts,
            "error": str(error),
        }
        if error.permanent or line.attempts > len(retries):
            _LOG.warning("delivery failed for good", extra=fields)
            return self._settled(line, "dead", at, str(error))
        wait = retries[line.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, hides nothing
        wait = max(wait, error.retry_after or timedelta())
        _LOG.warning("delivery failed", extra=fields)
        return Settled(
            line.reminder.key, line.owner or "", line.attempts, "waiting", at, at + wait, str(error)
        )

    # What recipients ask for by a link

    def token(self, what: str, recipient: str, milestone: str) -> str:
        """A link's token: what it does for whom, signed with the store's secret."""
        said = "\0".join((what, recipient, milestone)).encode()
        mac = hmac.new(self._store.secret(), said, hashlib.sha256).digest()[:16]
        return base64.urlsafe_b64encode(mac + said).decode().rstrip("=")

    def _read(self, what: str, token: str) -> tuple[Recipient, str] | None:
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            said_what, name, milestone = raw[16:].decode().split("\0")
        except ValueError:
            return None
        true = said_what == what and hmac.compare_digest(self.token(what, name, milestone), token)
        known = self._snapshot.settings.recipients if self._snapshot else ()
        found = next((r for r in known if r.name == name), None) if true else None
        return (found, milestone) if found else None

    def ask(self, what: Literal["unsubscribe", "snooze"], token: str) -> str | None:
        """What following a link of a message will do, in a sentence; None for a token that is not ours."""
        if (read := self._read(what, token)) is None:
            return None
        recipient, milestone = read
        if what == "unsubscribe":
            return f"{address_of(recipient)} will be told nothing more."
        return f"{address_of(recipient)} will hear nothing about {self._title(milestone)} for 3 days."

    def act(self, what: Literal["unsubscribe", "snooze"], token: str) -> str | None:
        """Do it, and tell what was done; None for a token that is not ours."""
        if (read := self._read(what, token)) is None:
            return None
        recipient, milestone = read
        at = now()
        address = address_of(recipient)
        if what == "unsubscribe":
            self._store.ask(Ask(recipient.name, "unsubscribed", address, at))
            return f"{address} is told nothing more."
        self._store.ask(Ask(recipient.name, "snoozed", address, at, milestone, at + _SNOOZE))
        return f"{address} hears nothing about {self._title(milestone)} for 3 days."

    def _title(self, milestone: str) -> str:
        return self._items[milestone].milestone.title if milestone in self._items else milestone

    # What is seen from outside

    def health(self) -> tuple[bool, Mapping[str, Any]]:
        """Whether reminders go out, and what waits."""
        try:
            waiting, oldest = self._store.due(now())
            counts = self._store.counts()
        except MilepostError as error:
            return False, {"error": str(error)}
        late = oldest is not None and now() - oldest > _LATE
        return not late, {
            "due": waiting,
            "oldest_due": oldest.isoformat(timespec="seconds") if oldest else None,
            "states": counts,
        }

    def metrics(self) -> str:
        """Prometheus text (exposition format 0.0.4)."""
        with contextlib.suppress(MilepostError):
            waiting, oldest = self._store.due(now())
            age = max((now() - oldest).total_seconds(), 0) if oldest else 0
            lines = [
                "# TYPE milepost_due gauge",
                f"milepost_due {waiting}",
                "# TYPE milepost_oldest_due_seconds gauge",
                f"milepost_oldest_due_seconds {age:.3f}",
                "# TYPE milepost_lateness_seconds gauge",
                f"milepost_lateness_seconds {self._lateness:.3f}",
                "# TYPE milepost_deliveries_total counter",
                *(
                    f'milepost_deliveries_total{{state="{state}"}} {self._counts[state]}'
                    for state in ("sent", "retried", "dead", "skipped", "cancelled")
                ),
            ]
            return "\n".join(lines) + "\n"
        return ""


def address_of(recipient: Recipient) -> str:
    """Where a recipient is told, for a person to read; never a secret."""
    return recipient.email or (recipient.webhook.url if recipient.webhook else recipient.name)


def silenced(recipient: Recipient, reminder: Reminder, asks: list[Ask]) -> str | None:
    """Why a recipient is not to be told of this now, or None; an ask holds for the address it names."""
    for ask in asks:
        if (
            ask.recipient == recipient.name
            and ask.address == address_of(recipient)
            and ask.milestone in ("", reminder.milestone)
        ):
            return f"{ask.kind} since {ask.since.isoformat(timespec='minutes')}"
    return None

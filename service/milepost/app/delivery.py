"""Delivery: plans what is due, claims it, sends it and settles it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import secrets
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeVar

from milepost import reminders
from milepost.agenda import dated
from milepost.app import clock
from milepost.app.home import Home
from milepost.app.timekeeper import Jumps, Timekeeper
from milepost.channels import Channel
from milepost.errors import DeliveryError, MilepostError, StoreError
from milepost.model import Ask, Belief, Dated, Message, Reminder, Snapshot
from milepost.model import Delivery as Line
from milepost.reminders.changes import believe
from milepost.reminders.due import digest_at
from milepost.reminders.hours import overflow
from milepost.settings import Recipient, Settings
from milepost.store import Settled, Store

log = logging.getLogger("milepost.delivery")

T = TypeVar("T")

BATCH: Final = 64
"""Deliveries that are claimed at once; also how many one recipient may have in hand."""

FAILING: Final = timedelta(days=5)
"""An endpoint that has only failed for so long is disabled, and its owner told."""

_TICK: Final = 1.0
_REPLAN: Final = 3600
_PURGE: Final = 6 * 3600
_OVERDUE: Final = timedelta(minutes=2)
_LOW: Final = 16
"""A recipient with fewer in its queue is given more, so that it never waits for the store."""

_IN_HAND: Final = 2000
_PLANNED: Final = frozenset({"lead", "opens", "halfway", "closes", "undated"})
_BUCKETS: Final = (0.1, 0.5, 1, 5, 30, 120, 600, 3600, 86400)


class Delivery:
    """The delivery half of the service. ``plans`` is false in a worker that only claims and sends."""

    def __init__(
        self,
        home: Home,
        store: Store,
        timekeeper: Timekeeper,
        publisher: Published,
        *,
        plans: bool = True,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """Nothing is planned before ``snapshot_changed`` and nothing sent before ``start``.

        The timekeeper is the caller's, who starts it before and stops it after.
        """
        self._home = home
        self._store = store
        self._timekeeper = timekeeper
        self._publisher = publisher
        self._plans = plans
        self._now = now
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._words = reminders.words(templates(home.config))
        self._secret = store.secret()
        self._database = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._planning = asyncio.Lock()
        self._known: dict[str, tuple[Dated, Belief]] = {}
        self._planned_for: object = None
        self._channels: dict[str, Channel] = {}
        self._held: dict[str, Line] = {}
        self._queues: dict[str, deque[Line]] = {}
        self._running: Counter[str] = Counter()
        self._busy: set[str] = set()
        self._crowded = False
        self._claimed_at = now()
        self._paused: dict[str, datetime] = {}
        self._asks: list[Ask] = []
        self._failing: dict[str, datetime] = {}
        self._told: Counter[str] = Counter()
        self._outcomes: list[tuple[Settled, Line]] = []
        self._settling = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flusher: asyncio.Task[None] | None = None
        self._pumping = False
        self._pump_again = False
        self._stopping = False
        self._jumps = Jumps(now)
        self._ticks = 0
        self._ticked, self._ticked_at = clock.ticks(), now()
        self._counted: Counter[tuple[str, str]] = Counter()
        self._lateness: Counter[float] = Counter()
        self._late_sum = 0.0
        self._state: dict[str, Any] = {}
        self._problems: dict[str, str] = {}
        self._take(Snapshot(Settings()))

    def _take(self, snapshot: Snapshot) -> None:
        if snapshot.settings.delivery.engine != "local":
            raise MilepostError(
                "delivery.engine: celery is not available in this version; write engine: local, and use "
                "a PostgreSQL store with milepost work to share the work among machines"
            )
        self._snapshot = snapshot
        self._recipients = {r.name: r for r in snapshot.settings.recipients}
        self._items = {item.milestone.id: item for item in dated(snapshot)}
        self._scene = reminders.Scene(
            self._items,
            snapshot.settings,
            self._secret,
            self._words,
            snapshot.announcements,
            snapshot.settings.calendar.url,
            self._publisher.attachment,
            self._publisher.record,
        )

    # Start, change, stop

    async def start(self) -> None:
        """Take up what an earlier run left, and deliver from now on."""
        if not self._store.shared:
            await self._db(self._store.release, self._now())
        self._failing = await self._db(self._store.failing)
        self._flusher = asyncio.create_task(self._flush())
        self._timekeeper.every(_TICK, self._tick, "tick")
        if self._plans:
            self._timekeeper.every(_REPLAN, self._replan, "replan")
            self._timekeeper.every(_PURGE, self._purge, "purge")
        await self._tick()

    async def snapshot_changed(self, snapshot: Snapshot) -> None:
        """Plan and deliver by another snapshot from now on."""
        old = self._snapshot.settings
        try:
            self._take(snapshot)
        except MilepostError as error:
            if self._flusher is None:
                raise
            log.error("settings not taken over: %s", error)  # what runs already goes on by the old ones
            return
        new = snapshot.settings
        same = (new.email, new.delivery, new.calendar.name) == (old.email, old.delivery, old.calendar.name)
        if not (same and self._channels):
            closing, self._channels = self._channels, self._connect()
            for channel in closing.values():
                await channel.close()
        if self._plans:
            await self._plan()
        if self._flusher:
            await self._pump()

    async def stop(self) -> None:
        """Claim nothing more, let what is on its way arrive or time out, give the rest back."""
        self._stopping = True
        for job in ("tick", "replan", "purge", "next"):
            self._timekeeper.drop(job)
        while self._pumping:  # noqa: ASYNC110  a claim on its way ends by itself
            await asyncio.sleep(0.01)
        now = self._now()
        for queue in self._queues.values():
            for line in queue:
                self._settle(line, "waiting", next_try=now, refund=True)
            queue.clear()
        if self._tasks:
            limit = self._snapshot.settings.delivery.timeout.total_seconds() + 2
            await asyncio.wait(self._tasks, timeout=limit)
        for task in self._tasks:
            task.cancel()
        if self._flusher:
            self._settling.set()
            with suppress(TimeoutError, StoreError):
                await asyncio.wait_for(self._flusher, 10)
        for channel in self._channels.values():
            await channel.close()
        self._database.shutdown(wait=True)

    def _connect(self) -> dict[str, Channel]:
        names = ("email", "webhook", "apprise")
        settings = self._snapshot.settings
        return {name: open_channel(name, settings, self._home, self._now, self._timeout()) for name in names}

    def _timeout(self) -> timedelta:
        # Under half the lease, so that a claim cannot run out while its request is still on the way.
        delivery = self._snapshot.settings.delivery
        return min(delivery.timeout, delivery.lease / 2 - timedelta(milliseconds=100))

    async def _db(self, work: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, lambda: work(*arguments))

    # Planning

    async def _replan(self) -> None:
        await self._plan(everything=True)

    async def _plan(self, everything: bool = False) -> None:
        async with self._planning:
            try:
                await asyncio.to_thread(self._plan_now, everything)
                self._problems.pop("planning", None)
            except StoreError as error:
                self._planned_for = None  # the tick tries again
                self._problems["planning"] = str(error)
                log.error("planning failed: %s", error)
        await self._wake()

    def _plan_now(self, everything: bool) -> None:
        snapshot, items, now = self._snapshot, self._items, self._now()
        settings = snapshot.settings
        terms = (settings.recipients, settings.remind)
        everything = everything or self._planned_for != terms
        old = self._store.beliefs()
        begun = self._store.fact("begun") is not None
        changed = [
            item
            for name, item in items.items()
            if everything or name not in self._known or self._known[name][0] != item
        ]
        for start in range(0, max(len(changed), 1), 200):
            part = changed[start : start + 200]
            beliefs: dict[str, Belief] = {}
            coming: list[Reminder] = []
            for item in part:
                name = item.milestone.id
                belief, edge = believe(item, old.get(name), now)
                beliefs[name] = belief
                if begun and edge:
                    coming += reminders.notices(item, edge, old.get(name), belief, settings, now)
            new, past = reminders.due(part, beliefs, settings, now, now + reminders.HORIZON)
            unlike = [b for name, b in beliefs.items() if old.get(name) != b or name not in self._known]
            last = start + 200 >= len(changed)
            self._store.plan(now, unlike, coming + new, past, list(beliefs), begun=last and not begun)
            self._known |= {item.milestone.id: (item, beliefs[item.milestone.id]) for item in part}
        gone = [name for name in old if name not in items]
        if gone:
            self._store.forget(gone, now)
            for name in gone:
                self._known.pop(name, None)
        self._planned_for = terms

    # The clock

    async def _tick(self) -> None:
        """Every second: what other processes asked for, what a clock or a lock upset, what is due."""
        now = self._now()
        jumped = self._jumps.since() is not None
        try:
            if jumped:
                self._paused.clear()
                if self._plans:
                    await self._plan(everything=True)
            elif self._plans and self._planned_for is None:
                await self._plan(everything=True)
            await self._refresh()
            if jumped or not self._ticks:
                self._spawn(self._mend(now))
            elif self._ticks % 60 == 0:
                await self._db(self._store.free_orphans, now)
            self._ticks += 1
            self._problems.pop("reading", None)
        except StoreError as error:
            self._problems["reading"] = str(error)
        self._ticked, self._ticked_at = clock.ticks(), now
        await self._pump()

    async def _mend(self, now: datetime) -> None:
        with suppress(StoreError):  # the next jump or start tries again
            await asyncio.to_thread(self._store.mend, now, now + self._furthest())

    def _furthest(self) -> timedelta:
        waits = self._snapshot.settings.delivery.retries
        return max([*waits, timedelta(days=1)]) * 1.3 + timedelta(days=2)

    async def _refresh(self) -> None:
        now = self._now()
        self._asks = await self._db(self._store.asks, now)
        waiting, oldest = await self._db(self._store.due, now, self._failing.keys() | self._paused.keys())
        self._state = {"due": waiting, "oldest_due": oldest.isoformat() if oldest else None}

    async def _wake(self) -> None:
        """See to it that what falls due next is claimed at its moment."""
        if self._stopping or not self._timekeeper.running:
            return
        try:
            # What was due before was claimed, or belongs to somebody who is busy and asks for it then.
            at = await self._db(self._store.next_due, self._claimed_at)
        except StoreError:
            return  # the tick tries again
        if at is None or at - self._now() > timedelta(seconds=2 * _TICK):
            return  # a tick will see it in time, and sees it again if the clock is set
        if at > self._now():
            self._timekeeper.at(at, self._again, "next")
        else:  # it fell due since
            await self._again()

    async def _purge(self) -> None:
        with suppress(StoreError):
            for _ in range(10_000):
                retention = self._snapshot.settings.delivery.retention
                if not await self._db(self._store.purge, self._now() - retention):
                    return
                await asyncio.sleep(0.1)  # others may write in between

    # Claiming and sending

    async def _pump(self) -> None:
        if self._pumping:
            self._pump_again = True
            return
        self._pumping = True
        try:
            while not self._stopping:
                self._pump_again = False
                if not await self._claim() and not self._pump_again:
                    break
        finally:
            self._pumping = False
        await self._wake()

    async def _claim(self) -> bool:
        """Take into hand what may go out now; whether there may be more of it."""
        now = self._claimed_at = self._now()
        self._paused = {name: until for name, until in self._paused.items() if until > now}
        self._busy = {
            name for name, queue in self._queues.items() if len(queue) >= _LOW
        } | self._paused.keys()
        room = min(BATCH, _IN_HAND - len(self._held))
        self._crowded = room <= 0
        if self._crowded:
            return False
        outlived = {key for key, line in self._held.items() if line.next_try and line.next_try <= now}
        lease = self._snapshot.settings.delivery.lease
        try:
            claimed = await self._db(self._store.claim, self._owner, now, lease, room, self._busy, outlived)
            ids = {line.reminder.milestone for line in claimed}
            revisions = await self._db(self._store.revisions, ids) if claimed else {}
        except StoreError as error:
            self._problems["claiming"] = str(error)
            log.error("claim failed: %s", error)
            return False
        self._problems.pop("claiming", None)
        for line in claimed:
            self._held[line.reminder.key] = line
        try:
            await self._fold(claimed, now)
        except StoreError as error:  # too many messages are better than none
            log.error("not folded: %s", error)
        for line in claimed:
            if line.reminder.key not in self._held:
                continue
            if not await self._judge(line, revisions, now):
                self._queues.setdefault(line.reminder.to, deque()).append(line)
        for name in {line.reminder.to for line in claimed}:
            self._spread(name)
        return len(claimed) == room

    @property
    def _unsettled(self) -> bool:
        return "settling" in self._problems

    def _width(self, name: str) -> int:
        recipient = self._recipients.get(name)
        hook = recipient.webhook if recipient else None
        return (hook.concurrency if hook else None) or self._snapshot.settings.delivery.concurrency

    def _spread(self, name: str) -> None:
        queue = self._queues.get(name)
        # What cannot be acknowledged is not sent either: after a crash, or past its lease, all of it
        # would come twice.
        while queue and self._running[name] < self._width(name) and not self._unsettled:
            line = queue.popleft()
            self._running[name] += 1
            task = asyncio.create_task(self._deliver(line))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if queue is not None and not queue:
            del self._queues[name]

    async def _fold(self, claimed: list[Line], now: datetime) -> None:
        """What goes beyond a person's cap in a day is told together at the next full hour."""
        people = {
            name: r.cap
            for name in {line.reminder.to for line in claimed}
            if (r := self._recipients.get(name)) and r.channel != "webhook"
        }
        if not people:
            return
        sent = await self._db(self._store.sent_since, list(people), now - timedelta(days=1))
        for name, cap in people.items():
            own = [
                line
                for line in claimed
                if line.reminder.to == name
                and line.attempts == 1
                and line.reminder.edge not in ("digest", "notice", "test")
            ]
            hand = sum(1 for held in self._held.values() if held.reminder.to == name) - len(own)
            rest = own[max(0, cap - sent.get(name, 0) - max(0, hand)) :]
            if rest:
                digest = digest_at(
                    reminders.defer(overflow(now), self._recipients[name]), self._recipients[name]
                )
                await self._db(self._store.fold, digest, rest, now)
                for line in rest:
                    self._held.pop(line.reminder.key, None)

    async def _judge(self, line: Line, revisions: Mapping[str, int], now: datetime) -> bool:
        """Whether a claimed line is not to be sent now after all; it is settled then."""
        reminder = line.reminder
        recipient = self._recipients.get(reminder.to)
        if recipient is None or recipient.channel != reminder.channel:
            return self._settle(line, "cancelled", error="the recipient is in the settings no longer")
        address = reminders.address(recipient)
        for ask in self._asks:
            if ask.recipient != recipient.name or ask.address != address or reminder.edge == "test":
                continue
            if ask.kind == "unsubscribed":
                return self._settle(line, "skipped", error="unsubscribed")
            if ask.kind in ("suppressed", "disabled"):
                return self._settle(line, "dead", error=f"{ask.kind}: {ask.reason}")
            if ask.milestone == reminder.milestone and ask.until and ask.until > now:
                return self._settle(line, "waiting", next_try=ask.until, refund=True)
        if reminder.edge in _PLANNED:
            if stale := self._stale(reminder, revisions):
                if not self._plans and revisions.get(reminder.milestone) is not None:
                    later = now + timedelta(seconds=30)  # this worker's config is not that of the planner
                    return self._settle(line, "waiting", next_try=later, refund=True)
                return self._settle(line, "cancelled", error=stale)
            grace = self._snapshot.settings.delivery.grace
            if line.attempts == 1 and now - reminder.due > grace:
                return self._settle(line, "skipped", error="missed by more than delivery.grace")
        elif reminder.milestone and reminder.milestone not in self._items:
            return self._settle(line, "cancelled", error="the milestone is in the config no longer")
        quiet = reminders.defer(now, recipient)
        if quiet > now and reminder.edge != "test":
            return self._settle(line, "waiting", next_try=quiet, refund=True)
        return False

    def _stale(self, reminder: Reminder, revisions: Mapping[str, int]) -> str | None:
        item = self._items.get(reminder.milestone)
        if item is None or reminder.milestone not in revisions:
            return "the milestone is in the config no longer"
        if item.milestone.done is not None or item.milestone.standing == "cancelled":
            return "the milestone is done or cancelled"
        if revisions[reminder.milestone] != reminder.revision:
            return "the date changed"
        return None

    async def _deliver(self, line: Line) -> None:
        name = line.reminder.to
        try:
            now = self._now()
            given_up = (line.next_try or now) - self._timeout()
            if now >= given_up:  # it waited here so long that the lease could run out on the way
                self._settle(line, "waiting", next_try=now, refund=True)
                return
            await self._send(line, now)
        except asyncio.CancelledError:
            self._held.pop(line.reminder.key, None)
            raise
        except Exception as error:
            log.exception("delivery broke key=%s", line.reminder.key)
            self._failed(line, DeliveryError(f"{type(error).__name__}: {error}"))
        finally:
            self._running[name] -= 1
            self._spread(name)
            if not self._stopping and name in self._busy and len(self._queues.get(name, ())) < _LOW:
                self._busy -= {name}
                await self._again()

    async def _again(self) -> None:
        """Claim once more, soon: whoever asks is not kept."""
        if self._pumping:
            self._pump_again = True
            return
        task = asyncio.create_task(self._pump())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, line: Line, now: datetime) -> None:
        recipient = self._recipients[line.reminder.to]
        told: tuple[str, ...] = ()
        if line.reminder.edge == "digest":
            members = await self._db(self._store.members, line.reminder.key)
            ids = {m.reminder.milestone for m in members}
            revisions = await self._db(self._store.revisions, ids)
            useful = [
                m.reminder
                for m in members
                if m.reminder.milestone in self._items
                and (m.reminder.edge not in _PLANNED or not self._stale(m.reminder, revisions))
            ]
            if not useful:
                self._settle(line, "skipped", error="nothing was left to tell")
                return
            told = tuple(r.key for r in useful)
            message = reminders.digest(line.reminder, useful, recipient, self._scene, now)
        else:
            message = self._message(line.reminder, recipient, now)
        try:
            await self._channels[recipient.channel].send(message, recipient)
        except DeliveryError as error:
            self._failed(line, error, told)
        else:
            late = max(0.0, (self._now() - line.reminder.due).total_seconds())
            self._lateness[next((b for b in _BUCKETS if late <= b), float("inf"))] += 1
            self._late_sum += late
            self._counted["sent", recipient.channel] += 1
            self._told[recipient.name] = 0
            if recipient.name in self._failing:
                del self._failing[recipient.name]
                await self._note(recipient, well=True)
            self._settle(line, "sent", members=told)
            log.info("sent key=%s to=%s edge=%s", line.reminder.key, recipient.name, line.reminder.edge)

    def _message(self, reminder: Reminder, recipient: Recipient, now: datetime) -> Message:
        if reminder.edge == "notice":
            return reminders.notice(reminder, recipient, self._scene)
        if reminder.edge == "test":
            return reminders.trial(reminder, recipient, self._scene)
        return reminders.message(reminder, recipient, self._scene, now)

    def _failed(self, line: Line, error: DeliveryError, told: tuple[str, ...] = ()) -> None:
        now = self._now()
        recipient = self._recipients.get(line.reminder.to)
        retries = self._snapshot.settings.delivery.retries
        channel = line.reminder.channel
        log.warning("not sent key=%s attempt=%d: %s", line.reminder.key, line.attempts, error)
        if recipient:
            self._spawn(self._fail_note(recipient, error, now))
        if error.permanent or line.attempts > len(retries):
            self._counted["dead", channel] += 1
            self._settle(line, "dead", error=str(error), members=told)
            return
        wait = retries[line.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311  spreads tries, hides nothing
        if error.retry_after:
            wait = max(wait, error.retry_after)
            self._paused[line.reminder.to] = now + error.retry_after
        elif recipient and recipient.channel == "webhook":
            # An endpoint that fails gets its other messages more slowly, the longer it goes on.
            self._told[recipient.name] += 1
            slow = min(60.0, 0.05 * 2 ** min(self._told[recipient.name], 11))
            self._paused[recipient.name] = now + timedelta(seconds=slow)
        at = now + wait
        if recipient:
            at = reminders.defer(at, recipient)
        self._counted["retried", channel] += 1
        self._settle(line, "waiting", next_try=at, error=str(error))

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fail_note(self, recipient: Recipient, error: DeliveryError, now: datetime) -> None:
        try:
            if error.gone:
                kind = "suppressed" if recipient.channel == "email" else "disabled"
                await self._silence(recipient, kind, str(error), now)
            elif recipient.channel == "webhook":
                if recipient.name not in self._failing:
                    await self._note(recipient, well=False)
                    self._failing[recipient.name] = now
                elif now - self._failing[recipient.name] > FAILING:
                    await self._silence(recipient, "disabled", f"it only failed for 5 days: {error}", now)
        except StoreError as trouble:
            log.error("not noted: %s", trouble)

    async def _note(self, recipient: Recipient, *, well: bool) -> None:
        with suppress(StoreError):
            address = reminders.address(recipient)
            await self._db(lambda: self._store.answered(recipient.name, address, self._now(), well=well))

    async def _silence(self, recipient: Recipient, kind: Any, reason: str, now: datetime) -> None:
        """Send nothing more there, and tell somebody who is reached in another way."""
        address = reminders.address(recipient)
        if any(a.recipient == recipient.name and a.kind == kind and a.address == address for a in self._asks):
            return
        ask = Ask(recipient.name, kind, address, now, reason=reason)
        self._asks.append(ask)
        await self._db(self._store.ask, ask)
        log.error("%s to=%s: %s", kind, recipient.name, reason)
        others = [r for r in self._recipients.values() if r.name != recipient.name]
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
        await self._db(self._store.enqueue, [replace(word, due=reminders.defer(now, owner))], now)

    # Settling

    def _settle(self, line: Line, state: Any, **known: Any) -> bool:
        now = self._now()
        settled = Settled(line.reminder.key, self._owner, line.attempts, state, now, **known)
        self._outcomes.append((settled, line))
        self._settling.set()
        if state in ("skipped", "cancelled"):
            self._counted[state, line.reminder.channel] += 1
        return True

    async def _flush(self) -> None:
        """Acknowledge what was sent: whatever came up while the last commit ran shares the next one.

        Where the store is locked it is told again until it is not; what is not acknowledged stays in
        hand, so that this process at least does not send it twice.
        """
        while not (self._stopping and not self._outcomes and not self._tasks):
            if not self._outcomes:
                self._settling.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._settling.wait(), 0.5)
                continue
            batch, self._outcomes = self._outcomes, []
            try:
                taken = await self._db(self._store.settle, [settled for settled, _ in batch])
            except StoreError as error:
                self._outcomes = batch + self._outcomes
                self._problems["settling"] = str(error)
                log.error("settling failed, tried again: %s", error)
                if self._stopping:
                    raise
                await asyncio.sleep(0.5)
                continue
            if self._problems.pop("settling", None):
                for name in list(self._queues):
                    self._spread(name)
            if taken < len(batch):
                log.warning("%d late words were refused", len(batch) - taken)
            for _, line in batch:
                self._held.pop(line.reminder.key, None)
            if self._crowded and not self._stopping:
                await self._again()

    # Seen

    def health(self) -> tuple[bool, Mapping[str, Any]]:
        """Whether reminders go out in time, and how delivery stands."""
        now = self._now()
        oldest = self._state.get("oldest_due")
        late = oldest is not None and now - datetime.fromisoformat(oldest) > _OVERDUE
        stuck = clock.ticks() - self._ticked > _OVERDUE.total_seconds()
        # What failed stays said until the same work succeeds: a full disk can be read all along.
        problem = next(iter(self._problems.values()), None)
        return not (problem or stuck or late), {
            "error": problem or ("the clock of delivery stands still" if stuck else None),
            "template": self._words.problem,
            "last_run": self._ticked_at.isoformat(timespec="seconds"),
            **self._state,
            "failing": {name: since.isoformat() for name, since in self._failing.items()},
            "silenced": [
                {"recipient": a.recipient, "kind": a.kind, "reason": a.reason}
                for a in self._asks
                if a.kind != "snoozed"
            ],
        }

    def metrics(self) -> str:
        """Prometheus text: what was sent, tried again, given up, and how late."""
        lines = []
        for what in ("sent", "retried", "dead", "skipped", "cancelled"):
            lines.append(f"# TYPE milepost_deliveries_{what}_total counter")
            for channel in ("email", "webhook", "apprise"):
                count = self._counted[what, channel]
                lines.append(f'milepost_deliveries_{what}_total{{channel="{channel}"}} {count}')
        lines.append("# TYPE milepost_delivery_lateness_seconds histogram")
        total = 0
        for bound in (*_BUCKETS, float("inf")):
            total += self._lateness[bound]
            name = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'milepost_delivery_lateness_seconds_bucket{{le="{name}"}} {total}')
        lines.append(f"milepost_delivery_lateness_seconds_sum {self._late_sum:.3f}")
        lines.append(f"milepost_delivery_lateness_seconds_count {total}")
        oldest = self._state.get("oldest_due")
        age = (self._now() - datetime.fromisoformat(oldest)).total_seconds() if oldest else 0.0
        lines.append("# TYPE milepost_deliveries_due gauge")
        lines.append(f"milepost_deliveries_due {self._state.get('due', 0)}")
        lines.append("# TYPE milepost_delivery_oldest_due_seconds gauge")
        lines.append(f"milepost_delivery_oldest_due_seconds {max(0.0, age):.3f}")
        return "\n".join(lines) + "\n"

    # Links

    def _link(self, what: str, token: str) -> reminders.Link | None:
        found = reminders.verify(token, self._secret)
        recipient = self._recipients.get(found.recipient) if found else None
        if found is None or recipient is None or found.act != what:
            return None
        return found if reminders.address(recipient) == found.address else None

    def _about(self, link: reminders.Link) -> str:
        item = self._items.get(link.milestone)
        return item.milestone.title if item else link.milestone

    def ask(self, what: Literal["unsubscribe", "snooze"], token: str) -> str | None:
        """What following a link of a message will do, in a sentence; None for a token that is not ours."""
        if (link := self._link(what, token)) is None:
            return None
        if what == "unsubscribe":
            return f"{link.address} will be told nothing more."
        return f"{link.address} will hear nothing about {self._about(link)} for {link.days} days."

    def act(self, what: Literal["unsubscribe", "snooze"], token: str) -> str | None:
        """Do it, and tell what was done; None for a token that is not ours."""
        if (link := self._link(what, token)) is None:
            return None
        now, by = self._now(), "by the link in a mail"
        if what == "unsubscribe":
            ask = Ask(link.recipient, "unsubscribed", link.address, now, reason=by)
            done = f"{link.address} is told nothing more."
        else:
            until = now + timedelta(days=link.days)
            ask = Ask(link.recipient, "snoozed", link.address, now, link.milestone, until, by)
            done = f"{link.address} hears nothing about {self._about(link)} for {link.days} days."
        self._store.ask(ask)
        self._asks.append(ask)
        return done


class Published(Protocol):
    """What delivery needs of what is published: a milestone's calendar entry, and its JSON."""

    def attachment(self, milestone: str, /) -> bytes | None:
        """The entry as a calendar of its own, with the UID of the feed."""
        ...

    def record(self, item: Dated, /) -> Mapping[str, Any]:
        """The milestone as the API shows it."""
        ...


def mailer(settings: Settings, home: Home, now: Callable[[], datetime], timeout: timedelta) -> Channel:
    """Mail over the server of the settings; without one as files under var/mail."""
    email, calendar = settings.email, settings.calendar.name
    if email.host is None:
        from milepost.channels.files import Files

        return Files(home.var / "mail", email.sender, calendar, now)
    from milepost.channels.mail import Mail

    return Mail(email, calendar, now, timeout.total_seconds(), settings.delivery.concurrency)


def templates(config: Path) -> dict[str, str]:
    """The templates in config/templates that take the place of ours, by name."""
    found = {}
    for name in ("mail.txt", "mail.html", "digest.txt", "digest.html"):
        with suppress(OSError, UnicodeDecodeError):
            found[name] = (config / "templates" / name).read_text(encoding="utf-8")
    return found


async def try_out(home: Home, settings: Settings, store: Store, name: str) -> str:
    """Send a test to one recipient by its own channel; the key. DeliveryError where it was not taken.

    What is taken shows that the address works: it is suppressed or disabled no longer.
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
    store.lift(name, ("suppressed", "disabled"))
    return reminder.key


def open_channel(
    name: str, settings: Settings, home: Home, now: Callable[[], datetime], timeout: timedelta
) -> Channel:
    """One of the channels, by its name; call within a running loop."""
    match name:
        case "email":
            return mailer(settings, home, now, timeout)
        case "webhook":
            from milepost.channels.webhook import Webhooks

            return Webhooks(settings.delivery.allow_private, now, timeout)
        case _:
            from milepost.channels.apprise import Push

            return Push()

"""The delivery half of the service: its parts, its clock, and how it stands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from milepost import reminders
from milepost.app import clock
from milepost.app.delivery import asking
from milepost.app.delivery.broker import Broker, open_broker
from milepost.app.delivery.claiming import Claimer
from milepost.app.delivery.database import Database
from milepost.app.delivery.figures import Figures
from milepost.app.delivery.ground import Ground, Published, ground
from milepost.app.delivery.hand import Hand
from milepost.app.delivery.opening import templates
from milepost.app.delivery.planning import Planner
from milepost.app.delivery.pump import Pump
from milepost.app.delivery.relay import Accepter, Publisher
from milepost.app.delivery.sending import Sender
from milepost.app.delivery.settling import Settler
from milepost.app.home import Home
from milepost.app.timekeeper import Jumps, Timekeeper
from milepost.errors import StoreError
from milepost.model import Snapshot
from milepost.settings import Settings
from milepost.store import Store

log = logging.getLogger("milepost.delivery")

_TICK: Final = 1.0
_REPLAN: Final = 3600
_PURGE: Final = 6 * 3600
"""Ticks from one forgetting of what is old to the next."""

_OVERDUE: Final = timedelta(minutes=2)


class Delivery:
    """Plans, claims, sends and settles. ``plans`` is false in a worker that only claims and sends."""

    def __init__(
        self,
        home: Home,
        store: Store,
        timekeeper: Timekeeper,
        published: Published,
        *,
        plans: bool = True,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """Nothing is planned before ``snapshot_changed`` and nothing sent before ``start``.

        The timekeeper is the caller's, who starts it before and stops it after.
        """
        self._store = store
        self._timekeeper = timekeeper
        self._published = published
        self._plans = plans
        self._now = now
        self._words = reminders.words(templates(home.config))
        self._secret = store.secret()
        self._tasks: set[asyncio.Task[None]] = set()
        self._planning = asyncio.Lock()
        self._planner = Planner(store)
        self._figures = Figures()
        self._database = database = Database()
        self._settler = settler = Settler(store, database, now, self._figures)
        nothing = ground(Snapshot(Settings()), self._secret, self._words, published)
        self._sender = sender = Sender(
            home, store, database, settler, self._figures, now, self._spawn, nothing
        )
        self._hand = Hand(sender, settler, now, self._spawn, plans=plans)
        self._claimer = Claimer(store, database, self._hand, sender)
        self._accepter = Accepter(store, database, sender, settler, self._hand, now, self._spawn)
        self._engine: str | None = None
        self._broker: Broker | None = None
        self._publisher: Publisher | None = None
        self._pump = Pump(self._claim, store, database, timekeeper, now, self._spawn)
        settler.settled, self._hand.wants = self._hand.let_go, self._pump.again
        self._jumps = Jumps(now)
        self._ticks = 0
        self._ticked, self._ticked_at = clock.ticks(), now()
        self._due = 0
        self._oldest_due: datetime | None = None
        self._problems: dict[str, str] = {}

    @property
    def _ground(self) -> Ground:
        return self._sender.ground

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Start, change, stop

    async def start(self) -> None:
        """Take up what an earlier run left, and deliver from now on."""
        if not self._store.shared:
            await self._database.run(self._store.release, self._now())
        await self._sender.remember()
        self._settler.start()
        self._timekeeper.every(_TICK, self._tick, "tick")
        if self._plans:
            self._timekeeper.every(_REPLAN, self._replan, "replan")
        await self._tick()

    async def snapshot_changed(self, snapshot: Snapshot) -> None:
        """Plan and deliver by another snapshot from now on."""
        self._choose_engine(snapshot.settings)
        await self._sender.stand_on(ground(snapshot, self._secret, self._words, self._published))
        if self._plans:
            await self._plan()
        if self._settler.running:
            await self._pump.run()

    def _choose_engine(self, settings: Settings) -> None:
        """Once: who claims and who sends cannot change under what is on its way."""
        engine = settings.delivery.engine
        if self._engine is not None:
            if engine != self._engine:
                log.error("delivery.engine is %s until this process is started again", self._engine)
            return
        if engine == "celery":
            self._broker = open_broker(settings, self._store)
            if self._plans:
                self._publisher = Publisher(
                    self._store,
                    self._database,
                    self._sender,
                    self._settler,
                    self._broker,
                    self._spawn,
                    self._pump.again,
                )
        self._engine = engine

    async def _claim(self, now: datetime) -> bool:
        if self._publisher:
            return await self._publisher.claim(now)
        if self._broker:
            return False  # a worker is told by the broker
        return await self._claimer.claim(now)

    def consume(self) -> Callable[[], None] | None:
        """With a broker: begin to send what it tells of, and give back what ends that. Else None."""
        if self._broker is None:
            return None
        running = asyncio.get_running_loop()

        def take(key: str, holder: str) -> None:
            asyncio.run_coroutine_threadsafe(self._accepter.take(key, holder), running).result()

        return self._broker.consume(take)

    async def stop(self) -> None:
        """Claim nothing more, let what is on its way arrive or time out, give the rest back."""
        for job in ("tick", "replan"):
            self._timekeeper.drop(job)
        await self._pump.stop()
        self._hand.give_back(self._now())
        if self._tasks:
            limit = self._ground.settings.delivery.timeout.total_seconds() + 2
            await asyncio.wait(self._tasks, timeout=limit)
        for task in self._tasks:
            task.cancel()
        await self._settler.stop()
        await self._sender.close()
        if self._broker:
            await asyncio.to_thread(self._broker.close)
        self._database.close()

    # Planning

    async def _replan(self) -> None:
        await self._plan(everything=True)

    async def _plan(self, everything: bool = False) -> None:
        async with self._planning:
            try:
                await asyncio.to_thread(self._planner.plan, self._ground, self._now(), everything)
                self._problems.pop("planning", None)
            except StoreError as error:
                self._planner.forget()  # the tick tries again
                self._problems["planning"] = str(error)
                log.error("planning failed: %s", error)
        await self._pump.wake()

    # The clock

    async def _tick(self) -> None:
        """Every second: what other processes asked for, what a clock or a lock upset, what is due."""
        now = self._now()
        jumped = self._jumps.since() is not None
        try:
            if jumped:
                self._sender.paused.clear()
            if self._plans and (jumped or self._planner.failed):
                await self._plan(everything=True)
            await self._refresh()
            if jumped or not self._ticks:
                self._spawn(self._mend(now))
            elif self._ticks % 60 == 0:
                await self._database.run(self._store.free_orphans, now)
            if self._plans and self._ticks % _PURGE == _PURGE - 1:
                self._spawn(self._purge())  # counted, as a wrong clock would have everything forgotten
            self._ticks += 1
            self._problems.pop("reading", None)
        except StoreError as error:
            self._problems["reading"] = str(error)
        self._ticked, self._ticked_at = clock.ticks(), now
        await self._pump.run()

    async def _refresh(self) -> None:
        now = self._now()
        self._sender.asks = await self._database.run(self._store.asks, now)
        self._due, self._oldest_due = await self._database.run(
            self._store.due, now, self._sender.failing.keys() | self._sender.paused.keys()
        )

    async def _mend(self, now: datetime) -> None:
        waits = self._ground.settings.delivery.retries
        furthest = max([*waits, timedelta(days=1)]) * 1.3 + timedelta(days=2)
        with suppress(StoreError):  # the next jump or start tries again
            await asyncio.to_thread(self._store.mend, now, now + furthest)

    async def _purge(self) -> None:
        with suppress(StoreError):
            for _ in range(10_000):
                retention = self._ground.settings.delivery.retention
                if not await self._database.run(self._store.purge, self._now() - retention):
                    return
                await asyncio.sleep(0.1)  # others may write in between

    # Seen

    def health(self) -> tuple[bool, Mapping[str, Any]]:
        """Whether reminders go out in time, and how delivery stands."""
        now = self._now()
        late = self._oldest_due is not None and now - self._oldest_due > _OVERDUE
        stuck = clock.ticks() - self._ticked > _OVERDUE.total_seconds()
        # What failed stays said until the same work succeeds: a full disk can be read all along.
        publishing = self._publisher.problem(now) if self._publisher else None
        problems = [*self._problems.values(), self._claimer.problem, publishing, self._settler.problem]
        problem = next(filter(None, problems), None)
        return not (problem or stuck or late), {
            "error": problem or ("the clock of delivery stands still" if stuck else None),
            "template": self._words.problem,
            "last_run": self._ticked_at.isoformat(timespec="seconds"),
            "due": self._due,
            "oldest_due": self._oldest_due.isoformat() if self._oldest_due else None,
            "failing": {name: since.isoformat() for name, since in self._sender.failing.items()},
            "silenced": [
                {"recipient": a.recipient, "kind": a.kind, "reason": a.reason}
                for a in self._sender.asks
                if a.kind != "snoozed"
            ],
        }

    def metrics(self) -> str:
        """Prometheus text: what was sent, tried again, given up, and how late."""
        waited = (self._now() - self._oldest_due).total_seconds() if self._oldest_due else 0.0
        return self._figures.text(self._due, waited)

    # Links

    def ask(self, what: asking.Act, token: str) -> str | None:
        """What following a link of a message will do, in a sentence; None for a token that is not ours."""
        link = asking.followed(what, token, self._ground)
        return asking.outlook(link, self._ground) if link else None

    def act(self, what: asking.Act, token: str) -> str | None:
        """Do it, and tell what was done; None for a token that is not ours."""
        if (link := asking.followed(what, token, self._ground)) is None:
            return None
        ask, done = asking.asked(link, self._ground, self._now())
        self._store.ask(ask)
        self._sender.asks.append(ask)
        return done

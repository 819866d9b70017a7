"""Relay: with ``engine: celery`` one process claims, and workers that a broker tells of it send."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

from milepost.app.delivery.broker import Broker, BrokerError
from milepost.app.delivery.claiming import BATCH, owner, told_alone
from milepost.app.delivery.database import Database
from milepost.app.delivery.hand import Hand
from milepost.app.delivery.sending import Sender
from milepost.app.delivery.settling import Settler
from milepost.errors import StoreError
from milepost.store import Store

log = logging.getLogger("milepost.delivery")

_OUT: Final = 1000
"""Deliveries that may be out with the broker: what waits there longer than a lease goes out in vain."""

_LOOK: Final = 0.05
_LATER: Final = timedelta(seconds=5)
_UNTAKEN: Final = timedelta(minutes=2)


class Publisher:
    """Claims for the workers. A lease that nobody took runs out, is claimed again and published again.

    Until a worker takes it, that is no attempt.
    """

    def __init__(
        self,
        store: Store,
        database: Database,
        sender: Sender,
        settler: Settler,
        broker: Broker,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        again: Callable[[], Awaitable[None]],
    ) -> None:
        """``again`` asks for another claim."""
        self._store = store
        self._database = database
        self._sender = sender
        self._settler = settler
        self._broker = broker
        self._spawn = spawn
        self._again = again
        self._owner = owner()
        self._out: dict[str, datetime] = {}
        self._looking = False
        self._trouble: str | None = None

    def problem(self, now: datetime) -> str | None:
        """Why what is due does not get to the workers, or None."""
        if self._trouble:
            return self._trouble
        if self._out and now - min(self._out.values()) > _UNTAKEN:
            return "no worker takes what is due: is milepost work running?"
        return None

    async def claim(self, now: datetime) -> bool:
        """Hand out what may go out now; whether there may be more of it."""
        try:
            return await self._claim(now)
        except StoreError as error:
            self._trouble = str(error)
            log.error("claim failed: %s", error)
            return False

    async def _claim(self, now: datetime) -> bool:
        leased = await self._database.run(self._store.leased)
        out = {key for key, _, holder in leased if holder == self._owner}
        self._out = {key: since for key, since in self._out.items() if key in out}
        on_the_way = Counter(name for _, name, _ in leased)
        busy = {name for name, count in on_the_way.items() if count >= BATCH}
        room = min(BATCH, _OUT - len(out))
        if busy or room <= 0:
            self._look_soon()
        if room <= 0:
            return False
        lease = self._sender.ground.settings.delivery.lease
        claimed = await self._database.run(
            self._store.claim, self._owner, now, lease, room, busy, counted=False
        )
        in_hand = {name: on_the_way[name] for name in {line.reminder.to for line in claimed}}
        alone = await told_alone(claimed, in_hand, self._sender, self._store, self._database, now)
        keys = [line.reminder.key for line in alone]
        try:
            if keys:
                await asyncio.to_thread(self._broker.publish, keys, self._owner, lease)
        except BrokerError as error:
            self._trouble = str(error)
            log.error("not published, given back: %s", error)
            for line in alone:
                self._settler.settle(line, "waiting", next_try=now + _LATER)
            return False
        if keys:
            self._trouble = None
        for key in keys:
            self._out.setdefault(key, now)
        return len(claimed) == room

    def _look_soon(self) -> None:
        """Nobody says when a worker has settled something: look, while much is on its way."""
        if not self._looking:
            self._looking = True
            self._spawn(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(_LOOK)
        self._looking = False
        await self._again()


class Accepter:
    """Takes over, in a worker, the leases that a broker tells of: each by one worker only."""

    def __init__(
        self,
        store: Store,
        database: Database,
        sender: Sender,
        settler: Settler,
        hand: Hand,
        now: Callable[[], datetime],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        """Accept under a name of its own."""
        self._store = store
        self._database = database
        self._sender = sender
        self._settler = settler
        self._hand = hand
        self._now = now
        self._spawn = spawn
        self._owner = owner()
        self._told: list[tuple[str, str, asyncio.Future[None]]] = []
        self._accepting = False

    async def take(self, key: str, holder: str) -> None:
        """Send what ``holder`` has leased, if that still holds; returns when it is in hand, or is not.

        What came up while the store was busy is taken over in one go.
        """
        done = asyncio.get_running_loop().create_future()
        self._told.append((key, holder, done))
        if not self._accepting:
            self._accepting = True
            self._spawn(self._accept())
        await done

    async def _accept(self) -> None:
        while self._told:
            while not self._hand.room():  # noqa: ASYNC110  what is in hand goes by itself
                await asyncio.sleep(_LOOK)
            told, self._told = self._told, []
            try:
                await self._take_over([(key, holder) for key, holder, _ in told])
            except StoreError as error:
                log.error("not taken over, published again later: %s", error)
            finally:
                for *_, done in told:
                    if not done.done():
                        done.set_result(None)
        self._accepting = False

    async def _take_over(self, tickets: list[tuple[str, str]]) -> None:
        now = self._now()
        lease = self._sender.ground.settings.delivery.lease
        lines = await self._database.run(self._store.accept, tickets, self._owner, now, lease)
        paused = self._sender.paused
        for line in lines:
            if (until := paused.get(line.reminder.to, now)) > now:
                self._settler.settle(line, "waiting", next_try=until, refund=True)
        self._hand.take([x for x in lines if paused.get(x.reminder.to, now) <= now], now)

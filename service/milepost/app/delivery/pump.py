"""The pump: claims again and again until nothing is due, and wakes for what is due next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final

from milepost.app.delivery.database import Database
from milepost.app.timekeeper import Timekeeper
from milepost.errors import StoreError
from milepost.store import Store

_SOON: Final = timedelta(seconds=2)


class Pump:
    """Runs ``claim`` while it says that there may be more; one at a time, whoever asks."""

    def __init__(
        self,
        claim: Callable[[datetime], Awaitable[bool]],
        store: Store,
        database: Database,
        timekeeper: Timekeeper,
        now: Callable[[], datetime],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        """Nothing is claimed yet."""
        self._claim = claim
        self._store = store
        self._database = database
        self._timekeeper = timekeeper
        self._now = now
        self._spawn = spawn
        self._claimed_at = now()
        self._running = False
        self._once_more = False
        self._stopping = False

    async def run(self) -> None:
        """Claim until nothing is due; while it runs already, that goes round once more."""
        if self._running:
            self._once_more = True
            return
        self._running = True
        try:
            while not self._stopping:
                self._once_more = False
                self._claimed_at = self._now()
                if not await self._claim(self._claimed_at) and not self._once_more:
                    break
        finally:
            self._running = False
        await self.wake()

    async def again(self) -> None:
        """Run soon; whoever asks is not kept."""
        if self._running:
            self._once_more = True
        elif not self._stopping:
            self._spawn(self.run())

    async def wake(self) -> None:
        """See to it that what falls due next is claimed at its moment."""
        if self._stopping or not self._timekeeper.running:
            return
        try:
            # What was due before was claimed, or belongs to somebody who is busy and asks for it then.
            at = await self._database.run(self._store.next_due, self._claimed_at)
        except StoreError:
            return  # the next tick runs it again
        if at is None or at - self._now() > _SOON:
            return  # a tick will see it in time, and sees it again if the clock is set
        if at > self._now():
            self._timekeeper.at(at, self.again, "next")
        else:  # it fell due since
            await self.again()

    async def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self._timekeeper.drop("next")
        while self._running:  # noqa: ASYNC110  a claim on its way ends by itself
            await asyncio.sleep(0.01)

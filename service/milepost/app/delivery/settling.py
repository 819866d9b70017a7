"""Settling: every outcome is acknowledged in the store, as soon as it can be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from milepost.app.delivery.database import Database
from milepost.app.delivery.figures import Figures
from milepost.errors import StoreError
from milepost.model import Delivery, DeliveryState
from milepost.store import Settled, Store

log = logging.getLogger("milepost.delivery")

_GOODBYE: Final = 10.0
_AGAIN: Final = 0.5


class Settler:
    """Acknowledges: whatever came up while the last commit ran shares the next one.

    Where the store is locked it is told again until it is not.
    """

    def __init__(
        self,
        store: Store,
        database: Database,
        now: Callable[[], datetime],
        figures: Figures,
    ) -> None:
        """``settled`` may be set to be given what the store has taken."""
        self._store = store
        self._database = database
        self._now = now
        self._figures = figures
        self.settled: Callable[[list[Delivery]], None] | None = None
        self._outcomes: list[tuple[Settled, Delivery]] = []
        self._came = asyncio.Event()
        self._stopping = False
        self._running: asyncio.Task[None] | None = None
        self.problem: str | None = None

    def settle(self, line: Delivery, state: DeliveryState, **known: Any) -> None:
        """Acknowledge it soon; ``known`` is more of ``Settled``."""
        settled = Settled(line.reminder.key, line.owner or "", line.attempts, state, self._now(), **known)
        self._outcomes.append((settled, line))
        self._came.set()
        if state in ("dead", "skipped", "cancelled"):
            self._figures.count(state, line.reminder.channel)

    @property
    def waiting(self) -> bool:
        """Whether something is still to be acknowledged."""
        return bool(self._outcomes)

    @property
    def running(self) -> bool:
        """Whether it was started."""
        return self._running is not None

    def start(self) -> None:
        """Acknowledge from now on."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Acknowledge what there is, but try no second time."""
        self._stopping = True
        if self._running:
            self._came.set()
            with suppress(TimeoutError, StoreError):
                await asyncio.wait_for(self._running, _GOODBYE)

    async def _run(self) -> None:
        while not (self._stopping and not self._outcomes):
            if not self._outcomes:
                self._came.clear()
                await self._came.wait()
                continue
            batch, self._outcomes = self._outcomes, []
            try:
                taken = await self._database.run(self._store.settle, [settled for settled, _ in batch])
            except StoreError as error:
                self._outcomes = batch + self._outcomes
                self.problem = str(error)
                log.error("settling failed, tried again: %s", error)
                if self._stopping:
                    raise
                await asyncio.sleep(_AGAIN)
                continue
            self.problem = None
            if taken < len(batch):
                log.warning("%d late words were refused", len(batch) - taken)
            if self.settled:
                self.settled([line for _, line in batch])

"""A worker alone: sends what another process plans, claimed by itself or handed to it by a broker."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress

from milepost.app.clock import now
from milepost.app.delivery import Delivery
from milepost.app.home import Home
from milepost.app.publish import Publisher
from milepost.app.timekeeper import Timekeeper
from milepost.errors import MilepostError
from milepost.store import Store

_RELOAD = 30.0


async def work(home: Home, store: Store) -> None:
    """Until SIGTERM or SIGINT; a config that has mistakes leaves the one before in place."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    timekeeper = Timekeeper()
    publisher = Publisher(store.revise, "", store.fragments)
    loaded = await asyncio.to_thread(home.load, None)
    delivery = Delivery(home, store, timekeeper, publisher, plans=False)
    if loaded.snapshot:
        await asyncio.to_thread(publisher.publish, loaded.snapshot, now())
        await delivery.snapshot_changed(loaded.snapshot)
    timekeeper.start()
    await delivery.start()
    end = delivery.consume()
    logging.getLogger("milepost.service").info("working")
    while not stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _RELOAD)
            break
        try:
            fresh = await asyncio.to_thread(home.load, loaded)
        except MilepostError:
            continue
        if fresh.snapshot and fresh.snapshot != loaded.snapshot:
            await asyncio.to_thread(publisher.publish, fresh.snapshot, now())
            await delivery.snapshot_changed(fresh.snapshot)
        loaded = fresh if fresh.snapshot else loaded
    if end:
        await asyncio.to_thread(end)
    await delivery.stop()
    timekeeper.stop()

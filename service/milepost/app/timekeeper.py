"""The timekeeper: APScheduler for what is done at a moment or again and again, however the clock is set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger

from milepost.app import clock

log = logging.getLogger("milepost.clock")

JUMP: Final = timedelta(seconds=30)
"""A clock that is off by more, of what really passed, was set."""

_LOOK: Final = 1.0


class _Every(BaseTrigger):  # type: ignore[misc]
    """Each time so long after the last run.

    APScheduler's own interval goes through every moment that was missed: after a jump of ten years,
    300 million of them.
    """

    def __init__(self, seconds: float) -> None:
        self._wait = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self._wait


class Jumps:
    """Knows how far the clock was set since it was last asked."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        """Compare this clock with the time that really passes."""
        self._now = now
        self._seen = (clock.ticks(), now())

    def since(self) -> timedelta | None:
        """By how much the clock was set since the last call; None where it only went on."""
        (ticks, was), (ticks_now, now) = self._seen, (clock.ticks(), self._now())
        self._seen = (ticks_now, now)
        jumped = now - was - timedelta(seconds=ticks_now - ticks)
        return jumped if abs(jumped) > JUMP else None


class Timekeeper:
    """Runs jobs on the loop that ``start`` is called in; in UTC, each once however often it was missed.

    A job sleeps until a moment of the clock, which a clock that is set back may not show for years: so
    when the clock jumps, what runs every so often counts from now, and what waits for a moment runs at
    once, as it cannot know whether it is late. Such work looks at the clock itself.
    """

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._watching: asyncio.Task[None] | None = None

    def every(self, seconds: float, work: Callable[[], Awaitable[Any]], name: str) -> None:
        """Run it again and again, for the first time after so many seconds."""
        self._scheduler.add_job(work, _Every(seconds), id=name, replace_existing=True)

    def at(self, moment: datetime, work: Callable[[], Awaitable[Any]], name: str) -> None:
        """Run it once; a second of its name takes the place of the first."""
        self._scheduler.add_job(work, DateTrigger(moment), id=name, replace_existing=True)

    def drop(self, name: str) -> None:
        """Run it no more."""
        if self._scheduler.get_job(name):
            self._scheduler.remove_job(name)

    @property
    def running(self) -> bool:
        """Whether jobs run."""
        return bool(self._scheduler.running)

    def start(self) -> None:
        """Run what is asked for, from now on."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch())

    def stop(self) -> None:
        """Begin no job any more."""
        if self._watching:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _watch(self) -> None:
        jumps = Jumps()
        while True:
            await asyncio.sleep(_LOOK)  # by a clock that nobody can set
            if (jumped := jumps.since()) is None:
                continue
            log.warning("the clock jumped by %.0f seconds", jumped.total_seconds())
            for job in self._scheduler.get_jobs():
                if isinstance(job.trigger, _Every):
                    job.reschedule(job.trigger)
                else:
                    job.modify(next_run_time=clock.now())

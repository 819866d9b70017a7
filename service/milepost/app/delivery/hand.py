"""What this process has in hand: claimed, judged, and waiting in a queue of its recipient's own."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from milepost.app.delivery.judging import judge
from milepost.app.delivery.sending import Sender
from milepost.app.delivery.settling import Settler
from milepost.errors import DeliveryError
from milepost.model import Delivery

log = logging.getLogger("milepost.delivery")

_LOW: Final = 16
"""A recipient with fewer in its queue is given more, so that it never waits for the store."""

_MOST: Final = 2000


class Hand:
    """Sends what it takes, so many at once to each recipient: one that hangs holds up only its own.

    A message has its place until the store has acknowledged what became of it, so that a crash doubles
    no more of them than there are places.
    """

    def __init__(
        self,
        sender: Sender,
        settler: Settler,
        now: Callable[[], datetime],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        *,
        plans: bool,
    ) -> None:
        """``plans`` is whether this process made the plans that it carries out."""
        self._sender = sender
        self._settler = settler
        self._now = now
        self._spawn = spawn
        self._plans = plans
        self._held: dict[str, Delivery] = {}
        self._queues: dict[str, deque[Delivery]] = {}
        self._begun: defaultdict[str, set[str]] = defaultdict(set)
        self._waited_for: set[str] = set()
        self._full = False
        self._stopping = False
        self.wants: Callable[[], Coroutine[Any, Any, None]] | None = None

    def room(self) -> int:
        """How many more may be taken; where that is none, ``wants`` is called as soon as there is room."""
        self._full = len(self._held) >= _MOST
        return max(0, _MOST - len(self._held))

    def busy(self) -> set[str]:
        """The recipients that have enough; ``wants`` is called as soon as one of them has not."""
        self._waited_for = {name for name, queue in self._queues.items() if len(queue) >= _LOW}
        return set(self._waited_for)

    def astray(self, now: datetime, lease: timedelta) -> set[str]:
        """What is still in hand though its lease has run out, or is of a clock that was set back since.

        Nobody is to claim it here again.
        """
        return {
            key
            for key, line in self._held.items()
            if line.next_try and not now < line.next_try <= now + lease
        }

    def of(self, name: str) -> int:
        """How many of a recipient are in hand."""
        return sum(1 for line in self._held.values() if line.reminder.to == name)

    def take(self, lines: Sequence[Delivery], now: datetime) -> None:
        """Send these, leased to this process, or settle them otherwise where they are not to be sent now."""
        for line in lines:
            self._held[line.reminder.key] = line
            verdict = judge(line, self._sender.ground, self._sender.asks, now, plans=self._plans)
            if verdict is None:
                self._queues.setdefault(line.reminder.to, deque()).append(line)
            else:
                put_off = verdict.state == "waiting"
                self._settler.settle(
                    line, verdict.state, next_try=verdict.next_try, error=verdict.error, refund=put_off
                )
        for name in {line.reminder.to for line in lines}:
            self._spread(name)

    def let_go(self, settled: Iterable[Delivery]) -> None:
        """The store has acknowledged these; what waits for that may go on."""
        for line in settled:
            self._forget(line)
        for name in list(self._queues):
            self._spread(name)
        if self._full and len(self._held) < _MOST:
            self._full = False
            self._ask()

    def give_back(self, now: datetime) -> None:
        """Begin nothing more: what waits in a queue is for whoever comes next."""
        self._stopping = True
        for queue in self._queues.values():
            self._back(queue, now)
            queue.clear()

    def _back(self, lines: Iterable[Delivery], now: datetime) -> None:
        for line in lines:
            self._settler.settle(line, "waiting", next_try=now, refund=True)

    def _spread(self, name: str) -> None:
        queue, begun = self._queues.get(name), self._begun[name]
        # What cannot be acknowledged is not sent either: after a crash, or past its lease, all of it
        # would come twice.
        while queue and len(begun) < self._sender.ground.width(name) and not self._settler.problem:
            line = queue.popleft()
            begun.add(line.reminder.key)
            self._spawn(self._deliver(line))
        if queue is not None and not queue:
            del self._queues[name]

    async def _deliver(self, line: Delivery) -> None:
        name = line.reminder.to
        try:
            now = self._now()
            given_up = (line.next_try or now) - self._sender.ground.timeout
            if now >= given_up:  # it waited here so long that the lease could run out on the way
                self._back([line], now)
                return
            await self._sender.send(line)
        except asyncio.CancelledError:
            self._forget(line)
            raise
        except Exception as error:
            log.exception("delivery broke key=%s", line.reminder.key)
            self._sender.failed(line, DeliveryError(f"{type(error).__name__}: {error}"))
        finally:
            if name in self._waited_for and len(self._queues.get(name, ())) < _LOW:
                self._waited_for.discard(name)
                self._ask()

    def _forget(self, line: Delivery) -> None:
        self._held.pop(line.reminder.key, None)
        self._begun[line.reminder.to].discard(line.reminder.key)

    def _ask(self) -> None:
        if self.wants and not self._stopping:
            self._spawn(self.wants())

"""The store from within the loop: one thread speaks with it, so that the loop never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Database:
    """Runs what speaks with the store, one after the other."""

    def __init__(self) -> None:
        """The thread is made with the first call."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def run(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """What ``work`` gives back or raises."""
        running = asyncio.get_running_loop()
        return await running.run_in_executor(self._thread, lambda: work(*arguments, **named))

    def close(self) -> None:
        """Let what runs come to its end."""
        self._thread.shutdown(wait=True)

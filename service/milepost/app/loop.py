"""The loop that serving and working run on: uvloop's, where there is one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

_TURN: Final = 0.001
"""Seconds after which a busy loop lets the store's thread go on: what is sent keeps its place until then."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on a loop of its own."""
    sys.setswitchinterval(_TURN)
    with asyncio.Runner(loop_factory=_loop) as runner:
        return runner.run(work)


def _loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop

"""The only calls that read the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds that only ever grow, for measuring how long something takes."""
    return time.monotonic()

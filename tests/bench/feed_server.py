"""A site on a port, as a process of its own: ``python -m tests.bench.feed_server PORT HOW``."""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, date, datetime, timedelta

import uvicorn
import uvloop

from milepost.app.publish import Publisher
from milepost.model import Milestone, Quote
from milepost.settings import CalendarSettings, Settings
from milepost.web.asgi import Roof, Site
from milepost.web.protocol import protocol
from tests.builders import a_milestone, a_snapshot
from tests.memory import Memory

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SETTINGS = Settings(CalendarSettings(name="Benchmark", url="https://milestones.example.org"))


def milestones(count: int) -> list[Milestone]:
    """Invented milestones from the start of 2026 on, each third one a window."""
    return [
        a_milestone(
            "during 2026-H2" if n % 3 == 0 else (date(2026, 1, 1) + timedelta(days=n % 700)).isoformat(),
            id=f"bench/{n}",
            title=f"Dialogue on supply chains, round {n}",
            topics=("trade", "security"),
            parties=("IN", "JP"),
            quote=Quote("bench", 0, 1, f"Round {n} of the dialogue will be held under the joint statement."),
        )
        for n in range(count)
    ]


def site(count: int) -> Site:
    """A site that shows so many."""
    publisher = Publisher(Memory().revise, "")
    made = Site(Roof(publisher.make, time.monotonic, publisher.record))
    made.swap(publisher.publish(a_snapshot(*milestones(count), settings=SETTINGS), NOW))
    return made


def main(port: int, how: str) -> None:
    """Serve a feed of about 50 kB."""
    shown = site(60)
    config = uvicorn.Config(
        shown,
        port=port,
        http=protocol(shown) if how == "short" else "httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(uvicorn.Server(config).serve())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

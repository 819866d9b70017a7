"""The pages of a calendar of 10,000 milestones: the first time after an edit, and every time after."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from urllib.parse import parse_qs, urlsplit

from milepost.agenda import dated
from milepost.model import Milestone, Snapshot
from milepost.settings import CalendarSettings, Feed, Settings
from milepost.web import pages
from milepost.web.site import View
from tests.bench.report import Report
from tests.builders import a_milestone

TODAY = date(2026, 3, 2)
FORMS = (
    "{}",
    "by {}",
    "from {}",
    "during {:%Y-%m}",
    "during {:%Y}",
    "{}, every year",
    "undated",
    "{} 10:00 UTC",
)
AIM = 50.0
"""Milliseconds for the agenda page of 10,000 milestones."""


def milestones(count: int) -> tuple[Milestone, ...]:
    """Invented milestones of every form, from a year ago to six years ahead."""
    made = []
    for number in range(count):
        day = TODAY + timedelta(days=number * 37 % 2557 - 365)
        made.append(
            a_milestone(
                FORMS[number % len(FORMS)].format(day),
                id=f"note-{number // 20}/item-{number}",
                title=f"Report {number} on the supply of critical minerals and their substitutes",
                topics=(f"topic-{number % 40}",),
                parties=(("IN", "JP"), ("EU",), ("US", "KR"))[number % 3],
                said="no later than the end of the month",
            )
        )
    return tuple(made)


def a_view(known: tuple[Milestone, ...]) -> View:
    """A view as the site makes it."""
    snapshot = Snapshot(Settings(calendar=CalendarSettings(name="Bench")), known)
    topics = tuple(sorted({topic for m in known for topic in m.topics}))
    parties = tuple(sorted({party for m in known for party in m.parties}))
    feeds = (Feed("all", "Everything"),)
    return View(snapshot, dated(snapshot), TODAY, "UTC", "https://example.org", feeds, topics, parties)


def timed(work: Callable[[], object], rounds: int = 7) -> float:
    """The median of some rounds, in milliseconds of this process's CPU."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return median(taken)


def run(report: Report) -> None:
    """Render each page of 10,000 milestones."""
    known = milestones(10_000)
    view = a_view(known)

    def get(address: str, of: View) -> bytes:
        parts = urlsplit(address)
        answer = pages.render(parts.path, parse_qs(parts.query), of)
        assert answer.status == 200, answer.body
        return answer.body

    get("/", a_view(known[:10]))  # templates are compiled once a process
    views = iter([replace(view) for _ in range(7)])
    report.row("agenda, first time after an edit", timed(lambda: get("/", next(views))), "ms", at_most=AIM)
    get("/", view)
    report.row("agenda, every time after", timed(lambda: get("/", view)), "ms", at_most=AIM)
    report.row("agenda, its size", len(get("/", view)) / 1000, "kB")
    words = iter(range(100, 200))
    report.row(
        "agenda, words never asked before", timed(lambda: get(f"/?q=report+{next(words)}", view)), "ms"
    )
    names = iter(range(40))
    report.row(
        "agenda, a topic never asked before", timed(lambda: get(f"/?topic=topic-{next(names)}", view)), "ms"
    )
    report.row(
        "all of what is later, a leaf of 200", timed(lambda: get("/?show=after", view)), "ms", at_most=AIM
    )
    for path in ("/undated", "/timeline", "/month/2026-03", "/milestones/note-0/item-1"):
        report.row(path, timed(lambda path=path: get(path, view)), "ms")  # type: ignore[misc]

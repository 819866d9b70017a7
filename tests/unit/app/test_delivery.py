"""Delivery by a clock that is a variable: catch-up, quiet, snooze, caps, digests, jumps, suppression."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest

import milepost.store
from milepost.app import clock
from milepost.app.delivery import Delivery
from milepost.app.delivery.trial import try_out
from milepost.app.doctor import _silenced
from milepost.app.home import Home
from milepost.app.timekeeper import Timekeeper
from milepost.errors import MilepostError, StoreError
from milepost.model import Dated, Milestone
from milepost.settings import (
    CalendarSettings,
    DeliverySettings,
    Digest,
    Email,
    Lead,
    Policy,
    Recipient,
    Secret,
    Settings,
    Webhook,
)
from milepost.when import Length, On, Unit
from tests.builders import a_milestone, a_snapshot
from tests.e2e.process import HookHandler, a_hook, a_mail_server

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = Secret("whsec_" + "bWlsZXBvc3QtdGVzdC1zZWNyZXQtbWlsZXBvc3Q=")


NOTHING_AHEAD = Lead(Length(0, Unit.SECOND))


class Plain:
    """What is published: no entry."""

    def attachment(self, milestone: str, /) -> bytes | None:
        return None

    def record(self, item: Dated, /) -> Mapping[str, Any]:
        return item.record(START.date())


class Desk:
    """A delivery, its clock, and the mails that it wrote."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = START
        self.settings = Settings(
            calendar=CalendarSettings("Test", url="https://m.example.org"),
            delivery=DeliverySettings(allow_private=(IPv4Network("127.0.0.0/8"),)),
            remind=Policy(changes=False),
            recipients=(Recipient("desk", email="desk@example.org"),),
        )
        self.milestones: tuple[Milestone, ...] = ()
        self.delivery: Delivery | None = None

    async def start(self) -> None:
        self.store = milepost.store.open("sqlite:///m.db", self.root, own=True)
        never = Timekeeper()  # not started: the test is the clock
        self.delivery = Delivery(Home(self.root / "config"), self.store, never, Plain(), now=lambda: self.now)
        await self.change()
        await self.delivery.start()
        await self.settled()

    async def stop(self) -> None:
        if self.delivery:
            await self.delivery.stop()
            self.store.close()
        self.delivery = None

    async def change(self, *milestones: Milestone, **settings: Any) -> None:
        self.milestones = milestones or self.milestones
        self.settings = Settings(
            **{name: getattr(self.settings, name) for name in Settings.__slots__} | settings
        )
        if self.delivery:
            await self.delivery.snapshot_changed(a_snapshot(*self.milestones, settings=self.settings))
            await self.settled()

    async def at(self, moment: datetime) -> None:
        self.now = moment
        assert self.delivery
        await self.delivery._tick()
        await self.settled()

    async def settled(self) -> None:
        assert self.delivery
        while self.delivery._tasks or self.delivery._settler.waiting:  # noqa: ASYNC110  looks from outside
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)

    @property
    def mails(self) -> list[EmailMessage]:
        found = []
        for path in sorted((self.root / "var" / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime_ns):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found

    def states(self) -> list[str]:
        return sorted(d.state for d in self.store.deliveries() if d.reminder.due > START)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    yield made
    await made.stop()


def tomorrow(*leads: str, name: str = "note/round", at: str = "2026-03-10") -> Milestone:
    """A milestone with leads in days."""
    asked = tuple(Lead(Length(int(lead), Unit.DAY)) for lead in leads or ("1",))
    return a_milestone(at, id=name, remind=asked)


def march(day: int, hour: int = 9, minute: int = 0, second: int = 1) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


async def test_reminder_goes_out_at_its_moment_and_once(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    await desk.start()
    await desk.at(march(9, 8, 59))
    assert desk.mails == []
    for _ in range(3):
        await desk.at(march(9))
    assert [m["subject"] for m in desk.mails] == ["Tomorrow: Dialogue, 2nd round, 10 March"]
    assert desk.states() == ["sent"]


async def test_what_falls_due_while_something_else_is_claimed_does_not_wait_for_the_next_tick(
    tmp_path: Path,
) -> None:
    start = clock.now() + timedelta(seconds=1.5)
    dues = [start + timedelta(milliseconds=20 * n) for n in range(40)]
    many = [
        Milestone(f"m/{n}", "Talks", "event", On(at.date(), at.time(), "UTC"), remind=(NOTHING_AHEAD,))
        for n, at in enumerate(dues)
    ]
    people = (Recipient("desk", email="desk@example.org"),)
    settings = Settings(remind=Policy(changes=False), recipients=people)
    timekeeper, store = Timekeeper(), milepost.store.open("sqlite:///m.db", tmp_path, own=True)
    timekeeper.start()
    delivery = Delivery(Home(tmp_path / "config"), store, timekeeper, Plain())
    await delivery.snapshot_changed(a_snapshot(*many, settings=settings))
    await delivery.start()
    while len(sent := store.deliveries("sent")) < len(many):  # noqa: ASYNC110  looks from outside
        await asyncio.sleep(0.05)
    await delivery.stop()
    timekeeper.stop()
    store.close()
    late = sorted((line.settled or start) - line.reminder.due for line in sent)
    assert late[-4] < timedelta(seconds=0.5)


async def test_missed_reminder_comes_once_and_says_that_it_is_late(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    await desk.start()
    await desk.stop()
    desk.now = march(10, 7)
    await desk.start()
    await desk.at(march(10, 8))
    [mail] = desk.mails
    assert "This comes late" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_reminder_missed_by_more_than_the_grace_is_recorded_as_skipped(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    await desk.start()
    await desk.stop()
    desk.now = march(12)
    await desk.start()
    assert desk.mails == []
    [line] = desk.store.deliveries("skipped")
    assert line.error == "missed by more than delivery.grace"


async def test_empty_store_starts_from_now(desk: Desk) -> None:
    desk.milestones = (tomorrow("30", "1"),)
    await desk.change(remind=Policy())
    await desk.start()
    assert desk.mails == []
    assert [d.reminder.lead for d in desk.store.deliveries("skipped")] == ["30 days"]


async def test_new_moved_and_cancelled_milestones_are_told_also_after_a_restart(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    await desk.change(remind=Policy())
    await desk.start()
    await desk.change(tomorrow(), tomorrow(name="note/other"))
    await desk.stop()
    desk.milestones = (tomorrow(at="2026-03-20"), tomorrow(name="note/other"))
    await desk.start()
    assert [m["subject"].split(":")[0] for m in desk.mails] == ["New", "Corrected"]
    assert [d.reminder.occurrence for d in desk.store.deliveries("cancelled")] == ["2026-03-10"]


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(days=3650), -timedelta(hours=1), -timedelta(days=3650)]
)
async def test_clock_that_jumps_and_comes_back_loses_and_doubles_nothing(desk: Desk, jump: timedelta) -> None:
    desk.milestones = (tomorrow(),)
    await desk.start()
    await desk.at(START + jump)
    await desk.at(START + timedelta(seconds=10))
    await desk.at(march(9))
    await desk.at(march(9, 10))
    assert len(desk.mails) == 1
    assert "sent" in desk.states()


async def test_clock_set_back_by_years_doubles_nothing_that_is_in_hand(desk: Desk) -> None:
    answer = threading.Event()

    class Pondering(HookHandler):
        def do_POST(self) -> None:
            answer.wait(10)
            super().do_POST()

    desk.milestones = (tomorrow(),)
    with a_hook() as (hook, url):
        hook.RequestHandlerClass = Pondering
        await desk.change(recipients=(Recipient("hook", webhook=Webhook(url, (SECRET,))),))
        await desk.start()
        assert desk.delivery
        for moment in (march(9), *(march(9) - timedelta(days=3650, seconds=-n) for n in range(3))):
            desk.now = moment
            await desk.delivery._tick()
            await asyncio.sleep(0.1)
        answer.set()
        await desk.settled()
        assert len(hook.calls) == 1
        assert desk.states() == ["sent"]
        await desk.stop()


async def test_quiet_hours_defer_what_was_missed(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    quiet = Recipient("desk", email="desk@example.org", quiet=(time(18), time(7)))
    await desk.change(recipients=(quiet,))
    await desk.start()
    await desk.stop()
    desk.now = march(9, 22)
    await desk.start()
    assert desk.mails == []
    await desk.at(march(10, 7))
    assert len(desk.mails) == 1


def a_link(mail: EmailMessage, room: str) -> str:
    text = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    token: str = text.split(f"https://m.example.org/{room}/")[1].split('"')[0]
    return token


async def test_unsubscribing_silences_that_recipient_only(desk: Desk) -> None:
    desk.milestones = (tomorrow("5", "1"),)
    both = (Recipient("desk", email="desk@example.org"), Recipient("other", email="other@example.org"))
    await desk.change(recipients=both)
    await desk.start()
    assert desk.delivery
    await desk.at(march(5))
    token = a_link(next(m for m in desk.mails if m["to"] == "desk@example.org"), "unsubscribe")
    assert desk.delivery.ask("unsubscribe", token) == "desk@example.org will be told nothing more."
    assert desk.delivery.ask("snooze", token) is None
    assert desk.delivery.act("unsubscribe", token) == "desk@example.org is told nothing more."
    await desk.at(march(9))
    assert sorted(m["to"] for m in desk.mails) == [
        "desk@example.org",
        "other@example.org",
        "other@example.org",
    ]


async def test_doctor_shows_who_is_silenced_and_a_test_takes_it_back_only_when_asked_to(desk: Desk) -> None:
    desk.milestones = (tomorrow("5"),)
    await desk.start()
    assert desk.delivery
    await desk.at(march(5))
    desk.delivery.act("unsubscribe", a_link(desk.mails[0], "unsubscribe"))
    desk.delivery.act("snooze", a_link(desk.mails[0], "snooze"))
    said = [f.sentence for f in _silenced(desk.settings, desk.store.asks(desk.now))]
    assert said == [
        "unsubscribed since 2026-03-05, by the link in a mail: "
        "if they ask for it, milepost test desk --resume",
        "snoozed since 2026-03-05 about note/round until 2026-03-08, by the link in a mail: "
        "if they ask for it, milepost test desk --resume",
    ]
    home = Home(desk.root / "config")
    await try_out(home, desk.settings, desk.store, "desk")
    assert len(desk.store.asks(desk.now)) == 2
    await try_out(home, desk.settings, desk.store, "desk", resume=True)
    assert desk.store.asks(desk.now) == []


async def test_snooze_defers_one_milestone(desk: Desk) -> None:
    desk.milestones = (tomorrow("5", "3"), tomorrow("3", name="note/other"))
    await desk.start()
    assert desk.delivery
    await desk.at(march(5))
    assert desk.delivery.act("snooze", a_link(desk.mails[0], "snooze"))
    await desk.at(march(7))
    assert len(desk.mails) == 2
    await desk.at(march(8, 9, 1))
    assert len(desk.mails) == 3


async def test_what_goes_beyond_the_cap_comes_together_in_the_next_hour(desk: Desk) -> None:
    desk.milestones = tuple(tomorrow(name=f"note/m{n}") for n in range(12))
    await desk.change(recipients=(Recipient("desk", email="desk@example.org", cap=5),))
    await desk.start()
    await desk.at(march(9))
    assert len(desk.mails) == 5
    await desk.at(march(9, 10))
    assert len(desk.mails) == 6
    assert desk.mails[-1]["subject"].startswith("7 dates: ")
    assert desk.store.counts()["sent"] == 13


async def test_daily_digest_comes_as_one_mail(desk: Desk) -> None:
    desk.milestones = tuple(tomorrow(name=f"note/m{n}") for n in range(3))
    await desk.change(recipients=(Recipient("desk", email="desk@example.org", digest=Digest(time(8))),))
    await desk.start()
    await desk.at(march(9, 8))
    await desk.at(march(9, 9))
    [mail] = desk.mails
    assert mail["subject"].startswith("3 dates: ")
    assert [d.state for d in desk.store.deliveries() if d.reminder.edge == "lead"] == ["sent"] * 3


async def test_endpoint_that_is_gone_is_disabled_and_somebody_told(desk: Desk) -> None:
    desk.milestones = (tomorrow("5", "1"),)
    with a_hook() as (hook, url):
        hook.status = 410
        people = (
            Recipient("desk", email="desk@example.org"),
            Recipient("hook", webhook=Webhook(url, (SECRET,))),
        )
        await desk.change(recipients=people)
        await desk.start()
        await desk.at(march(5))
        await desk.at(march(5, 9, 1))
        await desk.at(march(9))
        await desk.stop()
    assert len(hook.calls) == 1
    assert any("hook is not told any more" in m["subject"] for m in desk.mails)


async def test_address_that_was_refused_for_good_is_suppressed(desk: Desk) -> None:
    class Refuses:
        async def handle_RCPT(self, *_: Any) -> str:
            return "550 no such user"

    desk.milestones = (tomorrow("5", "1"),)
    with a_mail_server() as (box, port):
        box.handle_RCPT = Refuses().handle_RCPT  # type: ignore[attr-defined]
        await desk.change(email=Email("127.0.0.1", port, "none", "m@example.org"))
        await desk.start()
        await desk.at(march(5))
        await desk.at(march(9))
        dead = desk.store.deliveries("dead")
        assert {(d.error or "").split(":")[0] for d in dead} >= {"suppressed"}
        assert len(dead) == 2
        await desk.stop()


async def test_refusal_waits_as_long_as_the_endpoint_asks(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    with a_hook() as (hook, url):
        hook.status = 503
        await desk.change(recipients=(Recipient("hook", webhook=Webhook(url, (SECRET,))),))
        await desk.start()
        await desk.at(march(9))
        [line] = desk.store.deliveries("waiting")
        assert line.next_try
        assert timedelta(seconds=4) <= line.next_try - desk.now <= timedelta(seconds=6)
        hook.status = 204
        await desk.at(march(9, 9, 1))
        assert [json.loads(body)["type"] for _, body in hook.calls] == ["milestone.reminder"] * 2
        assert hook.calls[0][0]["webhook-id"] == hook.calls[1][0]["webhook-id"]
        well, _ = desk.delivery.health() if desk.delivery else (False, {})
        assert well
        assert 'deliveries_retried_total{channel="webhook"} 1' in desk.delivery.metrics()  # type: ignore[union-attr]
        await desk.stop()


async def test_what_cannot_be_acknowledged_stops_further_sending_until_it_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.milestones = tuple(tomorrow(name=f"note/m{n}") for n in range(60))
    with a_hook() as (hook, url):
        slow = Recipient("hook", webhook=Webhook(url, (SECRET,), concurrency=4))
        await desk.change(recipients=(slow,))
        await desk.start()
        assert desk.delivery
        settle = desk.store.settle

        def full(_: Any) -> int:
            raise StoreError("the disk is full")

        monkeypatch.setattr(desk.store, "settle", full)
        desk.now = march(9)
        await desk.delivery._tick()
        await asyncio.sleep(0.5)
        assert len(hook.calls) == 4  # a crash now would double these, and no more
        monkeypatch.setattr(desk.store, "settle", settle)
        await asyncio.sleep(0.6)
        await desk.settled()
        assert len({headers["webhook-id"] for headers, _ in hook.calls}) == len(hook.calls) == 60
        await desk.stop()


async def test_celery_without_a_store_that_workers_can_share_is_refused_with_a_sentence(desk: Desk) -> None:
    await desk.change(delivery=DeliverySettings(engine="celery", broker=Secret("amqp://127.0.0.1")))
    with pytest.raises(MilepostError, match="needs a PostgreSQL store"):
        await desk.start()
    desk.store.close()
    desk.delivery = None


async def test_endpoint_that_only_fails_for_days_is_disabled_and_a_success_forgets_it(desk: Desk) -> None:
    desk.milestones = tuple(tomorrow(name=f"note/m{n}", at=f"2026-03-{10 + n}") for n in range(9))
    with a_hook() as (hook, url):
        hook.status = 500
        people = (
            Recipient("desk", email="desk@example.org"),
            Recipient("hook", webhook=Webhook(url, (SECRET,))),
        )
        await desk.change(recipients=people)
        await desk.start()
        assert desk.delivery
        for day in range(9, 14):
            await desk.at(march(day))
        assert "hook" in desk.delivery.health()[1]["failing"]
        assert not any("not told any more" in m["subject"] for m in desk.mails)
        for day in range(14, 17):
            await desk.at(march(day))
        assert [a.kind for a in desk.store.asks(desk.now)] == ["disabled"]
        assert any("hook is not told any more" in m["subject"] for m in desk.mails)
        calls = len(hook.calls)
        await desk.at(march(17))
        assert len(hook.calls) == calls
        await desk.stop()


async def test_engine_stays_what_it_is_until_the_service_is_started_again(desk: Desk) -> None:
    desk.milestones = (tomorrow(),)
    await desk.start()
    await desk.change(delivery=DeliverySettings(engine="celery"))
    await desk.at(march(9))
    assert len(desk.mails) == 1

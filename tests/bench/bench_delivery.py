"""Delivery: enqueueing, finding the next due among a million, lateness, memory, POSTs a second."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import milepost.store
from milepost.agenda import dated
from milepost.app import loop
from milepost.app.delivery import Delivery
from milepost.app.home import Home
from milepost.app.timekeeper import Timekeeper
from milepost.model import Dated, Milestone, Reminder, Snapshot
from milepost.settings import DeliverySettings, Lead, Policy, Recipient, Secret, Settings, Webhook
from milepost.store import Store
from milepost.when import Length, On, Unit
from tests.bench.report import Report

SECRET = Secret("whsec_" + "bWlsZXBvc3QtYmVuY2gtc2VjcmV0LW1pbGVwb3N0")
POSTS = 4000
ROUNDS = 3
MANY = 32
"""Places of an endpoint that bears it; each is held until the store has acknowledged what went out of it."""
RECEIVER = Path(__file__).with_name("receiver.py")


def run(report: Report) -> None:
    """Every figure of the aims for delivery."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _store(report, root)
        subprocess.run([sys.executable, "-m", "tests.bench.bench_delivery", "million", folder], check=True)
        for name, figure, unit, most in json.loads((root / "million.json").read_text()):
            report.row(name, figure, unit, at_most=most)
    broker = _broker(report)
    few = DeliverySettings().concurrency
    ours: dict[int, list[float]] = {few: [], MANY: []}
    peer = []
    for _ in range(ROUNDS):  # in turns, so that whatever else the machine does falls on all
        for places, rates in ours.items():
            rates.append(_posts(places))
        if broker:
            peer.append(_celery(broker))
    beside = statistics.median(peer) if peer else 0.0
    if broker:
        report.row("Celery with RabbitMQ alone, the same POSTs", beside, "POST/s")
    for places, rates in ours.items():
        aim = {"at_least": 1.5 * beside} if places == MANY and broker else {}
        name = f"webhooks posted from the outbox, signed, {places} at one time"
        report.row(name, statistics.median(rates), "POST/s", **aim)


def a_reminder(number: int, due: datetime) -> Reminder:
    """One of a million."""
    name = hashlib.sha256(str(number).encode()).hexdigest()[:52]
    return Reminder(
        f"msg_{name}", f"list/m{number}", 1, "lead", "7 days", "2030-01-01", due, "hook", "webhook"
    )


def _store(report: Report, root: Path) -> None:
    store = milepost.store.open("sqlite:///enqueue.db", root)
    now = datetime.now(UTC)
    many = [a_reminder(n, now + timedelta(days=30, seconds=n)) for n in range(50_000)]
    start = time.perf_counter()
    for at in range(0, len(many), 1000):
        store.enqueue(many[at : at + 1000], now)
    report.row(
        "enqueue in SQLite, 1,000 a commit",
        len(many) / (time.perf_counter() - start),
        "keys/s",
        at_least=20_000,
    )
    start = time.perf_counter()
    for at in range(0, len(many), 1000):
        store.enqueue(many[at : at + 1000], now)
    report.row("enqueue the same again, adding nothing", len(many) / (time.perf_counter() - start), "keys/s")
    store.close()


class _Plain:
    """What is published, for a bench that publishes nothing."""

    def attachment(self, milestone: str, /) -> bytes | None:
        return None

    def record(self, item: Dated, /) -> Mapping[str, Any]:
        return item.record(datetime.now(UTC).date())


def _milestone(number: int, at: datetime) -> Milestone:
    when = On(at.date(), at.time(), "UTC")
    return Milestone(
        f"due/m{number}", f"Milestone {number}", "event", when, remind=(Lead(Length(0, Unit.SECOND)),)
    )


def _million(root: Path) -> None:
    """In a process of its own, so that the memory is that of delivery."""
    store = milepost.store.open("sqlite:///million.db", root, own=True)
    now = datetime.now(UTC)
    for at in range(0, 1_000_000, 5000):
        store.enqueue((a_reminder(n, now + timedelta(days=30, seconds=n)) for n in range(at, at + 5000)), now)
    times = []
    for _ in range(300):
        start = time.perf_counter()
        store.next_due(now)
        times.append(time.perf_counter() - start)
    rows: list[tuple[str, float, str, float | None]] = [
        ("next due of 1,000,000, median", 1000 * statistics.median(times), "ms", 1)
    ]
    late = loop.run(_hundred(root, store))
    rows.append(("lateness of 100 due in one second, p99", late, "s", 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(("memory with 1,000,000 pending, peak", peak, "MB", 200))
    (root / "million.json").write_text(json.dumps(rows))
    store.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


async def _hundred(root: Path, store: Store) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    taken: list[float] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            length = next(
                int(x.split(b":")[1]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length")
            )
            await reader.readexactly(length)
            taken.append(time.time())
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    dues = [start + timedelta(milliseconds=10 * n) for n in range(100)]
    delivery, timekeeper = await _delivering(
        root, store, port, [_milestone(n, at) for n, at in enumerate(dues)]
    )
    while len(taken) < 100:  # noqa: ASYNC110  the bench looks from outside
        await asyncio.sleep(0.05)
    await delivery.stop()
    timekeeper.stop()
    server.close()
    return sorted(at - due.timestamp() for at, due in zip(sorted(taken), dues, strict=True))[98]


async def _delivering(
    root: Path, store: Store, port: int, milestones: list[Milestone], places: int | None = None
) -> tuple[Delivery, Timekeeper]:
    hook = Webhook(f"http://127.0.0.1:{port}/", (SECRET,), concurrency=places)
    settings = Settings(
        delivery=DeliverySettings(allow_private=(IPv4Network("127.0.0.0/8"),)),
        remind=Policy(changes=False),
        recipients=(Recipient("hook", webhook=hook),),
    )
    timekeeper = Timekeeper()
    timekeeper.start()
    delivery = Delivery(Home(root / "config"), store, timekeeper, _Plain())
    await delivery.snapshot_changed(Snapshot(settings, tuple(milestones)))
    await delivery.start()
    return delivery, timekeeper


def _posts(places: int) -> float:
    """POSTs a second from claim to settle, to a receiver in another process."""
    with tempfile.TemporaryDirectory() as folder, _receiver() as port:
        root = Path(folder)
        store = milepost.store.open("sqlite:///posts.db", root, own=True)
        return loop.run(_drain(root, store, port, places))


async def _drain(root: Path, store: Store, port: int, places: int) -> float:
    at = datetime.now(UTC) + timedelta(seconds=8)
    milestones = [_milestone(n, at.replace(microsecond=0)) for n in range(POSTS)]
    assert len(dated(Snapshot(Settings(), tuple(milestones)))) == POSTS
    delivery, timekeeper = await _delivering(root, store, port, milestones, places)
    planned = store.counts().get("waiting", 0)
    if planned != POSTS:
        raise RuntimeError(f"planning took longer than the head start: only {planned} wait")
    await asyncio.sleep(max(0, (at.replace(microsecond=0) - datetime.now(UTC)).total_seconds()))
    start = time.perf_counter()
    while store.counts().get("sent", 0) < POSTS:  # noqa: ASYNC110  the bench looks from outside
        await asyncio.sleep(0.1)
    seconds = time.perf_counter() - start
    await delivery.stop()
    timekeeper.stop()
    store.close()
    return POSTS / seconds


class _receiver:
    """An HTTP receiver in a process of its own."""

    def __enter__(self) -> int:
        self._process = subprocess.Popen([sys.executable, str(RECEIVER)], stdout=subprocess.PIPE)
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


def _broker(report: Report) -> str | None:
    """Where RabbitMQ answers, for Celery to be measured beside; None with a note where one of them is not."""
    if importlib.util.find_spec("celery") is None:
        report.note("beside Celery with RabbitMQ: skipped, Celery is not installed (milepost[celery])")
        return None
    from kombu import Connection

    broker = os.environ.get("MILEPOST_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672//")
    try:
        with Connection(broker, connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1)
    except OSError as error:
        report.note(f"beside Celery with RabbitMQ: skipped, no broker ({error})")
        return None
    return broker


def _celery(broker: str) -> float:
    """What Celery with RabbitMQ posts in the same run, two processes, acknowledged late."""
    from tests.bench import celery_peer

    with _receiver() as port:
        return celery_peer.rate(broker, f"http://127.0.0.1:{port}/", POSTS)


if __name__ == "__main__":
    _million(Path(sys.argv[2]))

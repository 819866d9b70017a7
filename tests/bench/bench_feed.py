"""The feed: assembling 10,000 milestones, and serving 50 kB beside nginx in the same run."""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from milepost import store
from milepost.app.publish import Publisher
from milepost.web.asgi import Roof, Site
from tests.bench.feed_server import NOW, SETTINGS, milestones, site
from tests.bench.report import Report
from tests.builders import a_milestone, a_snapshot

COUNT = 10_000
ROUNDS = 7
REQUESTS = 1500


def run(report: Report) -> None:
    """First assembly, an edit, a later start; then CPU seconds of the server per request."""
    _assembling(report)
    _serving(report)


def _assembling(report: Report) -> None:
    known = milestones(COUNT)
    with tempfile.TemporaryDirectory() as folder:
        opened = store.open("sqlite:///bench.db", Path(folder))
        publisher, shown = _new(opened)
        report.row("10,000 milestones: first assembly", _publish(publisher, shown, known, 0), "s", at_most=6)
        edits = []
        for n in range(5):
            known[n] = a_milestone("2026-07-07", id=f"bench/{n}", title="Edited")
            edits.append(_publish(publisher, shown, known, n + 1))
        report.row("10,000 milestones: edit to new feed", statistics.median(edits), "s", at_most=0.3)
        opened.close()
        opened = store.open("sqlite:///bench.db", Path(folder))
        publisher, shown = _new(opened)
        report.row("10,000 milestones: later start", _publish(publisher, shown, known, 9), "s", at_most=2)
        opened.close()


def _new(opened: store.Store) -> tuple[Publisher, Site]:
    publisher = Publisher(opened.revise, "", opened.fragments)
    return publisher, Site(Roof(publisher.make, time.monotonic, publisher.record))


def _publish(publisher: Publisher, shown: Site, known: list, minutes: int) -> float:  # type: ignore[type-arg]
    begun = time.perf_counter()
    snapshot = a_snapshot(*known, settings=SETTINGS)
    shown.swap(publisher.publish(snapshot, NOW + timedelta(minutes=minutes)))
    return time.perf_counter() - begun


def _serving(report: Report) -> None:
    if not (nginx := shutil.which("nginx")):
        report.note("serving: skipped, there is no nginx to compare with")
        return
    if not Path("/proc/self/schedstat").exists():
        report.note("serving: skipped, this system does not tell CPU time by the nanosecond")
        return
    ready = site(60).hot["/feeds/all.ics"]
    with ExitStack() as running, tempfile.TemporaryDirectory() as folder:
        peers = {
            "nginx": running.enter_context(_nginx(nginx, Path(folder), ready.body)),
            "milepost": running.enter_context(_ours("short")),
            "uvicorn, plain ASGI": running.enter_context(_ours("plain")),
        }
        kinds = {
            "304": lambda etag: f"If-None-Match: {etag}\r\n",
            "full": lambda _: "",
            "gzip": lambda _: "Accept-Encoding: gzip\r\n",
        }
        aims = {"304": 0.4, "full": 0.35, "gzip": 0.35}
        for kind, headers in kinds.items():
            spent: dict[str, list[float]] = {name: [] for name in peers}
            for _ in range(ROUNDS):  # interleaved: a noisy moment hits all of them
                for name, (port, pid) in peers.items():
                    spent[name].append(_cpu_per_request(port, pid, headers, kind))
            median = {name: statistics.median(each) for name, each in spent.items()}
            report.row(f"{kind}: nginx", median["nginx"] * 1e6, "µs CPU")
            report.row(f"{kind}: milepost", median["milepost"] * 1e6, "µs CPU")
            ratio = median["nginx"] / median["milepost"]
            report.row(f"{kind}: milepost, share of nginx", ratio, "", at_least=aims[kind])
            plain = median["nginx"] / median["uvicorn, plain ASGI"]
            report.row(f"{kind}: uvicorn with plain ASGI, share of nginx", plain, "")


def _cpu_per_request(port: int, pid: int, headers, kind: str) -> float:  # type: ignore[no-untyped-def]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        etag = _one(wire, b"HEAD /feeds/all.ics HTTP/1.1\r\nHost: x\r\n\r\n", body=False)[1]
        asked = f"GET /feeds/all.ics HTTP/1.1\r\nHost: x\r\n{headers(etag)}\r\n".encode()
        status, _ = _one(wire, asked)
        if status != (304 if kind == "304" else 200):
            raise RuntimeError(f"status {status} to {asked!r}")
        before = _cpu(pid)
        for _ in range(REQUESTS):
            _one(wire, asked)
        return (_cpu(pid) - before) / REQUESTS


def _one(wire: socket.socket, asked: bytes, body: bool = True) -> tuple[int, str]:
    wire.sendall(asked)
    got = b""
    while b"\r\n\r\n" not in got:
        got += wire.recv(262_144)
    head, _, rest = got.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
    status = int(lines[0].split()[1])
    missing = int(fields.get("content-length", 0)) - len(rest) if body and status == 200 else 0
    while missing > 0:
        missing -= len(wire.recv(262_144))
    return status, fields.get("etag", "")


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process and its threads have used."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def _ours(how: str) -> Iterator[tuple[int, int]]:
    port = _free_port()
    started = subprocess.Popen([sys.executable, "-m", "tests.bench.feed_server", str(port), how])
    try:
        _until_open(port)
        yield port, started.pid
    finally:
        started.terminate()
        started.wait(10)


@contextmanager
def _nginx(command: str, folder: Path, body: bytes) -> Iterator[tuple[int, int]]:
    import gzip

    port = _free_port()
    (folder / "feeds").mkdir()
    (folder / "feeds" / "all.ics").write_bytes(body)
    (folder / "feeds" / "all.ics.gz").write_bytes(gzip.compress(body, 6))
    (folder / "nginx.conf").write_text(
        f"""\
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on;
  open_file_cache max=10; types {{ text/calendar ics; }}
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
    )
    started = subprocess.Popen([command, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        _until_open(port)
        yield port, started.pid
    finally:
        started.terminate()
        started.wait(10)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _until_open(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")

"""PostgreSQL that is stopped and started again under load costs time and no reminder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import Serving, a_hook, eventually, free_port, working
from tests.e2e.test_delivery_faults import (
    CONCURRENCY,
    a_calendar,
    a_hooked,
    deliveries,
    in_a_while,
    promise,
    told,
)


class Cluster:
    """A PostgreSQL server of its own, run by a user that it accepts (it refuses root)."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.port = free_port()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        self._programs, self._data, self._log = programs, folder / "data", folder / "log"
        self._options = f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1"
        self._run("initdb", "-U", "postgres", "-A", "trust")
        self.start()

    def _run(self, program: str, *words: str) -> None:
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if is_root() else []
        command = [*user, str(self._programs / program), "-D", str(self._data), *words]
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", str(self._log), "-o", self._options, "start")

    def stop(self, how: str) -> None:
        self._run("pg_ctl", "-w", "-m", how, "stop")


def is_root() -> bool:
    return os.geteuid() == 0


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's initdb is not in /usr/lib/postgresql: there is no server to restart")
    folder = Path(tempfile.mkdtemp(prefix="milepost-postgres-"))  # where its user may go, unlike tmp_path
    try:
        if is_root():
            shutil.chown(folder, "postgres", "postgres")
        running = Cluster(found[-1].parent, folder)
        try:
            yield running
        finally:
            running.stop("immediate")
    finally:
        shutil.rmtree(folder)


@pytest.mark.long
def test_database_that_crashes_or_stops_under_load_costs_time_and_no_reminder(
    tmp_path: Path, cluster: Cluster
) -> None:
    stops = {"fast": 0.5, "immediate": 4}  # seconds; longer than a lease, each might take the other's
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=cluster.url, delivery="lease: 3s\n  timeout: 1s")
        ids = promise(tmp_path, 2000, in_a_while(9), 4)
        with Serving(tmp_path) as serving, working(tmp_path):
            for how, seconds in stops.items():
                seen = len(hook.calls)
                eventually(lambda seen=seen: len(hook.calls) > seen + 200, 40)
                cluster.stop(how)
                time.sleep(seconds)
                cluster.start()
            eventually(lambda: set(ids) <= set(told(hook)), 60)
            eventually(lambda: len(deliveries(tmp_path, "sent")) == 1000)
            eventually(lambda: serving.get("/health")[0] == 200)
            assert serving.stop() == 0
    found = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= 2 * CONCURRENCY * len(stops)

"""A full disk holds reminders up, says so, and loses none of them."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import Serving, a_hook, eventually
from tests.e2e.test_delivery_faults import CONCURRENCY, a_calendar, a_hooked, in_a_while, promise, told

SIZE = 4_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that a few files fill."""
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system cannot be mounted here: it takes root, and a system that lets it")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


@pytest.mark.long
def test_full_disk_loses_nothing_is_seen_in_health_and_heals(tmp_path: Path, small_disk: Path) -> None:
    with a_hook() as (hook, url):
        a_calendar(tmp_path, a_hooked("hook", url), store=f"sqlite:///{small_disk}/milepost.db")
        ids = promise(tmp_path, 300, in_a_while(8), 4)
        with Serving(tmp_path) as serving:
            eventually(lambda: len(hook.calls) > 20, 40)
            ballast = fill(small_disk)

            def failing() -> bool:
                fill(small_disk)  # what the database freed meanwhile is taken as well
                return serving.get("/health")[0] == 503

            eventually(failing, 40)
            for _ in range(30):  # and says so all the time, not now and then
                status, body, _ = serving.get("/health")
                assert (status, "disk is full" in body.decode()) == (503, True)
                time.sleep(0.1)
            ballast.unlink()
            eventually(lambda: set(ids) <= set(told(hook)), 40)
            eventually(lambda: serving.get("/health")[0] == 200)
            assert serving.stop() == 0
    found: Counter[str] = told(hook)
    assert set(found) == set(ids)
    assert sum(found.values()) - len(found) <= CONCURRENCY

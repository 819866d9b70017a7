"""How soon the command answers, how soon the service does, and how much memory it holds."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.report import Report
from tests.e2e.process import Serving, environment, milepost

STORY = Path(__file__).parents[2] / "seeds" / "india-japan-18.txt"


def run(report: Report) -> None:
    """Whole processes, the median of seven."""
    report.row("milepost --help", _median("--help"), "s", at_most=0.25)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "seeds").mkdir()
        for part in (STORY, STORY.with_suffix(".yaml")):
            shutil.copy(part, home / "seeds")
        milepost("init", at=home)
        begun = time.perf_counter()
        milepost("read", "seeds/india-japan-18.txt", at=home)
        report.row("milepost read, the founding story", time.perf_counter() - begun, "s")
        begun = time.perf_counter()
        with Serving(home) as serving:
            serving.get("/feeds/all.ics")
            report.row("milepost serve, until its first feed", time.perf_counter() - begun, "s", at_most=2)
            for path in ("/", "/timeline", "/api/v1/milestones", "/health"):
                serving.get(path)
            report.row(
                "resident, after pages and API were asked", _resident(serving.process.pid), "MB", at_most=120
            )


def _median(*words: str) -> float:
    taken = []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "milepost", *words], env=environment(), capture_output=True, check=True
        )
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024

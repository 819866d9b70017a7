"""How fast milestones are read, how well, and how fast a known one is found again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from milepost.agenda import dated
from milepost.identity import match
from milepost.model import Announcement, Dated, Found, Snapshot
from milepost.reading import read
from milepost.settings import Settings
from tests.bench.report import Report
from tests.builders import a_dated, a_milestone

SEED = Path(__file__).parents[2] / "seeds" / "india-japan-18.txt"
SHARED = Path(os.environ.get("MILEPOST_SHARED", "../shared"))
"""The folder of public documents with gold, which is no part of the repository."""


def run(report: Report) -> None:
    """Speed on the founding story repeated; speed, recall and precision on the shared documents; identity."""
    _speed(report)
    _identity(report)
    texts = sorted((SHARED / "announcements").glob("*.txt"))
    score = SHARED / "bench" / "milestones" / "score.py"
    if not texts or not score.exists():
        report.note(
            f"skipped recall and precision: no announcements with gold in {SHARED} (MILEPOST_SHARED=)"
        )
        return
    _start_up(report, max(texts, key=lambda path: path.stat().st_size))
    _quality(report, texts, score)


def _known(path: Path) -> Announcement:
    beside = path.with_suffix(".yaml").read_text(encoding="utf-8")
    told = re.search(r"^published: (\S+)", beside, re.M)
    title = re.search(r'^title: "(.*)"$', beside, re.M)
    text = path.read_text(encoding="utf-8")
    day = date.fromisoformat(told[1]) if told else None
    return Announcement(path.stem, title[1].replace('\\"', '"') if title else "", text, day, "given")


def _speed(report: Report) -> None:
    for name, size, aim in (("news, 10,000 characters", 10_000, 250_000), ("news, 5 MB", 5_000_000, None)):
        story = SEED.read_text(encoding="utf-8") + "\n\n"
        text = (story * (size // len(story) + 1))[:size]
        announcement = Announcement("bench", "", text, date(2026, 1, 16), "given")
        read(announcement) if size < 100_000 else None
        begun = time.process_time()
        read(announcement)
        spent = time.process_time() - begun
        report.row(f"reading, {name}", size / spent, "chars/CPU s", at_least=aim)


def _start_up(report: Report, longest: Path) -> None:
    command = [sys.executable, "-m", "milepost", "read", "--dry-run", "--json", "--published", "2026-01-01"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "milepost", "init", f"{folder}/config"], capture_output=True, check=False
        )
        copy = Path(folder, longest.name)  # without what lies beside it there
        copy.write_bytes(longest.read_bytes())
        spent = []
        for _ in range(2):  # the first writes the byte code, which an installation has
            begun = time.perf_counter()
            done = subprocess.run(
                [*command[:3], "--config", f"{folder}/config", *command[3:], str(copy)],
                capture_output=True,
                check=False,
                env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            )
            spent.append(time.perf_counter() - begun)
    if done.returncode:
        report.note(f"skipped start-up: milepost read says {done.stderr.decode()[-200:].strip()}")
        return
    report.row(
        f"the longest document ({longest.stat().st_size:,} bytes) with start-up", min(spent), "s", at_most=1
    )


def _quality(report: Report, texts: list[Path], score: Path) -> None:
    characters, begun = 0, time.process_time()
    readings = []
    for path in texts:
        announcement = _known(path)
        characters += len(announcement.text)
        readings.append((path, read(announcement)))
    spent = time.process_time() - begun
    report.row("reading, acts and orders", characters / spent, "chars/CPU s", at_least=250_000)
    with tempfile.TemporaryDirectory() as folder:
        for path, reading in readings:
            days = {
                item.milestone.id: item
                for item in dated(Snapshot(Settings(), tuple(f.milestone for f in reading.milestones)))
            }
            told = [days[f.milestone.id].record(date(2026, 1, 1)) for f in reading.milestones]
            Path(folder, f"{path.stem}.json").write_text(json.dumps({"milestones": told}), encoding="utf-8")
        shown = subprocess.run(
            [sys.executable, str(score), str(texts[0].parent), folder],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
    found = re.search(r"dated R ([\d.]+).*?P ([\d.]+).*?undated R ([\d.]+).*?recurring (\d+)/(\d+)", shown)
    if found is None:
        report.note(f"the scorer said something else: {shown}")
        return
    report.row("dated, recall", float(found[1]), "", at_least=0.97)
    report.row("dated, precision", float(found[2]), "", at_least=0.95)
    report.row("undated, recall", float(found[3]), "", at_least=0.9)
    report.row("recurring", int(found[4]) / int(found[5]), "", at_least=0.9)


def _identity(report: Report) -> None:
    pairs = (("IN", "JP"), ("FR", "DE"), ("US",), ("EU",), ("BR", "ZA"))
    subjects = "Ports Energy Trade Defence Fisheries Health Space Rail Water Visa Grain Cyber".split()
    known: list[Dated] = [
        a_dated(
            "during 2026-H1",
            id=f"old/{n}",
            title=f"{subjects[n % 12]} Security Dialogue {n // 60}, {n % 40 + 1}th round",
            parties=pairs[n % 5],
        )
        for n in range(100_000)
    ]
    found = [
        Found(
            a_milestone(
                "during 2026-H1",
                id=f"new/{n}",
                title=f"{subjects[n % 12]} Security Dialogue, {n}th round",
                parties=("IN", "JP"),
            ),
            (n, n + 1),
        )
        for n in range(8)
    ]
    begun = time.process_time()
    match(found, known)
    report.row(
        "an announcement of 8 milestones against 100,000 known",
        time.process_time() - begun,
        "CPU s",
        at_most=0.2,
    )

"""Loading, checking and reloading 10,000 milestones in 1,000 files; 100,000 load."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from tests.bench.report import Report

TODAY = date(2026, 3, 1)
_ENTRY = """\
  - id: dialogue-{n}
    title: "Economic Security Dialogue, {n}th round"
    when: {when}
    said: in the first half of 2026
    kind: meeting
    series: {{name: Economic Security Dialogue, number: {n}}}
    topics: [economic-security]
    quote: >-
      The {n}th round of the Economic Security Dialogue, led by the foreign secretary and the
      vice minister, will be held in the first half of 2026.
"""
_SENTENCE = (
    "The {n}th round of the Economic Security Dialogue, led by the foreign secretary and the vice minister, "
    "will be held in the first half of 2026.\n"
)
_WHENS = (
    "during 2026-H1",
    "2026-05-12 10:00 Asia/Tokyo",
    "by 2026-12-31",
    "undated",
    "within 60 days of dialogue-0",
)


def a_calendar(root: Path, files: int, each: int) -> None:
    """So many files of so many milestones, with their announcements; every tenth file updates another."""
    (root / "config/milestones").mkdir(parents=True)
    (root / "seeds").mkdir()
    for f in range(files):
        name = f"note-{f:05}"
        (root / f"seeds/{name}.txt").write_text("".join(_SENTENCE.format(n=n) for n in range(each)))
        (root / f"seeds/{name}.yaml").write_text(f"title: Note {f}\npublished: 2026-01-16\n")
        text = f"announcement: seeds/{name}.txt\nparties: [IN, JP]\nmilestones:\n"
        text += "".join(_ENTRY.format(n=n, when=_WHENS[n % 5 if n else 1]) for n in range(each))
        if f % 10 == 9:
            text += f"updates:\n  - {{of: note-{f - 1:05}/dialogue-0, when: 2026-06-12}}\n"
        (root / f"config/milestones/{name}.yaml").write_text(text)


def run(report: Report) -> None:
    """Print the figures."""
    from milepost.agenda import agenda, dated
    from milepost.config import check, load

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        a_calendar(root, 1_000, 10)
        config = root / "config"
        started = time.perf_counter()
        loaded = load(config)
        report.row("load, 10,000 milestones in 1,000 files", time.perf_counter() - started, "s", at_most=5)
        assert loaded.snapshot is not None, loaded.problems[:5]
        assert len(loaded.snapshot.milestones) == 10_000
        started = time.perf_counter()
        problems = check(load(config), config, TODAY)
        report.row("check, the same", time.perf_counter() - started, "s", at_most=4)
        assert not any(p.severity == "error" for p in problems)
        edited = config / "milestones/note-00500.yaml"
        edited.write_text(edited.read_text().replace("during 2026-H1", "during 2026-H2"))
        started = time.perf_counter()
        again = load(config, None, loaded)
        assert again.snapshot is not None
        agenda(dated(again.snapshot), TODAY)
        report.row(
            "one edited file, until every answer has it", time.perf_counter() - started, "s", at_most=0.5
        )
        assert sum(a is b for a, b in zip(again.files.values(), loaded.files.values(), strict=True)) == 999
        report.row(
            "memory of loading and dating them, in a fresh process", _memory(config), "MB", at_most=250
        )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        a_calendar(root, 1_000, 100)
        started = time.perf_counter()
        many = load(root / "config")
        report.row("load, 100,000 milestones in 1,000 files", time.perf_counter() - started, "s")
        assert many.snapshot is not None
        assert len(many.snapshot.milestones) == 100_000


def _memory(config: Path) -> float:
    """The largest resident size, in megabytes, of a process that loads a config and dates it."""
    script = (
        "import resource, sys; from pathlib import Path; from milepost.config import load;"
        "from milepost.agenda import dated; l = load(Path(sys.argv[1])); d = dated(l.snapshot);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(config)], capture_output=True, text=True, check=True
    )
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(done.stdout) / scale

"""Reading dates: speed, growth, hostile texts, scores on news where they are at hand, and peers."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from milepost.reading.dates import find
from tests.bench.report import Report

SHARED: Final = Path(__file__).parents[3] / "shared"
DAY: Final = date(2026, 1, 16)
_SOME: Final = (
    "The ministry said on Tuesday that the second round of talks will be held in the first half of 2026. "
    "Officials met in March 2025 and again last month, and the report is due by 30 September 2026. Exports "
    "to the region rose by a tenth, a spokesman said, citing stronger demand for parts and machinery. The "
    "committee, which has nine members, will publish its findings within 90 days of the date of this order. "
)  # invented, as dense in dates as news is
_HOSTILE: Final = {
    "January": "January ",
    "digits": "1", "years": "2026 ", "brackets": "(", "within": "within ", "spaces": " ",
    "no spaces": "a", "days": "March 9-", "of years": "of 2026 ", "lengths": "within 90 days of ",
    "days of a month": "May 5 ", "hours": "5pm ", "dashed years": "2026-", "ends": "end of May ",
    "open ranges": "from May 5 to ", "weekdays": "Mon. ", "quarters": "Q1 2026 ",
    "lines": "\u00a0May\u00a05\n",
}  # fmt: skip


_REFERENCE: Final = 69_000
"""What dateparser makes on the machine that the aims are stated for, in characters a CPU second; on a
slower one, by what it makes there, the aims of speed are as much lower."""


def run(report: Report) -> None:
    """Print the figures."""
    news = _news()
    sample = "\n\n".join(text for _, _, text in news) if news else _SOME * 2500
    slower = _slower(report, sample)
    _speed(report, sample, slower)
    _hostile(report, slower)
    if news:
        _scores(report)
    else:
        report.note("scores: skipped, ../shared/timex is not there")
    _peers(report, sample[:60_000])


def _cost(work: Callable[[], Any], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def _slower(report: Report, sample: str) -> float:
    """How many times slower this machine is than that of the aims, by what dateparser makes on each; on a
    faster one the aims stand as they are."""
    try:
        slower = max(_REFERENCE / _dateparser(sample), 1)
    except ImportError:
        report.note("aims in seconds are those of a machine where dateparser makes 69 thousand characters/s")
        return 1
    report.row("this machine, slower than that of the aims, by dateparser", slower, "times")
    return slower


def _speed(report: Report, sample: str, slower: float) -> None:
    find(sample[:10_000], DAY)
    once = _cost(lambda: find(sample, DAY))
    name = "characters of news per CPU second (aim: 2 million)"
    report.row(name, len(sample) / once, "chars/s", at_least=round(2_000_000 / slower))
    small = sample[:200_000]
    ratio = _cost(lambda: find(small * 8, DAY)) / _cost(lambda: find(small, DAY), 5)
    report.row("time of eight times the text", ratio, "times", at_most=9)
    tracemalloc.start()
    find(sample, DAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    report.row("memory at its peak, by the text's size", peak / len(sample), "times", at_most=20)


def _hostile(report: Report, slower: float) -> None:
    for name, piece in _HOSTILE.items():
        text = piece * (1_000_000 // len(piece))
        cost = _cost(lambda text=text: find(text, DAY), 1)  # type: ignore[misc]
        report.row(f"1 MB of {name} (aim: 2 s)", cost, "s", at_most=round(2 * slower, 2))


def _news() -> list[tuple[str, str, str]]:
    if not (SHARED / "timex").is_dir():
        return []
    scorer = _scorer()
    found = [d for name in ("timebank", "aquaint") for d in scorer.load(SHARED / "timex" / name)]
    return [(d.name, d.created, d.text) for d in found]


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("timex_score", SHARED / "bench" / "timex" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["timex_score"] = module
    spec.loader.exec_module(module)
    return module


def looked_at(name: str) -> bool:
    """Whether a story's errors may be looked at: six of ten, by a hash of its name."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 10 < 6


def _predicted(scorer: ModuleType, document: Any) -> list[Any]:
    try:
        created: date | None = date.fromisoformat(document.created[:10])
    except ValueError:
        created = None
    found = find(document.text, created)
    return [scorer.Timex(p.start, p.end, p.type, p.value) for t in found for p in (t.parts or (t,))]


def _scores(report: Report) -> None:
    scorer = _scorer()
    stories = [d for name in ("timebank", "aquaint") for d in scorer.load(SHARED / "timex" / name)]
    for part, wanted in (("looked at", True), ("only scored", False)):
        mine = [d for d in stories if looked_at(d.name) == wanted]
        total = scorer.score(mine, {d.name: _predicted(scorer, d) for d in mine})
        for name, aim in (("strict", 0.88), ("relaxed", 0.94), ("value", 0.81)):
            figure = total.f1(getattr(total, name))
            report.row(f"F1 {name}, {part}", figure, "", at_least=None if wanted else aim)


# ---------------------------------------------------------------- peers, in the same run


def _peers(report: Report, sample: str) -> None:
    mine = len(sample) / _cost(lambda: find(sample, DAY))
    for name, speed in (("dateparser", _dateparser), ("Recognizers-Text", _recognizers), ("chrono", _chrono)):
        try:
            figure = speed(sample)
        except (ImportError, OSError, subprocess.SubprocessError, ValueError) as error:
            report.note(f"{name}: skipped, {type(error).__name__}: {str(error).splitlines()[0][:100]}")
            continue
        report.row(f"{name}, characters per CPU second", figure, "chars/s")
        report.row(f"this, by {name}", mine / figure, "times")


def _dateparser(sample: str) -> float:
    from dateparser.search import search_dates  # type: ignore[import-not-found]

    size = min(len(sample), 50_000)
    stories = [sample[at : at + 2_500] for at in range(0, size, 2_500)]
    return size / _cost(lambda: [search_dates(story, languages=["en"]) for story in stories], 1)


def _recognizers(sample: str) -> float:
    from recognizers_date_time import recognize_datetime  # type: ignore[import-not-found]

    piece = sample[:4_000]
    return len(piece) / _cost(lambda: recognize_datetime(piece, "en-us"), 1)


_NODE: Final = """
const chrono = require("chrono-node"), text = JSON.parse(require("fs").readFileSync(0, "utf8"));
chrono.parse(text); const begin = process.cpuUsage(); chrono.parse(text);
const used = process.cpuUsage(begin); console.log((used.user + used.system) / 1e6);
"""


def _chrono(sample: str) -> float:
    if shutil.which("node") is None:
        raise OSError("there is no node here")
    ran = subprocess.run(
        ["node", "-e", _NODE],
        input=json.dumps(sample),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if ran.returncode:
        raise OSError("chrono-node is not installed for node (NODE_PATH)")
    return len(sample) / float(ran.stdout)

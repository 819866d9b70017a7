"""How well news is read that no rule was made for: invented stories, their milestones told by a person first.

Each NAME.json beside its NAME.txt holds the day of publication and, for each milestone, the text forms of
``when`` that are right ("…every…" is one that only has to hold the word) and a pattern that its title must
have. One that is ``optional`` counts neither way: a careful reader may leave it out. ``held_out`` marks the
stories that no rule was mended against; a story that was, loses the mark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from milepost.model import Announcement
from milepost.reading import read
from milepost.when import parse, write
from tests.bench.report import Report

STORIES = Path(__file__).parent / "stories"


def run(report: Report) -> None:
    """Recall and precision, of the stories that were mended against and of those that were not."""
    told = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(STORIES.glob("*.json"))]
    for held_out in (False, True):
        some = [(path, story) for path, story in told if story["held_out"] is held_out]
        name = "held out" if held_out else "mended against"
        hits, found, wanted = (sum(column) for column in zip(*(_score(*one) for one in some), strict=True))
        report.row(f"{len(some)} stories {name}, recall", hits / wanted, "")
        report.row(f"{len(some)} stories {name}, precision", hits / found, "")


def _score(path: Path, story: dict[str, Any]) -> tuple[int, int, int]:
    """Milestones read right, read at all without the optional ones, and told by the person."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    published = date.fromisoformat(story["published"]) if story["published"] else None
    announcement = Announcement(path.stem, "", text, published, "given" if published else None)
    read_out = [(write(f.milestone.when), f.milestone.title) for f in read(announcement).milestones]
    left = sorted(story["milestones"], key=lambda one: "optional" in one)
    extra = 0
    for when, title in read_out:
        fitting = (w for w in left if _is(when, w["when"]) and re.search(w["title"], title, re.I))
        if hit := next(fitting, None):
            left.remove(hit)
        else:
            extra += 1
    wanted = sum("optional" not in one for one in story["milestones"])
    hits = wanted - sum("optional" not in one for one in left)
    return hits, hits + extra, wanted


def _is(when: str, right: Iterable[str]) -> bool:
    return any(one.strip("…") in when if one[0] == "…" else when == _written(one) for one in right)


def _written(when: str) -> str:
    """A time that a person wrote, as it is printed: "early 2027" is "during early 2027"."""
    try:
        return write(parse(when))
    except ValueError:
        return when

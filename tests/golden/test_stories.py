"""Invented announcements, each with the milestones expected of it: ``stories/NAME.txt`` and ``NAME.json``.

The governments, people and events in them do not exist; each story holds patterns that real ones use.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.model import Announcement
from milepost.reading import Reading, read
from milepost.when import write

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


def expected(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return told


def reading(path: Path) -> Reading:
    given = expected(path)["given"]
    day = date.fromisoformat(given) if given else None
    return read(
        Announcement(path.stem, "", path.read_text(encoding="utf-8"), day, "given" if given else None)
    )


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story_tells_these_milestones_and_no_other(path: Path) -> None:
    found = [
        {"title": m.title, "kind": m.kind, "when": write(m.when)}
        | ({"doubt": True} if m.doubt else {})
        | ({"standing": m.standing} if m.standing else {})
        for m in (f.milestone for f in reading(path).milestones)
    ]
    assert found == expected(path)["milestones"]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_day_of_publication_is_given_or_told_by_the_story(path: Path) -> None:
    published = reading(path).announcement.published
    assert (published.isoformat() if published else None) == expected(path)["published"]


def test_there_are_fifteen_stories_or_more() -> None:
    assert len(STORIES) >= 15

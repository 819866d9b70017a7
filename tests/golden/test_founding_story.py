"""The founding story: what it tells, once each, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milepost.model import Announcement, Found
from milepost.reading import read
from milepost.when import write

SEED = Path(__file__).parents[2] / "seeds" / "india-japan-18.txt"
TOLD = (
    ("Strategic Dialogue, 18th round (India–Japan)", "meeting", "2026-01-16"),
    ("AI dialogue, launch", "launch", "2026-01-16"),
    ("Joint Working Group on critical minerals to be convened", "commitment", "undated"),
    ("Private-sector dialogue to be held", "commitment", "undated"),
    ("Economic Security Dialogue, 2nd round (India–Japan)", "meeting", "during 2026-H1"),
    ("Annual summit, 15th (India–Japan)", "meeting", "during 2025"),
    ("Toshimitsu Motegi visits India", "visit", "2026-01-15 to 2026-01-17"),
    ("Meeting of the prime ministers, Johannesburg", "meeting", "undated"),
)


@pytest.fixture(scope="module")
def found() -> tuple[Found, ...]:
    text = SEED.read_text(encoding="utf-8")
    return read(Announcement("india-japan-18", "", text, date(2026, 1, 16), "given")).milestones


def test_founding_story_tells_eight_milestones_and_no_other(found: tuple[Found, ...]) -> None:
    assert tuple((f.milestone.title, f.milestone.kind, write(f.milestone.when)) for f in found) == TOLD


def test_quotes_and_cues_are_slices(found: tuple[Found, ...]) -> None:
    text = SEED.read_text(encoding="utf-8")
    for one in found:
        for quote in (one.milestone.quote, *one.milestone.again):
            assert quote is not None
            assert quote.text == text[quote.start : quote.end]
            assert len(quote.text) <= 600
        assert one.milestone.quote is not None
        assert one.milestone.quote.start <= one.cue[0] < one.cue[1] <= len(text)


def test_what_is_told_twice_is_one_milestone_with_both_quotes(found: tuple[Found, ...]) -> None:
    again = {f.milestone.title: len(f.milestone.again) for f in found}
    assert again["AI dialogue, launch"] == 1
    assert again["Joint Working Group on critical minerals to be convened"] == 1


def test_earlier_this_year_in_january_is_a_doubt_and_no_date(found: tuple[Found, ...]) -> None:
    johannesburg = found[-1].milestone
    assert johannesburg.doubt is not None
    assert "year before" in johannesburg.doubt
    assert johannesburg.place == "Johannesburg"


def test_only_the_johannesburg_meeting_is_in_doubt(found: tuple[Found, ...]) -> None:
    assert [f.milestone.title for f in found if f.milestone.doubt] == [
        "Meeting of the prime ministers, Johannesburg"
    ]


def test_both_countries_are_the_parties(found: tuple[Found, ...]) -> None:
    assert all({"IN", "JP"} >= set(f.milestone.parties[:2]) for f in found[:7])


def test_ids_are_readable_and_under_the_announcement(found: tuple[Found, ...]) -> None:
    ids = [f.milestone.id for f in found]
    assert "india-japan-18/economic-security-dialogue-2" in ids
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("india-japan-18/") for name in ids)

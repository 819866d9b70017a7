"""``milepost explain`` defends every milestone and tells what it left out; the text is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from milepost.cli import app

TEXT = (
    "Within 30 days of the date of this order, the Secretary shall issue guidance on cranes. "
    "Within 60 days of the issuance of the guidance, ports shall submit a plan. "
    "Emissions shall be cut from 2008 levels.\n"
)


def explained(tmp_path: Path, *options: str) -> str:
    source = tmp_path / "order.txt"
    source.write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(app, ["explain", str(source), "--published", "2026-01-16", *options])
    assert told.exit_code == 0, told.output
    return told.stdout


def test_each_milestone_has_its_rules_words_and_the_steps_of_its_date(tmp_path: Path) -> None:
    first, second = json.loads(explained(tmp_path, "--json"))["milestones"]
    assert first["title"] == "Issue guidance on cranes" or "uidance on cranes" in first["title"]
    assert first["cue"]["text"] == "Within 30 days of the date of this order"
    assert "duty" in first["because"]
    chain = " ".join(second["steps"])
    assert date(2026, 2, 15).isoformat() in chain
    assert date(2026, 4, 16).isoformat() in chain


def test_date_that_is_no_milestone_is_told_with_its_reason(tmp_path: Path) -> None:
    left = json.loads(explained(tmp_path, "--json"))["left_out"]
    assert all(one["because"] for one in left)


def test_terminal_shows_titles_rules_and_sentences(tmp_path: Path) -> None:
    shown = explained(tmp_path)
    assert "2 milestones" in shown
    assert "rules" in shown
    assert "sentence" in shown

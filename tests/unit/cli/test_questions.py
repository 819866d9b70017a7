from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from milepost.cli import app
from tests.unit.config.folder import a_folder, put

NOTE = """\
announcement: seeds/note.txt
parties: [IN, JP]
milestones:
  - id: dialogue
    title: Economic Security Dialogue
    when: during 2026-H1
    kind: meeting
    topics: [economy]
    quote: The second round of the Economic Security Dialogue will be held in the first half of 2026.
  - {id: plan, title: Work plan, when: within 60 days of dialogue, kind: deadline}
  - {id: group, title: Working group, kind: commitment}
  - {id: rules, title: Draft rules, when: by 2026-02-02, kind: deadline}
"""
CALL = "published: 2026-02-20\nupdates:\n  - {of: note/dialogue, when: 2026-09-12}\n"


def run(root: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["--config", str(root / "config"), *words], catch_exceptions=False)


def ids(root: Path, *words: str) -> list[str]:
    return [m["id"] for m in json.loads(run(root, *words, "--json").stdout)["milestones"]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    a_folder(tmp_path, note=NOTE, call=CALL)
    return tmp_path


def test_as_of_works_on_every_question(root: Path) -> None:
    at = ("--at", "2026-07-10")
    assert ids(root, "overdue", *at) == ["note/rules"]
    assert ids(root, "overdue", *at, "--as-of", "2026-02-01") == ["note/rules", "note/dialogue"]
    assert ids(root, "undated", *at, "--as-of", "2026-01-15") == []
    assert ids(root, "slipped", *at, "--as-of", "2026-02-19") == []
    assert ids(root, "due", "--within", "90d", *at) == ["note/dialogue"]
    assert ids(root, "due", "--within", "90d", *at, "--as-of", "2026-02-19") == ["note/plan"]
    assert ids(root, "show", *at, "--as-of", "2026-01-15") == []


def test_selection_works_on_every_question(root: Path) -> None:
    assert ids(root, "show", "--topic", "economy") == ["note/dialogue"]
    assert ids(root, "show", "--kind", "deadline", "--kind", "commitment", "--at", "2026-01-20") == [
        "note/rules",
        "note/plan",
        "note/group",
    ]
    assert ids(root, "show", "--party", "FR") == []


def test_slip_is_told_with_its_days_and_where_it_was_said(root: Path) -> None:
    (found,) = json.loads(run(root, "slipped", "--json").stdout)["milestones"]
    assert (found["slipped_days"], found["slipped_times"]) == (74, 1)
    assert found["moves"][0]["file"] == "config/milestones/call.yaml:3"


def test_life_of_a_milestone_is_told_with_its_sentence_and_what_rests_on_it(root: Path) -> None:
    text = run(root, "show", "note/dialogue", "--at", "2026-03-01").stdout
    assert "The second round of the Economic Security Dialogue will be held" in text
    assert "16 Jan 2026   first half of 2026   first told" in text
    assert "20 Feb 2026   12 September 2026    moved 74 days later" in text
    assert "Work plan" in text


def test_unknown_milestone_is_a_sentence_with_a_near_one(root: Path) -> None:
    from milepost.errors import MilepostError

    with pytest.raises(MilepostError, match="did you mean note/dialogue"):
        run(root, "show", "note/dialoge")


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--within", "soon"),
        ("overdue", "--at", "tomorrow"),
        ("show", "--kind", "party"),
        ("check", "--at", "x"),
    ],
)
def test_wrong_option_is_wrong_usage(root: Path, words: tuple[str, ...]) -> None:
    assert run(root, *words).exit_code == 2


def test_check_fails_for_errors_and_for_notices_only_when_strict(root: Path) -> None:
    at = ("--at", "2026-03-01")
    assert run(root, "check", *at).exit_code == 0
    assert run(root, "check", "--strict", *at).exit_code == 1
    assert run(root, "check", "--at", "2026-01-20", "--strict").exit_code == 0
    put(root, "bad", "published: 2026-01-01\nmilestones:\n  - {id: x}\n")
    found = run(root, "check", "--json", *at)
    assert found.exit_code == 1
    assert json.loads(found.stdout)["problems"][0] == {
        "path": "config/milestones/bad.yaml",
        "line": 3,
        "column": 5,
        "message": "title is missing: write title: and its value",
        "rule": "missing",
        "severity": "error",
    }


def test_annotations_for_github_are_escaped(root: Path) -> None:
    put(root, "bad", 'published: 2026-01-01\nmilestones:\n  - {id: x, title: X, when: "50% of 2026"}\n')
    line = run(root, "check", "--github", "--at", "2026-01-20").stdout.splitlines()[0]
    assert line.startswith(
        "::error file=config/milestones/bad.yaml,line=3,col=29,title=when::cannot read '50%25 of"
    )


@pytest.mark.parametrize(
    "words", [("due",), ("overdue",), ("undated",), ("slipped",), ("show",), ("overdue", "--series")]
)
def test_every_question_prints_a_sheet_of_100_columns(root: Path, words: tuple[str, ...]) -> None:
    result = run(root, *words, "--at", "2026-07-10")
    assert result.exit_code == 0
    assert {len(line) for line in result.stdout.splitlines() if line.startswith("─")} == {100}
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_life_tells_what_reminders_are_to_come_and_for_whom(root: Path) -> None:
    settings = (
        "recipients: [{name: desk, email: desk@example.org}, {name: board, email: board@example.org}]\n"
    )
    (root / "config/milepost.yaml").write_text(settings)
    text = run(root, "show", "note/dialogue", "--at", "2026-09-01").stdout
    assert "5 Sep 2026, 09:00   7 days before   → desk, board" in text
    assert "12 Sep 2026, 09:00   on the day      → desk, board" in text
    assert "30 days before" not in text

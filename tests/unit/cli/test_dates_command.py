"""``milepost dates`` and ``milepost explain``: what scripts and people see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from milepost.cli import app
from milepost.errors import SourceError

TEXT = "The office shall report within 90 days of the date of this order and by 30 September 2026."


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["--config", "nowhere", *arguments], input=stdin)


def lines(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    ran = run("dates", "--jsonl", stdin="\n".join(json.dumps(document) for document in documents))
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_jsonl_gives_a_line_a_date_with_exactly_these_keys() -> None:
    first, second = lines({"doc": "a", "created": "2026-01-16", "text": TEXT})
    assert list(first) == ["doc", "start", "end", "text", "type", "value", "edtf"]
    assert (first["text"], first["type"], first["value"], first["edtf"]) == (
        "90 days", "DURATION", "P90D", "[..2026-04-16]",
    )  # fmt: skip
    assert TEXT[second["start"] : second["end"]] == second["text"] == "30 September 2026"
    assert second["edtf"] == "[..2026-09-30]"


def test_jsonl_shows_the_ends_of_a_range_each_with_the_range_as_edtf() -> None:
    both = lines({"doc": "a", "created": "2026-01-16", "text": "in India from January 15 to January 17"})
    assert [(line["value"], line["edtf"]) for line in both] == [
        ("2026-01-15", "2026-01-15/2026-01-17"),
        ("2026-01-17", "2026-01-15/2026-01-17"),
    ]


def test_fiscal_year_is_that_of_the_party_that_the_text_names() -> None:
    (only,) = lines(
        {"doc": "a", "created": "2021-12-08", "text": "The United States aims at fiscal year 2030."}
    )
    assert only["edtf"] == "[2029-10-01..2030-09-30]"


def test_text_that_tells_its_own_day_of_publication_needs_no_other() -> None:
    text = "Today, 16 January 2026, the board met. It reports next month."
    assert lines({"doc": "a", "created": None, "text": text})[-1]["edtf"] == "2026-02"


def test_jsonl_has_no_line_for_a_text_without_dates() -> None:
    assert lines({"doc": "a", "created": None, "text": "Parties may agree."}) == []


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"doc": 1}', '{"text": "x", "created": "yesterday"}', "[" * 100_000]
)
def test_jsonl_refuses_a_wrong_line_with_its_number(line: str) -> None:
    ran = run("dates", "--jsonl", stdin=line)
    assert isinstance(ran.exception, SourceError)
    assert "line 1 of stdin" in str(ran.exception)


def test_json_says_what_was_inferred(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("They will meet in May.", encoding="utf-8")
    ran = run("dates", str(path), "--published", "2026-01-16", "--json")
    (only,) = json.loads(ran.stdout)
    assert (only["when_text"], only["inferred"]) == ("during 2026-05", "the year is that of publication")


def test_text_asks_for_the_day_of_publication_where_a_date_needs_it() -> None:
    ran = run("dates", "-", stdin="They will meet next month.")
    assert "give --published" in ran.stdout


def test_bytes_that_are_no_text_are_refused_with_a_sentence() -> None:
    ran = run("dates", "-", stdin=b"\x00\x01\x02May 2026\xff")
    assert isinstance(ran.exception, SourceError)
    assert "is no text" in str(ran.exception)


def test_wrong_day_of_publication_is_wrong_usage() -> None:
    assert run("dates", "-", "--published", "2026-02-30").exit_code == 2


def test_explain_shows_the_rules_and_the_steps_of_the_reckoning() -> None:
    ran = run("explain", "-", "--published", "2026-01-16", "--json", stdin=TEXT)
    first = json.loads(ran.stdout)["dates"][0]
    assert "counted from the document's own date" in first["rules"]
    assert first["steps"][-1].endswith("90 days after it: 2026-04-16")


def test_control_characters_do_not_reach_the_terminal() -> None:
    ran = run("explain", "-", stdin="by \x1b[31m 30 September 2026 \x1b[0m")
    assert "\x1b" not in ran.stdout

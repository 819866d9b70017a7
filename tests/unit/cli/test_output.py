from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len

from milepost.cli.output import Sheet, plain, say_when, sign_of
from tests.builders import a_dated

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("when", "sign"),
    [
        ("2026-05-12", "day"),
        ("2026-01-15 to 2026-01-17", "span"),
        ("during 2026-H1", "window"),
        ("between 2026-02 and 2026-04", "window"),
        ("by 2026-12-31", "by"),
        ("from 2026-08-02", "from"),
        ("undated", "undated"),
        ('within 90 days of "signing"', "undated"),
        ("by 2026-12-31, every 2 years", "by"),
    ],
)
def test_sign_tells_how_precise_a_date_is(when: str, sign: str) -> None:
    assert sign_of(a_dated(when)) == sign


def test_doubt_has_its_own_sign() -> None:
    assert sign_of(a_dated(doubt="last year may be meant")) == "doubt"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("by 2026-03-06", "by Fri 6 March"),
        ("2026-03-18", "Wed 18 March"),
        ("2026-03-05 to 2026-03-06", "Thu 5–6 March"),
        ("from 2026-04-01", "from Wed 1 April"),
        ("during 2026-03", "March"),
        ("2026-03-03 01:00 UTC+1", "Tue 3 March, 00:00"),
        ("2026-03-03 01:00 UTC+1, every 2 years", "Tue 3 March, 00:00, every 2 years"),
    ],
)
def test_days_to_come_are_told_with_their_weekday_in_the_zone_of_the_calendar(when: str, said: str) -> None:
    assert say_when(a_dated(when), TODAY, weekday=True) == said


def test_text_from_outside_cannot_command_the_terminal() -> None:
    assert plain("a\x1b[2Jb\u202ec\n d") == "a�[2Jb�c d"


def test_dates_end_at_one_edge_and_the_right_side_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = Sheet()
    sheet.head("Title", "right")
    sheet.rule()
    sheet.row("by 2 February", "by", "Guidelines", "28 days over", "“by February”")
    sheet.row("first half of 2026", "window", "Dialogue " * 12, "meeting")
    sheet.print()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Title" + " " * 90 + "right"
    assert lines[1] == "─" * 100
    assert lines[2].startswith("       by 2 February  ─▸│  Guidelines ")
    assert lines[2].endswith(" 28 days over")
    assert len(lines[2]) == 100
    assert lines[3] == " " * 27 + "“by February”"
    assert lines[4].startswith("  first half of 2026  ░░░  Dialogue Dialogue")
    assert lines[5].startswith(" " * 27 + "Dialogue")


def test_titles_in_wide_letters_and_without_spaces_stay_on_the_sheet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet = Sheet()
    sheet.row("2026", "day", "経済安全保障対話" * 12, "会合")
    sheet.row("2026", "day", "x" * 300, "meeting")
    sheet.print()
    lines = capsys.readouterr().out.splitlines()
    assert {cell_len(lines[0]), max(map(cell_len, lines))} == {100}
    assert sum(line.count("経済安全保障対話"[0]) for line in lines) == 12

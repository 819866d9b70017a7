"""The place where entries are edited on the web, as the settings name it."""

from __future__ import annotations

from pathlib import Path

from tests.unit.config.folder import a_folder, a_load, the_problems


def test_edit_url_keeps_the_holes_for_path_and_line(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    pattern = "https://git.example.org/calendar/edit/main/{path}#L{line}"
    (config / "milepost.yaml").write_text(f'version: 1\ncalendar:\n  edit_url: "{pattern}"\n')
    assert a_load(tmp_path).settings.calendar.edit_url == pattern


def test_edit_url_that_is_no_address_of_the_web_is_an_error_on_its_line(tmp_path: Path) -> None:
    config = a_folder(tmp_path)
    (config / "milepost.yaml").write_text("version: 1\ncalendar:\n  edit_url: javascript:alert(1)\n")
    assert any(problem.startswith("config/milepost.yaml:3:") for problem in the_problems(tmp_path))

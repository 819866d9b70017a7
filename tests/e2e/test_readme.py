"""README shows what the program really prints, and forgets no command and no page of docs/."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.process import milepost

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^  (\w+) ", milepost("--help", at=ROOT).stdout.partition("Commands:")[2], re.M)


def test_console_shows_what_the_commands_print(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    shutil.copy(ROOT / "config" / "milepost.yaml", tmp_path / "config")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (console,) = re.findall(r"^```console\n(.*?)^```$", README, re.M | re.S)
    for shown in re.split(r"^\$ milepost ", console, flags=re.M)[1:]:
        command, _, output = shown.partition("\n")
        said = milepost(*command.split(), at=tmp_path, env={"COLUMNS": "100"})
        assert said.stdout.rstrip() == output.rstrip()


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_in_readme_or_docs(command: str) -> None:
    pages = [README, *(page.read_text() for page in (ROOT / "docs").glob("*.md"))]
    assert any(f"milepost {command}" in page.replace("milepost\n", "milepost ") for page in pages)


def test_help_lists_commands() -> None:
    assert "read" in COMMANDS

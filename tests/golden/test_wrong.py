"""Small wrong configs: each file in wrong/ holds the files of a config and what ``check`` says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from milepost.config import check
from milepost.config.load import load
from tests.unit.config.folder import a_folder

WRONG = Path(__file__).parent / "wrong"
CASES = sorted(WRONG.glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Case:
    """The files of a config, and the lines expected of a check on 1 March 2026."""

    files: dict[str, str]
    expected: tuple[str, ...]


def a_case(path: Path) -> Case:
    """The case in a file: parts that each begin with a line ``--- NAME``, the last being the problems."""
    parts = re.split(r"^--- (\S+)\n", path.read_text(), flags=re.M)[1:]
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    return Case(files, tuple(files.pop("problems").splitlines()))


def problems(root: Path, case: Case) -> list[str]:
    """What a check of the case says."""
    from milepost.reading.dates import phrase

    config = a_folder(root)
    for name, text in case.files.items():
        (root / name).write_text(text)
    found = check(load(config, phrase), config, date(2026, 3, 1))
    return [f"{p}{' (notice)' if p.severity == 'notice' else ''}" for p in found]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mistake_is_told_with_its_place_and_what_to_do(path: Path, tmp_path: Path) -> None:
    case = a_case(path)
    assert problems(tmp_path, case) == list(case.expected)


def test_there_are_at_least_sixty_and_each_says_something() -> None:
    cases = [a_case(path) for path in CASES]
    assert len(cases) >= 60
    assert all(case.expected for case in cases)


def test_every_problem_but_those_of_whole_files_has_a_line_and_a_column() -> None:
    for path in CASES:
        for line in a_case(path).expected:
            assert re.match(r"[^:]+:\d+:\d+: \S.* \[[a-z-]+\]", line) or line.startswith(
                "config/milestones/a.yml: "
            ), line

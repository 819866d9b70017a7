"""What goes wrong is one clear line on stderr and the right exit status; nothing is half written."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tests.e2e.process import milepost


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new calendar without announcements."""
    assert milepost("init", at=tmp_path).returncode == 0
    return tmp_path


def fails_in_one_line(done: subprocess.CompletedProcess[str], *words: str, status: int = 1) -> None:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


def written(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("missing.txt", None, id="missing"),
        pytest.param("empty.txt", b"", id="empty"),
        pytest.param("blank.txt", b" \n\n ", id="only white space"),
        pytest.param("binary.txt", bytes(range(256)) * 40, id="binary"),
        pytest.param("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", id="a picture"),
        pytest.param("huge.txt", b"x" * 30_000_000, id="enormous"),
        pytest.param("page.pdf", b"%PDF-1.4 and then nothing", id="broken PDF"),
    ],
)
def test_source_that_cannot_be_read(home: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (home / name).write_bytes(data)
    before = written(home)
    fails_in_one_line(milepost("read", name, at=home), name)
    assert written(home) == before


def test_no_day_of_publication_is_said_and_nothing_is_written(home: Path) -> None:
    (home / "story.txt").write_text(
        "The ministers will hold the second round of the Water Dialogue next month.\n"
    )
    before = written(home)
    fails_in_one_line(milepost("read", "story.txt", at=home), "story.txt", "--published")
    assert written(home) == before


def test_unknown_command_is_wrong_usage(home: Path) -> None:
    done = milepost("raed", "story.txt", at=home)
    assert done.returncode == 2
    assert "raed" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_day_of_publication_is_wrong_usage(home: Path) -> None:
    (home / "story.txt").write_text("The dialogue was held today.\n")
    done = milepost("read", "story.txt", "--published", "2026-02-30", at=home)
    assert done.returncode == 2
    assert "2026-02-30" in done.stderr
    assert "Traceback" not in done.stderr


def test_port_in_use_is_said(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        fails_in_one_line(milepost("serve", "--port", str(port), at=home), str(port), "--port")


def test_unwritable_var_is_said(home: Path) -> None:
    (home / "var").write_text("a file where the folder should be")
    fails_in_one_line(milepost("serve", "--port", "0", at=home), "var")


def test_broken_yaml_is_reported_with_its_place(home: Path) -> None:
    (home / "config" / "milestones" / "x.yaml").write_text("milestones:\n  - id: [\n")
    done = milepost("check", at=home)
    assert done.returncode == 1
    assert "config/milestones/x.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_refuses_a_broken_config_with_every_mistake(home: Path) -> None:
    (home / "config" / "milestones" / "x.yaml").write_text(
        "milestones:\n  - {id: a, title: A, when: someday}\n  - {id: b, title: B, when: 2026-13-40}\n"
    )
    done = milepost("serve", "--port", "0", at=home)
    assert done.returncode == 1
    assert done.stderr.count("config/milestones/x.yaml:") >= 2
    assert "Traceback" not in done.stderr


def test_missing_config_says_how_to_begin(tmp_path: Path) -> None:
    fails_in_one_line(milepost("--config", "nowhere", "check", at=tmp_path), "nowhere", "milepost init")


def test_reading_needs_no_config_and_begins_one(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Invented: the Council shall publish a report by 30 June 2027.\n")
    assert milepost("read", "note.txt", "--published", "2027-01-02", at=tmp_path).returncode == 0
    assert (tmp_path / "config" / "milestones" / "note.yaml").exists()
    assert milepost("check", at=tmp_path).returncode == 0

"""What people install: the wheel, without the test tools, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*words: str | Path, at: Path) -> str:
    done = subprocess.run([str(w) for w in words], cwd=at, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.long
@pytest.mark.timeout(400)
def test_wheel_installs_alone_and_reads_an_announcement(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, at=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert not [name for name in names if "india-japan" in name or name.startswith(("seeds", "tests"))]
    assert any(name.endswith("licenses/NOTICE") for name in names)

    run(sys.executable, "-m", "venv", tmp_path / "venv", at=tmp_path)
    binaries = tmp_path / "venv" / "bin"
    run(binaries / "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, at=tmp_path)
    assert "read" in run(binaries / "milepost", "--help", at=tmp_path)
    run(binaries / "milepost", "init", at=tmp_path)
    (tmp_path / "note.txt").write_text("Invented: the Council shall publish a report by 30 June 2027.\n")
    said = run(binaries / "milepost", "read", "note.txt", "--published", "2027-01-02", at=tmp_path)
    assert "30 June 2027" in said
    assert (tmp_path / "config" / "milestones" / "note.yaml").exists()

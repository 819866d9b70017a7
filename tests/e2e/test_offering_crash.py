"""Kill the process at every write of an offering: the next completes it, nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from milepost.config import announcement, load
from tests.unit.config.folder import a_folder
from tests.unit.config.test_offers import two

SCRIPT = """
import builtins, os, sys
from pathlib import Path
at, before, root = int(sys.argv[1]), sys.argv[2] == "before", Path(sys.argv[3])
calls = 0

def deadly(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        mine = calls == at
        if mine and before:
            os._exit(9)
        try:
            return real(*args, **kwargs)
        finally:
            if mine:
                os._exit(9)
    return call

sys.path.insert(0, sys.argv[4])
from milepost.config import announcement, keep, offer
from tests.unit.config.test_offers import two
from dataclasses import replace
told = announcement(root / "seeds/note.txt")
for name in ("link", "replace", "fsync", "unlink", "mkdir"):
    setattr(os, name, deadly(getattr(os, name)))
real_open, deadly_open = builtins.open, deadly(builtins.open)
builtins.open = lambda f, mode="r", *a, **k: (deadly_open if "x" in mode else real_open)(f, mode, *a, **k)
keep(root / "seeds", replace(told, id="kept"))
offer(root / "config", told, two(told))
print(calls)
"""
REPOSITORY = Path(__file__).parents[2]


def run(root: Path, at: int, when: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(at), when, str(root), str(REPOSITORY)],
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_crash_at_any_write_loses_nothing_and_doubles_nothing(tmp_path: Path, when: str) -> None:
    config = a_folder(tmp_path / "whole")
    whole = run(tmp_path / "whole", 0, when)
    assert whole.returncode == 0, whole.stderr
    writes = int(whole.stdout)
    assert writes >= 12
    expected = (config / "milestones/note.yaml").read_bytes()
    lock = (config / "offered.lock").read_bytes()
    for at in range(1, writes + 1):
        root = tmp_path / f"{at}"
        config = a_folder(root)
        assert run(root, at, when).returncode == 9
        found = load(config)
        assert found.errors == (), f"write {at}"
        again = run(root, 0, when)
        assert again.returncode == 0, again.stderr
        assert [p.name for p in (config / "milestones").iterdir()] == ["note.yaml"], f"write {at}"
        assert (config / "milestones/note.yaml").read_bytes() == expected
        assert (config / "offered.lock").read_bytes() == lock
        assert announcement(root / "seeds/kept.txt").published is not None
        assert len(two(announcement(root / "seeds/note.txt"))) == 2
        assert not list(config.rglob(".*.tmp")), f"write {at}"

"""Kill the process at every write of an offering: the next completes it, nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.config import announcement, keep, load, offer
from tests.unit.config.folder import a_folder
from tests.unit.config.test_offers import two

SCRIPT = """
import builtins, os, sys
from dataclasses import replace
from pathlib import Path
before, top = sys.argv[1] == "before", Path(sys.argv[2])
sys.path.insert(0, sys.argv[3])
from milepost.config import announcement, keep, offer
from tests.unit.config.folder import a_folder
from tests.unit.config.test_offers import two

def dies_at(at):
    calls = 0
    def deadly(real):
        def call(*args, **kwargs):
            nonlocal calls
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
    for name in ("link", "replace", "fsync", "unlink", "mkdir"):
        setattr(os, name, deadly(getattr(os, name)))
    plain, dying = builtins.open, deadly(builtins.open)
    builtins.open = lambda f, mode="r", *a, **k: (dying if "x" in mode else plain)(f, mode, *a, **k)

at, status = 0, 9
while status == 9:
    at += 1
    root = top / str(at)
    a_folder(root)
    child = os.fork()
    if not child:
        told = announcement(root / "seeds/note.txt")
        dies_at(at)
        keep(root / "seeds", replace(told, id="kept"))
        offer(root / "config", told, two(told))
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(status)
"""
REPOSITORY = Path(__file__).parents[2]


def taken_in(root: Path) -> None:
    """The same announcement kept and offered, by a process that lives."""
    told = announcement(root / "seeds/note.txt")
    keep(root / "seeds", replace(told, id="kept"))
    offer(root / "config", told, two(told))


@pytest.mark.parametrize("when", ["before", "after"])
def test_crash_at_any_write_loses_nothing_and_doubles_nothing(tmp_path: Path, when: str) -> None:
    whole = a_folder(tmp_path / "whole")
    taken_in(tmp_path / "whole")
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, when, str(tmp_path / "crashed"), str(REPOSITORY)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    roots = sorted((tmp_path / "crashed").iterdir(), key=lambda path: int(path.name))
    assert len(roots) > 15
    for root in roots:
        config = root / "config"
        assert load(config).errors == (), root.name
        taken_in(root)
        for name in ("milestones/note.yaml", "offered.lock", "../seeds/kept.txt", "../seeds/kept.yaml"):
            assert (config / name).read_bytes() == (whole / name).read_bytes(), (root.name, name)
        assert [path.name for path in (config / "milestones").iterdir()] == ["note.yaml"], root.name
        assert not list(config.rglob(".*.tmp")), root.name

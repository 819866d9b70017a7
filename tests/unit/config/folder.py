"""A config folder for tests: write files by name, load them."""

from __future__ import annotations

from pathlib import Path

from milepost.config import Loaded, load
from milepost.model import Milestone, Snapshot

TEXT = """Invented for a test.

The second round of the Economic Security Dialogue will be held
in the first half of 2026. Both sides agreed to hold a private-sector dialogue.
"""


def a_folder(root: Path, **milestones: str) -> Path:
    """A config folder with these files of milestones, and seeds/note.txt published on 16 January 2026."""
    (root / "config" / "milestones").mkdir(parents=True)
    (root / "seeds").mkdir()
    (root / "seeds/note.txt").write_text(TEXT)
    (root / "seeds/note.yaml").write_text("title: A note\npublished: 2026-01-16\nsource: Test\n")
    for name, text in milestones.items():
        put(root, name, text)
    return root / "config"


def put(root: Path, name: str, text: str) -> Path:
    """Write one file of milestones."""
    path = root / "config/milestones" / f"{name}.yaml"
    path.write_text(text)
    return path


def loaded(root: Path, previous: Loaded | None = None) -> Loaded:
    """The config, with its problems."""
    return load(root / "config", None, previous)


def a_load(root: Path) -> Snapshot:
    """The snapshot of a config without errors."""
    found = loaded(root)
    assert found.snapshot is not None, [str(p) for p in found.problems]
    return found.snapshot


def the_milestone(root: Path, name: str) -> Milestone:
    """One milestone of a config without errors."""
    return next(m for m in a_load(root).milestones if m.id == name)


def the_problems(root: Path) -> list[str]:
    """The problems of a config, as they are printed."""
    return [str(p) for p in loaded(root).problems]

"""YAML: settings, milestones and the sidecars of announcements, read with their places, written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from milepost.model import Problem, Snapshot
from milepost.when import When


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a config folder says: a snapshot, or none where a problem is an error; and every problem."""

    snapshot: Snapshot | None
    problems: tuple[Problem, ...] = ()


def load(config: Path, phrase: Callable[[str], When | None], previous: Loaded | None = None) -> Loaded:
    """Read the config folder; ``phrase`` reads a date said in English, ``previous`` saves unchanged files."""
    raise NotImplementedError

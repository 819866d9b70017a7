"""One invented announcement all the way: the YAML that is offered and the calendar that is served, as files.

Where a change here is meant, write them anew and read what changed: ``python -m tests.golden.test_thread``.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from milepost.app.home import Home
from milepost.app.intake import Said, arrive, take
from milepost.app.publish import Publisher
from milepost.settings import Feed
from milepost.web.feeds import Wanted
from tests.memory import Memory

HERE = Path(__file__).parent / "thread"
NOW = datetime(2031, 1, 21, 9, tzinfo=UTC)
SETTINGS = "calendar: {name: Ocean, zone: Europe/Oslo, url: https://ocean.example.org}\n"


def made(root: Path) -> dict[str, bytes]:
    """What the announcement becomes in a folder of its own, by the name of the file that holds it."""
    (root / "seeds").mkdir()
    (root / "config").mkdir()
    (root / "config" / "milepost.yaml").write_text(SETTINGS)
    for suffix in (".txt", ".yaml"):
        shutil.copy(HERE / f"joint-statement{suffix}", root / "seeds")
    home = Home(root / "config")
    known = home.known()
    source = str(root / "seeds" / "joint-statement.txt")
    taken = take(home, known, arrive(source, Said(), NOW, known.settings), NOW)
    assert taken.offered is not None
    assert taken.offered.path is not None
    publisher = Publisher(Memory().revise, "")
    publisher.publish(home.snapshot(), NOW)
    return {
        "milestones.yaml": taken.offered.path.read_bytes(),
        "all.ics": publisher.make(Wanted(Feed("all", "Ocean"), "ics"))[0],
    }


def test_announcement_becomes_this_yaml_and_this_calendar(tmp_path: Path) -> None:
    for name, data in made(tmp_path).items():
        assert data == (HERE / name).read_bytes(), name


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, data in made(Path(folder)).items():
            (HERE / name).write_bytes(data)

"""Where things lie: the folder that holds config/, and the config in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from milepost.errors import ConfigError, MilepostError

if TYPE_CHECKING:
    from milepost.config import Loaded
    from milepost.model import Snapshot


class Home:
    """One calendar on disk: ``root`` holds the config folder, seeds/ and var/; paths count from it."""

    def __init__(self, config: Path) -> None:
        """Take the config folder as it was named; nothing is read yet."""
        self.config = Path(config).absolute()
        self.root = self.config.parent

    @property
    def seeds(self) -> Path:
        """The announcements as they were published; never edited."""
        return self.root / "seeds"

    @property
    def var(self) -> Path:
        """What the service writes: the store, mails without a server."""
        return self.root / "var"

    def make_var(self) -> Path:
        """``var/``, made if it is missing; MilepostError with a sentence where it cannot be written."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            probe = self.var / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise MilepostError(
                f"{self.var} cannot be written ({error.strerror}): make it writable for this user"
            ) from error
        return self.var

    def load(self, previous: Loaded | None = None) -> Loaded:
        """The config as it is now, with every problem; of ``previous`` only what changed is read again."""
        from milepost.config import load
        from milepost.reading.dates import phrase

        return load(self.config, phrase, previous)

    def known(self) -> Snapshot:
        """What is known before an announcement is read: the config, or nothing where there is none yet."""
        from milepost.model import Snapshot
        from milepost.settings import Settings

        return self.snapshot() if self.config.exists() else Snapshot(Settings())

    def snapshot(self) -> Snapshot:
        """The config, or ConfigError with every problem in it."""
        loaded = self.load()
        if loaded.snapshot is None:
            count = "1 mistake" if len(loaded.errors) == 1 else f"{len(loaded.errors)} mistakes"
            raise ConfigError(f"{count} in {self.config}: mend what is listed above", loaded.errors)
        return loaded.snapshot

"""One process at a time owns a SQLite store: an operating system's lock on a file beside it."""

from __future__ import annotations

import os
from pathlib import Path

from milepost.errors import StoreError


class Lock:
    """Held until closed or until the process ends in any way; a file left behind locks nothing."""

    def __init__(self, path: Path) -> None:
        """Take the lock, or raise StoreError with a sentence that names the process that has it."""
        import fcntl

        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(self._file, 32).decode(errors="replace").strip()
            os.close(self._file)
            raise StoreError(
                f"{path.with_suffix('')} is served by another process ({holder or 'unknown'}): "
                "stop that one first, or use a PostgreSQL store to share the work"
            ) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def close(self) -> None:
        """Let go."""
        os.close(self._file)

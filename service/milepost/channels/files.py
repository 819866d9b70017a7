"""Mail without a server: each message is a file that any mail program opens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from milepost.channels.letter import letter
from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Recipient


class Files:
    """Writes ``KEY.eml`` into a folder, whole or not at all; a retry writes the same file."""

    def __init__(self, folder: Path, sender: str, calendar: str, now: Callable[[], datetime]) -> None:
        """The folder is made with the first mail."""
        self._folder = folder
        self._sender = sender
        self._calendar = calendar
        self._now = now

    async def send(self, message: Message, recipient: Recipient) -> None:
        """Write it down; DeliveryError where the disk refuses."""
        mail = letter(message, self._sender, recipient.email or "", self._calendar, self._now())
        try:
            await asyncio.to_thread(self._write, f"{message.key}.eml", mail.as_bytes())
        except OSError as error:
            raise DeliveryError(f"{self._folder} cannot be written: {error.strerror}") from error

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f".{name}.tmp"
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._folder / name)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    async def close(self) -> None:
        """Nothing is open."""

"""Ways of telling people, one file each."""

from __future__ import annotations

from typing import Protocol

from milepost.model import Message
from milepost.settings import Recipient


class Channel(Protocol):
    """One way of telling people."""

    async def send(self, message: Message, recipient: Recipient) -> None:
        """Hand a message over; returns once the other side has taken it, DeliveryError if it did not."""
        ...

    async def close(self) -> None:
        """Say goodbye to whatever is still connected."""
        ...

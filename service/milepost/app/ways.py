"""The ways that the settings open: a recipient's channel, made when the first message needs it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from milepost.app.home import Home
from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Recipient, Settings


class Channel(Protocol):
    """A way of telling people."""

    async def send(self, message: Message, recipient: Recipient, now: datetime) -> None:
        """Hand a message over, or raise DeliveryError."""

    async def close(self) -> None:
        """Let go of connections."""


class Ways:
    """Every channel of one state of the settings."""

    def __init__(self, home: Home, settings: Settings) -> None:
        """Nothing is opened yet."""
        self._folder = home.var / "mail"
        self._settings = settings
        self._channels: dict[str, Channel] = {}

    async def send(self, message: Message, recipient: Recipient, now: datetime) -> None:
        """Send by the recipient's channel; raises DeliveryError."""
        if recipient.channel not in self._channels:
            self._channels[recipient.channel] = self._open(recipient.channel)
        await self._channels[recipient.channel].send(message, recipient, now)

    async def close(self) -> None:
        """Close every channel that was opened."""
        for channel in self._channels.values():
            await channel.close()
        self._channels.clear()

    def _open(self, name: str) -> Channel:
        from milepost import channels

        email = self._settings.email
        if name == "email":
            return channels.MailChannel(email) if email.host else channels.FolderChannel(self._folder, email)
        if name == "webhook":
            return channels.WebhookChannel(self._settings.delivery)
        raise DeliveryError(f"{name} is no channel of this version", permanent=True)

"""Chat and push through Apprise, where that extra is installed."""

from __future__ import annotations

from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Recipient


class Push:
    """Any of Apprise's services, by its URL."""

    async def send(self, message: Message, recipient: Recipient) -> None:
        """Hand it over; Apprise tells only whether that worked."""
        try:
            import apprise
        except ImportError:
            raise DeliveryError(
                "chat and push need Apprise: install milepost[apprise], then milepost retry --dead",
                permanent=True,
            ) from None
        service = apprise.Apprise()
        if not service.add(str(recipient.apprise or "")):
            raise DeliveryError(f"{recipient.name}: Apprise does not know this address", permanent=True)
        if not await service.async_notify(title=message.subject, body=message.text):
            raise DeliveryError(f"{recipient.name}: the service did not take the message")

    async def close(self) -> None:
        """Nothing is open."""

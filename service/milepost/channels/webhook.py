"""Webhooks by Standard Webhooks 1.0: signed, never redirected, to public addresses only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.net import Guard
from milepost.settings import DeliverySettings, Recipient

if TYPE_CHECKING:
    import aiohttp

_PREFIX: Final = "whsec_"
_LONGEST_WAIT: Final = timedelta(days=1)


def sign(key: str, at: datetime, body: bytes, secrets: Iterable[str]) -> str:
    """The value of ``webhook-signature``: one signature for each live secret, so that they can be rotated."""
    signed = f"{key}.{int(at.timestamp())}.".encode() + body
    made = (hmac.new(_key(secret), signed, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in made)


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError as error:
        raise DeliveryError("the webhook's secret is not whsec_ and base64", permanent=True) from error


class WebhookChannel:
    """Posts messages; one session for all endpoints, closed by ``close``."""

    def __init__(self, settings: DeliverySettings) -> None:
        """Nothing is opened before the first message."""
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def send(self, message: Message, recipient: Recipient, now: datetime) -> None:
        """Post the payload; a 2xx is success, a 410 means never again, what can help later is tried again."""
        import aiohttp

        hook = recipient.webhook
        if hook is None:
            raise DeliveryError(f"{recipient.name} has no webhook", permanent=True)
        body = json.dumps(message.payload, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "content-type": "application/json",
            "user-agent": "Milepost",
            "webhook-id": message.key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": sign(message.key, now, body, hook.secrets),
        }
        timeout = aiohttp.ClientTimeout(total=(hook.timeout or self._settings.timeout).total_seconds())
        try:
            async with self._open().post(
                hook.url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                status, wait = response.status, response.headers.get("retry-after", "")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise DeliveryError(f"{recipient.name}: {_said(error)}") from error
        if not 200 <= status < 300:
            raise DeliveryError(
                f"{recipient.name} answered {status}",
                permanent=status == 410,
                gone=status == 410,
                retry_after=_wait(wait, now),
            )

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = Guard(self._settings.allow_private).session(self._settings.timeout)
        return self._session


def _said(error: Exception) -> str:
    cause = error.__cause__ or error
    return "no answer in time" if isinstance(error, TimeoutError) else str(cause) or type(error).__name__


def _wait(header: str, now: datetime) -> timedelta | None:
    """``Retry-After`` as seconds or a date (RFC 9110, 10.2.3), within a day."""
    try:
        if header.isdigit():
            wait = timedelta(seconds=min(int(header[:9]), 10**6))
        else:
            at = parsedate_to_datetime(header)
            wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    except (TypeError, ValueError):
        return None
    return min(max(wait, timedelta()), _LONGEST_WAIT)

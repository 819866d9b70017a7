"""Webhooks by Standard Webhooks 1.0: signed by every live secret, sent only to open addresses."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

import aiohttp

from milepost import net
from milepost.errors import DeliveryError
from milepost.model import Message
from milepost.settings import Recipient

_SAID: Final = 2_000
"""Bytes of an answer that are read, for the log."""

_PATIENCE: Final = timedelta(days=1)
"""The longest that an endpoint may ask us to wait."""


class Webhooks:
    """Posts messages; slow endpoints are cut off by their own time-out."""

    def __init__(
        self,
        allowed: Sequence[net.Network],
        now: Callable[[], datetime],
        timeout: timedelta,
    ) -> None:
        """Call within a running loop."""
        self._now = now
        self._timeout = timeout
        self._session = net.Guard(tuple(allowed)).session(timeout)

    async def send(self, message: Message, recipient: Recipient) -> None:
        """POST; 2xx is success, 410 ``gone``, any other 4xx of the request's own fault stays retried.

        An endpoint is often mended, so only 410 is permanent. DeliveryError for all but success.
        """
        hook = recipient.webhook
        if hook is None:
            raise DeliveryError(f"{recipient.name} has no webhook", permanent=True)
        body = json.dumps(message.payload, ensure_ascii=False, separators=(",", ":")).encode()
        seconds = int(self._now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "milepost",
            "webhook-id": message.key,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(message.key, seconds, body, hook.secrets),
        }
        limit = min(hook.timeout or self._timeout, self._timeout).total_seconds()
        try:
            async with self._session.post(
                hook.url,
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=limit),
            ) as answer:
                if 200 <= answer.status < 300:
                    return
                said = (await answer.content.read(_SAID)).decode("utf-8", "replace")
                raise self._refusal(answer, said)
        except TimeoutError as error:
            raise DeliveryError(f"the endpoint did not answer within {limit:g} seconds") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise DeliveryError(f"the endpoint cannot be reached: {_reason(error)}") from error

    def _refusal(self, answer: aiohttp.ClientResponse, said: str) -> DeliveryError:
        words = " ".join(said.split())[:200]
        sentence = f"the endpoint answered {answer.status}{f': {words}' if words else ''}"
        if 300 <= answer.status < 400:
            sentence += "; redirects are not followed, write the address it leads to"
        return DeliveryError(
            sentence,
            gone=answer.status == 410,
            retry_after=retry_after(answer.headers.get("retry-after", ""), self._now()),
        )

    async def close(self) -> None:
        """Close what is connected."""
        await self._session.close()


def _reason(error: Exception) -> str:
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(inner, PermissionError):
        return f"{inner.strerror}; delivery.allow_private names networks that are allowed all the same"
    return (getattr(inner, "strerror", None) or str(inner) or type(inner).__name__).splitlines()[0]


def signature(key: str, seconds: int, body: bytes, secrets: Sequence[str]) -> str:
    """The signature header: one ``v1,`` for each secret, so that a new one may take over from an old."""
    signed = b".".join((key.encode(), str(seconds).encode(), body))
    return " ".join("v1," + base64.b64encode(_signed(secret, signed)).decode() for secret in secrets)


def _signed(secret: str, text: bytes) -> bytes:
    # A copy of a keyed digest: hmac.digest lets go of the interpreter for each message, and waits
    # behind every other thread to have it back.
    digest = _keyed(secret).copy()
    digest.update(text)
    return digest.digest()


@lru_cache(maxsize=256)
def _keyed(secret: str) -> hmac.HMAC:
    try:
        return hmac.new(base64.b64decode(secret.removeprefix("whsec_"), validate=True), digestmod="sha256")
    except (binascii.Error, ValueError):
        raise DeliveryError(
            "a webhook's secret is not whsec_ and base64: correct it", permanent=True
        ) from None


def retry_after(header: str, now: datetime) -> timedelta | None:
    """How long ``Retry-After`` asks to wait (RFC 9110, 10.2.3), within a day; None if it says nothing."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _PATIENCE)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), _PATIENCE)

"""Links in messages that act for one recipient without a password: signed, and useless for anything else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import astuple, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """What a link asks for: to hear nothing more, or nothing of one milestone for some days."""

    act: Literal["unsubscribe", "snooze"]
    recipient: str
    address: str
    milestone: str = ""
    days: int = 0


def sign(link: Link, secret: bytes) -> str:
    """The token of a link."""
    said = json.dumps(astuple(link), separators=(",", ":"), ensure_ascii=False).encode()
    return f"{_write(said)}.{_write(_mac(said, secret))}"


def verify(token: str, secret: bytes) -> Link | None:
    """The link of a token; None if it was not signed here."""
    body, _, mac = token.partition(".")
    if len(token) > 4000:
        return None
    try:
        said = _read(body)
        if not hmac.compare_digest(_read(mac), _mac(said, secret)):
            return None
        return Link(*json.loads(said))
    except (ValueError, TypeError, binascii.Error):
        return None


def _mac(said: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"milepost link\n" + said, hashlib.sha256)[:20]


def _write(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)

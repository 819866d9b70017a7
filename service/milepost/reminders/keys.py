"""The key of a reminder: the same however often it is planned, and different for every reminder."""

from __future__ import annotations

import base64
import hashlib


def key(*parts: str) -> str:
    """``msg_`` and 52 letters and digits; without a dot, as Standard Webhooks asks of an id."""
    told = "".join(f"{len(part)}:{part}" for part in parts)  # lengths keep ("ab", "c") from ("a", "bc")
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
    return "msg_" + base64.b32encode(digest).decode().rstrip("=").lower()

"""Bytes that are ready to be answered: compressed, tagged and dated once, then given to any request.

An ETag is strong and belongs to one content coding (RFC 9110, 8.8.3); If-None-Match decides alone
where it is sent, If-Modified-Since only where it is not (RFC 9110, 13.2.2).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

Headers = Iterable[tuple[bytes, bytes]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
"""Status, headers and body."""

SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)

_SMALLEST = 600
"""Bytes below which compressing saves no packet."""


class Prepared:
    """One representation of one thing; ``modified`` is when it last changed, in whole seconds."""

    __slots__ = ("_full", "_gzip", "_since", "body", "content_type", "etag", "modified")

    def __init__(
        self,
        body: bytes,
        content_type: str,
        *,
        modified: datetime | None = None,
        cache: str = "no-cache",
        headers: Iterable[tuple[str, str]] = (),
        secure: bool = False,
    ) -> None:
        """Compress and tag; ``secure`` adds the headers that pages need."""
        self.body = body
        self.content_type = content_type
        self.modified = modified
        self._since = None if modified is None else int(modified.timestamp())
        tag = hashlib.sha256(body).hexdigest()[:32]
        self.etag = f'"{tag}"'
        common = [
            (b"vary", b"Accept-Encoding"),
            (b"cache-control", cache.encode()),
            *((name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers),
            *(SECURITY if secure else SECURITY[1:3]),
        ]
        if modified is not None:
            stamp = format_datetime(modified.astimezone(UTC), usegmt=True)
            common.append((b"last-modified", stamp.encode()))
        self._full = _Coding(body, tag, b"", content_type, common)
        packed = (
            gzip.compress(body, 6 if len(body) < 1_000_000 else 3, mtime=0)
            if len(body) >= _SMALLEST
            else body
        )
        self._gzip = (
            _Coding(packed, tag + "-gzip", b"gzip", content_type, common) if len(packed) < len(body) else None
        )

    @property
    def size(self) -> int:
        """Bytes that it holds in memory."""
        return len(self.body) + (len(self._gzip.body) if self._gzip else 0) + 1000

    def answer(self, headers: Headers, *, head: bool = False) -> Answer:
        """What to answer to a GET or HEAD with these headers (names in lower case)."""
        changed, coding = self._choose(headers)
        if not changed:
            return 304, coding.unchanged, b""
        return 200, coding.headers, b"" if head else coding.body

    def raw(self, headers: Headers, *, head: bool = False) -> tuple[bytes, bytes]:
        """The same as it goes over the wire, but for Date and the empty line: head and body."""
        changed, coding = self._choose(headers)
        if not changed:
            return coding.raw_unchanged, b""
        return coding.raw_headers, b"" if head else coding.body

    def _choose(self, headers: Headers) -> tuple[bool, _Coding]:
        """Whether the client lacks what we have, and the coding it takes."""
        encoding = match = since = None
        for name, value in headers:
            if name == b"accept-encoding":
                encoding = value
            elif name == b"if-none-match":
                match = value if match is None else match + b"," + value
            elif name == b"if-modified-since":
                since = value
        coding = self._gzip if self._gzip and encoding is not None and accepts_gzip(encoding) else self._full
        if match is not None:
            return not self._matches(match), coding
        known = since is not None and self._since is not None and not_since(since, self._since)
        return not known, coding

    def _matches(self, sent: bytes) -> bool:
        """Weak comparison (RFC 9110, 13.1.2) with the tags of every coding of this one thing."""
        if sent.strip() == b"*":
            return True
        own = {self._full.etag} | ({self._gzip.etag} if self._gzip else set())
        return any(tag.strip().removeprefix(b"W/") in own for tag in sent[:4096].split(b","))


class _Coding:
    __slots__ = ("body", "etag", "headers", "raw_headers", "raw_unchanged", "unchanged")

    def __init__(
        self, body: bytes, tag: str, name: bytes, content_type: str, common: list[tuple[bytes, bytes]]
    ) -> None:
        self.body = body
        self.etag = f'"{tag}"'.encode()
        self.unchanged = [(b"etag", self.etag), *common]
        self.headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(body)).encode()),
            *([(b"content-encoding", name)] if name else []),
            *self.unchanged,
        ]
        self.raw_headers = b"HTTP/1.1 200 OK\r\n" + _wire(self.headers)
        self.raw_unchanged = b"HTTP/1.1 304 Not Modified\r\n" + _wire(self.unchanged)


def _wire(headers: Headers) -> bytes:
    return b"".join(b"%s: %s\r\n" % pair for pair in headers)


def accepts_gzip(sent: bytes) -> bool:
    """Whether an Accept-Encoding allows gzip (RFC 9110, 12.5.3)."""
    if sent in (b"gzip", b"gzip, deflate", b"gzip, deflate, br", b"gzip, deflate, br, zstd"):
        return True
    quality: dict[bytes, float] = {}
    for part in sent[:1024].lower().split(b","):
        name, _, rest = part.strip().partition(b";")
        weight = rest.strip().removeprefix(b"q=").strip() if rest else b"1"
        try:
            quality[name.strip()] = float(weight)
        except ValueError:
            quality[name.strip()] = 0.0
    return quality.get(b"gzip", quality.get(b"x-gzip", quality.get(b"*", 0.0))) > 0


def not_since(sent: bytes, changed: int) -> bool:
    """Whether nothing changed after the date that a client sent; a date that cannot be read is no date."""
    try:
        moment = parsedate_to_datetime(sent[:64].decode("ascii"))
    except (ValueError, TypeError, IndexError):  # UnicodeDecodeError is a ValueError
        return False
    return changed <= int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())

"""Bytes to characters: which encoding a text is in, and when it is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

from milepost.errors import SourceError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_UNMAPPED: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 gives no character."""


def decoded(name: str, data: bytes) -> str:
    """The text of some bytes: by its byte order mark, as UTF-8, else as Windows-1252.

    Line ends become ``\\n``. Raises SourceError where the bytes are no text in any of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plain(name, _decode(name, data, encoding))
    if b"\0" in data[:65_536]:
        raise SourceError(
            f"{name} is no text: it holds zero bytes; give a .txt, .md, .html, .pdf or .eml file"
        )
    try:
        return _plain(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        # Western European files of the nineties hold letters and quotes above 127; whatever else is
        # above it (Shift-JIS, GB18030, Cyrillic) would come out as nonsense, so ask instead.
        if _UNMAPPED.search(data) or not _western(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise SourceError(
                f"{name}:{line} is not in UTF-8 and in no encoding that is known here: save it as UTF-8"
            ) from None
    return _plain(name, data.decode("cp1252"))


def _western(data: bytes) -> bool:
    """Whether the bytes above 127 are few and stand among letters, as in Western European text."""
    high = sum(byte > 127 for byte in data[:100_000])
    return high <= 0.3 * min(len(data), 100_000)


def _decode(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise SourceError(
            f"{name} begins like {encoding.removesuffix('-sig').upper()} but is not: save it as UTF-8"
        ) from None


def _plain(name: str, text: str) -> str:
    if len(_CONTROL.findall(text[:65_536])) > max(8, len(text[:65_536]) // 100) or "\0" in text:
        raise SourceError(
            f"{name} is no text: it holds control characters; give a .txt, .md, .html, .pdf or .eml file"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")

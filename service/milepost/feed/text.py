"""Other people's words made safe for every format of a feed."""

from __future__ import annotations

import re
from typing import Final

# Controls, lone surrogates, byte order marks, and what some readers take for the end of a line although
# RFC 5545 does not (Python's splitlines: VT, FF, FS to US, NEL, LS, PS).
_HOSTILE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with line feeds as its only controls."""
    return _HOSTILE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(clean(text).split())


def shorten(text: str, longest: int) -> str:
    """At most so many characters, the last an ellipsis where something was left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

"""Where an announcement comes from: a file, standard input, or an http(s) address."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from milepost import net
from milepost.errors import DeliveryError, SourceError
from milepost.sources.forms import LARGEST, Sourced, text_of

STDIN: Final = "-"
_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
"""How what a server calls its answer is read."""


def is_url(name: str) -> bool:
    """Whether a source is an http(s) address rather than a file."""
    return name.lower().startswith(("http://", "https://"))


def fetch(name: str, guard: net.Guard) -> Sourced:
    """The text of a file, of ``-`` (standard input) or of an http(s) address.

    ``original`` holds the bytes where the text is not all of them. Raises SourceError, one sentence.
    """
    if is_url(name):
        return _fetched(name, guard)
    data = _stdin() if name == STDIN else _file(name)
    label = "standard input" if name == STDIN else name
    return _with_original(text_of(label, data), data)


def _with_original(sourced: Sourced, data: bytes) -> Sourced:
    return (
        sourced if sourced.text.encode("utf-8", "surrogatepass") == data else replace(sourced, original=data)
    )


def _stdin() -> bytes:
    return sys.stdin.buffer.read(LARGEST + 1)


def _file(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_dir():
            raise SourceError(f"{name} is a folder, not an announcement")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise SourceError(f"there is no file {name}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise SourceError(f"{name} cannot be read: {reason}") from None


def _fetched(url: str, guard: net.Guard) -> Sourced:
    try:
        data, content_type = net.fetch(url, guard, LARGEST)
    except DeliveryError as error:
        raise SourceError(str(error)) from error
    kind = content_type.split(";")[0].strip().lower()
    name = urlsplit(url).path.rsplit("/", 1)[-1] or urlsplit(url).netloc
    ending = _ENDINGS.get(kind, "")
    sourced = text_of(name if not ending or name.lower().endswith(ending) else name + ending, data)
    return _with_original(replace(sourced, url=url, source=sourced.source or urlsplit(url).netloc), data)

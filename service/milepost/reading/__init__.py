"""Reading: an announcement in, the milestones that it tells out, each a slice of the text.

The reader is loaded when it is first asked for: who only wants a date of a config (``reading.dates``)
does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from milepost.reading.reader import LeftOutDate, Reading, read

__all__ = ["LeftOutDate", "Reading", "read"]


def __getattr__(name: str) -> Any:
    """One of the public names, from the reader."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from milepost.reading import reader

    return getattr(reader, name)

"""What the program cannot do; a person's mistake in a file is a ``Problem`` instead.

MilepostError           its text is one sentence for a person: what is wrong, where, what to do
├── ConfigError         the config cannot be used at all (its ``problems`` say why)
├── SourceError         an announcement cannot be had or understood
├── DeliveryError       a message was not taken; ``permanent`` tells that trying again cannot help
└── StoreError          the memory cannot be opened, or belongs to somebody else
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milepost.model import Problem


class MilepostError(Exception):
    """The root; only the roof catches it."""


class ConfigError(MilepostError):
    """The config cannot be used; ``problems`` holds every mistake that was found."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        """Keep the problems beside the sentence."""
        super().__init__(sentence)
        self.problems = problems


class SourceError(MilepostError):
    """An announcement cannot be had or understood."""


class DeliveryError(MilepostError):
    """A message was not taken by the other side.

    ``permanent``: trying again cannot help. ``gone``: the address wants nothing more, ever.
    ``retry_after``: how long the other side asked to be left alone.
    """

    def __init__(
        self,
        sentence: str,
        *,
        permanent: bool = False,
        gone: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        """Keep what the caller decides by."""
        super().__init__(sentence)
        self.permanent = permanent or gone
        self.gone = gone
        self.retry_after = retry_after


class StoreError(MilepostError):
    """The store cannot be opened, is from a later version, or another process holds it."""

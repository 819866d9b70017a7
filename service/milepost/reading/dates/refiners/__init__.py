"""Refiners in their order: each takes the marks of a text and gives them back rejected, joined or tied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from milepost.reading.dates.mark import Mark
from milepost.reading.dates.refiners.again import again
from milepost.reading.dates.refiners.anchor import anchor, nth_day
from milepost.reading.dates.refiners.bound import bound
from milepost.reading.dates.refiners.days import days
from milepost.reading.dates.refiners.join import join
from milepost.reading.dates.refiners.reject import reject
from milepost.reading.dates.refiners.widen import widen

Refiner = Callable[[str, str, list[Mark]], list[Mark]]
"""Takes the text, the same in small letters, and its marks in order."""

REFINERS: Final[tuple[Refiner, ...]] = (reject, nth_day, days, join, bound, anchor, again, widen)

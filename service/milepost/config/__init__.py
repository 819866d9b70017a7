"""YAML in and out: what people believe will happen, read with its places and offered without clobbering."""

from __future__ import annotations

from milepost.config.checks import check
from milepost.config.load import Loaded, Phrase, load
from milepost.config.offers import Offered, offer
from milepost.config.schema import schema
from milepost.config.shapes import length
from milepost.config.sidecar import announcement, keep
from milepost.config.starter import Started, init

__all__ = [
    "Loaded",
    "Offered",
    "Phrase",
    "Started",
    "announcement",
    "check",
    "init",
    "keep",
    "length",
    "load",
    "offer",
    "schema",
]

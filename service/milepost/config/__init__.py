"""YAML in and out: what people believe will happen, read with its places and offered without clobbering."""

from __future__ import annotations

from milepost.config.load import Loaded, Phrase, load
from milepost.config.offers import Offered, offer
from milepost.config.sidecar import announcement, keep

__all__ = ["Loaded", "Offered", "Phrase", "announcement", "keep", "load", "offer"]

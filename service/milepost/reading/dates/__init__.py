"""Temporal expressions: scan, typed tokens, patterns in a trie, refiners, resolution."""

from __future__ import annotations

from milepost.when import When


def phrase(text: str) -> When | None:
    """The *when* that a phrase with a year of its own says; None for one that cannot be read."""
    raise NotImplementedError

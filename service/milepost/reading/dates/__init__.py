"""Temporal expressions: scan, typed tokens, patterns in a trie, refiners, resolution."""

"""Many words as one regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first, in the shape of a trie: no letter is looked at twice."""
    heads: dict[str, list[str]] = {}
    for name in words:
        heads.setdefault(name[:1], []).append(name[1:])
    if set(heads) == {""}:
        return ""
    parts = [re.escape(head) + any_of(tails) for head, tails in heads.items() if head]
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{body})?" if "" in heads else body

"""The filter in a URL: which milestones a page, a feed or an answer of the API shows."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from milepost.agenda import selects
from milepost.model import KINDS, STANDINGS, Dated
from milepost.settings import Select
from milepost.web.site import Query, View

KEYS: Final = ("topic", "party", "kind", "standing", "q")
"""The keys that filter; each may be repeated, keys AND, values OR (words of ``q`` AND)."""

_LONGEST: Final = 200
_MOST: Final = 50


class BadQuery(ValueError):
    """A key or value that is not known; its text is the sentence to answer with status 400."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A checked filter in canonical form: equal filters are equal values, whatever their order in the URL."""

    topics: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def select(self) -> Select:
        """The part of it that settings can say too."""
        return Select(
            frozenset(self.topics),
            frozenset(self.parties),
            frozenset(self.kinds),
            frozenset(self.standings),
        )

    def takes(self, item: Dated, today: date) -> bool:
        """Whether it lets a milestone through."""
        return selects(self.select, item, today) and all(word in _searched(item) for word in self.words)

    def pick(self, items: Iterable[Dated], today: date) -> tuple[Dated, ...]:
        """Those it lets through, in the order they came."""
        return tuple(item for item in items if self.takes(item, today)) if self else tuple(items)

    def query(self) -> str:
        """Its canonical query, "" or "?topic=…", the same for pages and feeds."""
        pairs = [
            *(("topic", value) for value in self.topics),
            *(("party", value) for value in self.parties),
            *(("kind", value) for value in self.kinds),
            *(("standing", value) for value in self.standings),
            *((("q", " ".join(self.words)),) if self.words else ()),
        ]
        return "?" + urlencode(pairs) if pairs else ""

    def __bool__(self) -> bool:
        """Whether it filters at all."""
        return bool(self.topics or self.parties or self.kinds or self.standings or self.words)


def read(query: Query, view: View, also: Iterable[str] = ()) -> Filter:
    """The filter that a query says; ``also`` are keys that the caller reads itself.

    Raises BadQuery for other keys, and for topics and parties that no milestone has.
    """
    _keys(query, (*KEYS, *also))
    return Filter(
        _values(query, "topic", view.topics),
        _values(query, "party", view.parties),
        _values(query, "kind", KINDS),
        _values(query, "standing", STANDINGS),
        _words(query.get("q", ())),
    )


def none(query: Query, also: tuple[str, ...] = ()) -> None:
    """Raises BadQuery where a query holds more than the keys in ``also``."""
    _keys(query, also)


def _keys(query: Query, known: tuple[str, ...]) -> None:
    for key in query:
        if key not in known:
            there = f"is no filter; there are: {', '.join(known)}." if known else "is not known here."
            raise BadQuery(f"{_shown(key)} {there}")


def _values(query: Query, key: str, known: Collection[str]) -> tuple[str, ...]:
    asked = query.get(key, ())
    if len(asked) > _MOST:
        raise BadQuery(f"{key} stands more than {_MOST} times.")
    for value in asked:
        if value not in known:
            near = difflib.get_close_matches(value[:_LONGEST], known, n=1) if value else []
            hint = f"; did you mean {near[0]}?" if near else f": no milestone has this {key}."
            raise BadQuery(f"{key}={_shown(value)} is not known{hint}")
    return tuple(sorted(set(asked)))


def _words(asked: Sequence[str]) -> tuple[str, ...]:
    text = " ".join(asked)
    if len(text) > _LONGEST:
        raise BadQuery(f"q is longer than {_LONGEST} characters.")
    return tuple(sorted(set(folded(text).split())))


def folded(text: str) -> str:
    """A text as it is searched: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _searched(item: Dated) -> str:
    m = item.milestone
    parts = (m.title, m.id, m.quote.text if m.quote else "", m.place or "", *m.topics, *m.parties, *m.actors)
    return _folded(parts)


@lru_cache(maxsize=32_768)
def _folded(parts: tuple[str, ...]) -> str:
    """What a search looks through; folding 10,000 milestones anew would be most of what it costs."""
    return folded("\n".join(parts))


def _shown(text: str) -> str:
    """Somebody else's words in a sentence of ours: short, on one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[:80]).split())
    return f'"{line}"' if line else "an empty value"

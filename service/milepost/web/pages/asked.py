"""What the URL of a page asks for: the filter, which is the feeds' own, and the page's own keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from milepost.model import KINDS
from milepost.web.filters import BadQuery, Filter, read
from milepost.web.pages import names
from milepost.web.site import Query, View

Option = tuple[str, str, bool]
_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A page's path, its filter and its own keys, each with one value."""

    path: str
    filter: Filter
    own: dict[str, str]

    def address(self, view: View, **own: str | int) -> str:
        """This page under the same filter, with these keys of its own."""
        pairs = {name: str(value) for name, value in own.items() if value != ""}
        query = self.filter.query()
        if pairs:
            query += ("&" if query else "?") + urlencode(pairs)
        return view.link(self.path) + query

    def number(self, key: str, least: int, most: int, otherwise: int) -> int:
        """A key's number; BadQuery where it is none or out of bounds."""
        said = self.own.get(key, "")
        if not said:
            return otherwise
        if not (said.isascii() and said.isdigit() and len(said) <= _DIGITS and least <= int(said) <= most):
            raise BadQuery(f"{key} is a number from {least} to {most}.")
        return int(said)


def ask(path: str, query: Query, view: View, own: tuple[str, ...] = ()) -> Asked:
    """Read a page's query. Empty values are what a form sends for "all", so they ask for nothing.

    Raises BadQuery as ``filters.read`` does, and for an own key that stands twice.
    """
    said = {key: [value for value in values if value] for key, values in query.items()}
    found: dict[str, str] = {}
    for key in own:
        values = said.get(key, [])
        if len(values) > 1:
            raise BadQuery(f"{key} stands more than once.")
        if values:
            found[key] = values[0]
    return Asked(path, read(said, view, own), found)


@dataclass(frozen=True, slots=True)
class Form:
    """The filter as a form: where it goes, its lists, its words, and what it carries along."""

    static: bool
    action: str
    choices: tuple[tuple[str, str, str, tuple[Option, ...]], ...]
    words: str
    kept: tuple[tuple[str, str], ...]


def form(asked: Asked, view: View) -> Form:
    """The form that a page shows; what it cannot offer to choose it keeps as it was."""
    f = asked.filter
    choices = (
        ("topic", "Topic", "all topics", _options(view.topics, f.topics, names.topic)),
        ("party", "Party", "all parties", _options(view.parties, f.parties, names.party)),
        ("kind", "Kind", "all kinds", _options(KINDS, f.kinds, names.kind)),
    )
    kept = [("standing", value) for value in f.standings]
    kept += [(name, v) for name, values in _chosen(f) for v in values[1:]]
    kept += [(name, v) for name, v in asked.own.items() if name not in ("page", "show")]
    return Form(view.static, view.link(asked.path), choices, " ".join(f.words), tuple(kept))


def _chosen(asked: Filter) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("topic", asked.topics), ("party", asked.parties), ("kind", asked.kinds)


def _options(values, chosen, name) -> tuple[Option, ...]:  # type: ignore[no-untyped-def]
    first = chosen[0] if chosen else None
    return tuple(sorted(((v, name(v), v == first) for v in values), key=lambda option: option[1].casefold()))


def told(asked: Filter) -> str:
    """A filter in words: "India, critical minerals"."""
    return ", ".join(
        (
            *map(names.topic, asked.topics),
            *map(names.party, asked.parties),
            *map(names.kind, asked.kinds),
            *asked.standings,
            *asked.words,
        )
    )

"""The agenda, and the page of what was promised without a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from milepost.model import Dated
from milepost.web.filters import BadQuery, Filter
from milepost.web.pages import words
from milepost.web.pages.asked import Asked, ask, form, told
from milepost.web.pages.boxes import subscribe
from milepost.web.pages.shelf import Change, Shelf
from milepost.web.site import Query
from milepost.when import say_length
from milepost.when.forms import Undated

_FIRST: Final = 40
_LEAF: Final = 200
_STATIC: Final = 2000
"""Rows of a section on the agenda, on a leaf of one whole section, and in a page written to a file."""
_CHANGES: Final = 8


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of the pages of a long section."""

    name: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the page shows it; ``more`` leads to all of it where not all is shown."""

    id: str
    title: str
    jump: str
    empty: str
    count: int
    rows: Sequence[Markup]
    more: str = ""
    leaves: tuple[Leaf, ...] = ()


def agenda(query: Query, shelf: Shelf) -> dict[str, object]:
    """What the agenda page shows; ``show`` asks for one section alone, ``page`` for a leaf of it."""
    view = shelf.view
    asked = ask("/", query, view, ("show", "page"))
    found, year = shelf.sections(asked.filter), view.today.year
    f = found.agenda
    plans = (
        ("overdue", "Overdue", "overdue", "Nothing is overdue.", f.overdue),
        ("week", "This week", "this week", "Nothing falls in this week.", f.this_week),
        ("month", "This month", "this month", "Nothing else falls in this month.", f.this_month),
        ("open", "Open windows", "open windows", "No window is open.", f.open_windows),
        (
            "later",
            "Later this year",
            "later this year",
            "Nothing is set for later this year.",
            found.this_year,
        ),
        ("after", f"After {year}", f"after {year}", f"Nothing is set for after {year}.", found.after),
        ("undated", "Without a date", "without a date", "Nothing was promised without a date.", f.undated),
        ("past", "Past", "past", "Nothing is past.", found.past),
        ("cancelled", "Cancelled", "cancelled", "Nothing was cancelled.", found.cancelled),
    )
    show = asked.own.get("show", "")
    if show and show not in (plan[0] for plan in plans):
        raise BadQuery(f"show is one of {', '.join(plan[0] for plan in plans)}.")
    standings = asked.filter.standings
    behind, sections = [], []
    for name, title, jump, empty, items in plans:
        if show and name != show:
            continue
        if not show and name in ("past", "cancelled") and name not in standings:
            if items and not view.static:
                behind.append((f"{len(items)} {jump}", asked.address(view, show=name)))
            if not items or not view.static:  # a file has no second page that could show them
                continue
        if standings and not items and not show:
            continue
        one = jump.removesuffix("s") if len(items) == 1 and name == "open" else jump
        sections.append(
            _section(asked, shelf, (name, title, f"{len(items)} {one}", empty), items, bool(show))
        )
    everything = sum(section.count for section in sections)
    nothing: dict[str, object] | None = None
    if not view.items:
        nothing = {"read": True}
    elif asked.filter and not everything and not behind:
        nothing = {"read": False, "what": told(asked.filter), "everything": view.link("/")}
    since = view.today - timedelta(days=7)
    changes = [c for c in shelf.changes if asked.filter.takes(c.item, view.today)] if shelf.changes else []
    return {
        "title": "Agenda",
        "heading": sections[0].title if show else "Agenda",
        "sections": () if nothing else sections,
        "nothing": nothing,
        "behind": behind,
        "form": form(asked, view),
        "shown": _shown(asked, shelf),
        "box": subscribe(asked.filter, view),
        "since": words.day(since, year),
        "changes": [_news(change, shelf) for change in changes[:_CHANGES]],
        "more_changes": max(len(changes) - _CHANGES, 0),
        "filtered": asked.filter.query(),
    }


def _section(
    asked: Asked, shelf: Shelf, said: tuple[str, str, str, str], items: Sequence[Dated], alone: bool
) -> Section:
    view, name = shelf.view, said[0]
    variant = "gauge" if name == "open" else ""
    if not alone:
        most = _STATIC if view.static else _FIRST
        more = asked.address(view, show=name) if len(items) > most and not view.static else ""
        return Section(*said, len(items), [shelf.row(item, variant) for item in items[:most]], more)
    leaf, leaves = _leaves(asked, shelf, len(items), show=name)
    rows = [shelf.row(item, variant) for item in items[(leaf - 1) * _LEAF : leaf * _LEAF]]
    return Section(*said, len(items), rows, "", leaves)


def _leaves(asked: Asked, shelf: Shelf, count: int, **own: str) -> tuple[int, tuple[Leaf, ...]]:
    last = max(-(-count // _LEAF), 1)
    leaf = asked.number("page", 1, last, 1)
    near = sorted({1, last, *range(max(leaf - 3, 1), min(leaf + 3, last) + 1)}) if last > 1 else []
    return leaf, tuple(Leaf(str(n), asked.address(shelf.view, **own, page=n), n == leaf) for n in near)


def _shown(asked: Asked, shelf: Shelf) -> dict[str, object] | None:
    if not asked.filter:
        return None
    count, everything = _count(shelf, asked.filter), _count(shelf, Filter())
    if not count:
        return None
    clear = shelf.view.link(asked.path)
    return {"count": count, "all": everything, "what": told(asked.filter), "everything": clear}


def _count(shelf: Shelf, asked: Filter) -> int:
    found = shelf.sections(asked)
    return sum(len(getattr(found.agenda, name)) for name in type(found.agenda).__slots__)


def _news(change: Change, shelf: Shelf) -> dict[str, str]:
    m = change.item.milestone
    what = "New" if change.what == "First told" else change.what
    how = f"{change.before} → {change.after}" if change.before else change.after
    return {"what": what, "title": m.title, "href": shelf.milestone(m.id), "how": how}


def undated(query: Query, shelf: Shelf) -> dict[str, object]:
    """What the page of undated promises shows: the longest waiting first."""
    view = shelf.view
    asked = ask("/undated", query, view, ("page",))
    found = shelf.sections(asked.filter)
    waiting = sorted(found.agenda.undated, key=lambda item: item.milestone.published or view.today)
    lately = tuple(_got_a_date(asked.filter.pick(view.items, view.today), shelf))
    given_up = tuple(item for item in found.cancelled if isinstance(item.milestone.when, Undated))
    most = _STATIC if view.static else _LEAF
    leaf, leaves = (1, ()) if view.static else _leaves(asked, shelf, len(waiting))
    nag = view.settings.remind.undated
    everything = len(shelf.sections(Filter()).agenda.undated)
    shown = None
    if asked.filter:
        clear = view.link("/undated")
        shown = {"count": len(waiting), "all": everything, "what": told(asked.filter), "everything": clear}
    plans = (
        ("waiting", "Longest waiting first", "Nothing was promised without a date.", waiting, leaves),
        ("lately", "Got a date lately", "No promise got a date in the last 90 days.", lately, ()),
        ("given-up", "Given up", "No promise has been withdrawn.", given_up, ()),
    )
    sections = []
    for number, (name, title, empty, items, pages) in enumerate(plans):
        start = 0 if number else (leaf - 1) * most
        rows = [shelf.row(item) for item in items[start : start + most]]
        sections.append(Section(name, title, "", empty, len(items), rows, "", pages))
    return {
        "title": "Without a date",
        "sections": sections,
        "form": form(asked, view),
        "shown": shown,
        "nag": say_length(nag) if nag else "",
        "filtered": asked.filter.query(),
    }


def _got_a_date(items: Sequence[Dated], shelf: Shelf) -> Iterator[Dated]:
    since = shelf.view.today - timedelta(days=90)
    for item in items:
        history = item.milestone.history
        if len(history) < 2 or item.reckoned.days is None:
            continue
        for before, now in pairwise(history):
            if isinstance(before.when, Undated) and now.when and now.published and now.published >= since:
                yield item
                break

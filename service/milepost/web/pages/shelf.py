"""What the pages of one view share, each part made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from milepost.agenda import Agenda, agenda, is_overdue, is_window
from milepost.model import Dated, Observation
from milepost.settings import Feed
from milepost.web.filters import Filter
from milepost.web.pages import names, words
from milepost.web.pages.paper import TEMPLATES
from milepost.web.site import View
from milepost.when import Days, Every, Reckoned, When, anchors, reckon, say

_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Change:
    """One observation of a milestone and what it changed: the date before and after, in words."""

    item: Dated
    told: Observation
    what: str
    before: str = ""
    after: str = ""
    by_days: int | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where today stands in an open window: its ends in words, and the share that has passed."""

    first: str
    last: str
    percent: str


class Shelf:
    """A view with what is worth keeping beside it: indexes, rows as HTML, sections by filter."""

    def __init__(self, view: View) -> None:
        """Keep the view; nothing is made yet."""
        self.view = view
        self._rows: dict[tuple[str, str], Markup] = {}
        self._agendas: dict[Filter, Sections] = {}

    @cached_property
    def by_id(self) -> Mapping[str, Dated]:
        """Every milestone by its id and by its aliases; an id wins over an alias."""
        aliases = {name: item for item in self.view.items for name in item.milestone.aliases}
        return aliases | {item.milestone.id: item for item in self.view.items}

    @cached_property
    def followers(self) -> Mapping[str, tuple[Dated, ...]]:
        """The milestones that are reckoned from each, by its id."""
        found: dict[str, list[Dated]] = {}
        for item in self.view.items:
            for name in anchors(item.milestone.when):
                if anchor := self.by_id.get(name):
                    found.setdefault(anchor.milestone.id, []).append(item)
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def told_in(self) -> Mapping[str, tuple[Dated, ...]]:
        """The milestones that each announcement tells of, by its id, in the order of their quotes in it."""
        found: dict[str, dict[str, Dated]] = {}
        for item in self.view.items:
            m = item.milestone
            for name in (m.announcement, *(told.announcement for told in m.history)):
                if name is not None:
                    found.setdefault(name, {})[m.id] = item
        return {name: tuple(sorted(items.values(), key=_where(name))) for name, items in found.items()}

    @cached_property
    def series(self) -> Mapping[str, tuple[Dated, ...]]:
        """The milestones of each series, by its name and in the order of their numbers."""
        found: dict[str, list[Dated]] = {}
        for item in self.view.items:
            if item.milestone.series is not None:
                found.setdefault(item.milestone.series.name, []).append(item)
        return {name: tuple(sorted(items, key=_number)) for name, items in found.items()}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What announcements of the last seven days told, the newest first."""
        today = self.view.today
        since = today - timedelta(days=7)
        found = [
            change
            for item in self.view.items
            if item.milestone.history and (item.milestone.history[-1].published or date.min) >= since
            for change in self.history(item)
            if since <= (change.told.published or date.min) <= today and change.what != "Told again"
        ]
        return tuple(sorted(found, key=lambda c: c.told.published or date.min, reverse=True))

    def anchor(self, item: Dated) -> Callable[[str], Reckoned | None]:
        """What is known of the anchors that this milestone's dates, old and new, are told from."""

        def known(name: str) -> Reckoned | None:
            if name == "publication":
                day = item.milestone.published
                return Reckoned(Days(day, day, spans=True)) if day else None
            found = self.by_id.get(name)
            return found.reckoned if found and found is not item else None

        return known

    def reckoned(self, item: Dated, when: When) -> Reckoned:
        """The days of one of the dates that a milestone has had."""
        return reckon(when, item.calendar, self.anchor(item))

    def said(self, item: Dated, when: When) -> str:
        """One of the dates that a milestone has had, in words."""
        return words.bound(say(when, self.reckoned(item, when), self.view.today.year))

    def history(self, item: Dated) -> tuple[Change, ...]:
        """Each observation of a milestone and what it changed, oldest first."""
        changes: list[Change] = []
        when: When | None = None
        for told in item.milestone.history:
            changes.append(self._change(item, told, when))
            when = told.when or when
        return tuple(changes)

    def _change(self, item: Dated, told: Observation, before: When | None) -> Change:
        if told.standing == "cancelled":
            return Change(item, told, "Cancelled")
        if told.when is None or before is None or told.when == before:
            if before is None:
                return Change(item, told, "First told", after=self.said(item, told.when) if told.when else "")
            return Change(item, told, "Done" if told.done else "Told again")
        old, new = self.reckoned(item, before).days, self.reckoned(item, told.when).days
        what, by_days = "Moved", None
        if old is None and new is not None and not one_day(new):
            what = "Dated"
        elif new is not None and new.first is not None and new.first == new.last and not one_day(old):
            what = "Set"
        elif old is not None and new is not None and _inside(new, old):
            what = "Narrowed"
        elif old and new and (old.last or old.first) and (new.last or new.first):
            by_days = ((new.last or new.first or date.min) - (old.last or old.first or date.min)).days
        return Change(item, told, what, self.said(item, before), self.said(item, told.when), by_days)

    def row(self, item: Dated, variant: str = "") -> Markup:
        """A milestone as a row; ``variant`` "gauge" adds where today stands in its window."""
        key = (item.milestone.id, variant)
        if (made := self._rows.get(key)) is None:
            made = self._rows[key] = self._row(item, variant)
        return made

    def _row(self, item: Dated, variant: str) -> Markup:
        view, m = self.view, item.milestone
        before = words.previous(item)
        return Markup(  # noqa: S704 - a template with autoescape made it
            TEMPLATES.row(
                m=m,
                column=words.column(item, view.today, view.zone),
                away=words.away(item, view.today),
                late=self.late(item),
                waiting=item.last is None and item.first is None,
                href=self.milestone(m.id),
                parties=names.parties(m.parties),
                announcement=self.announcement(m.announcement),
                told=words.day(m.published, view.today.year) if m.published else "",
                follows=[
                    (self.milestone(found.milestone.id), found.milestone.title)
                    for name in anchors(m.when)
                    if (found := self.by_id.get(name))
                ],
                was=self.said(item, before) if before is not None else "",
                gauge=self.gauge(item) if variant == "gauge" else None,
            )
        )

    def late(self, item: Dated) -> bool:
        """Whether it is overdue."""
        return is_overdue(item, self.view.today)

    def gauge(self, item: Dated) -> Gauge | None:
        """Where today stands in a window that is open; None where none is."""
        today, year = self.view.today, self.view.today.year
        first, last = item.first, item.last
        if first is None or last is None or not is_window(item) or not first <= today <= last:
            return None
        share = 100 * (today - first).days / max((last - first).days, 1)
        return Gauge(words.day(first, year), words.day(last, year), f"{share:.1f}%")

    def milestone(self, name: str) -> str:
        """The address of a milestone's page."""
        return self.view.link("/milestones/" + quote(name, safe="/"))

    def announcement(self, name: str | None) -> str:
        """The address of an announcement's page, "" where its text is not kept."""
        if name is None or name not in self.view.announcements:
            return ""
        return self.view.link("/announcements/" + quote(name, safe="/"))

    def sections(self, asked: Filter) -> Sections:
        """The agenda of what a filter lets through."""
        if (made := self._agendas.get(asked)) is None:
            if len(self._agendas) >= _KEPT:
                self._agendas.clear()
            made = self._agendas[asked] = Sections.of(asked.pick(self.view.items, self.view.today), self.view)
        return made

    @cached_property
    def public_feeds(self) -> tuple[Feed, ...]:
        """The named feeds that anybody may have, without the one of everything."""
        return tuple(feed for feed in self.view.feeds if feed.name != "all")


@dataclass(frozen=True, slots=True)
class Sections:
    """The agenda with what is later split at the end of the year, and what lies behind."""

    agenda: Agenda
    this_year: tuple[Dated, ...]
    after: tuple[Dated, ...]
    past: tuple[Dated, ...]
    cancelled: tuple[Dated, ...]

    @classmethod
    def of(cls, items: Iterable[Dated], view: View) -> Sections:
        """Sort milestones into sections."""
        items = tuple(items)
        found = agenda(items, view.today)
        shown = {id(item) for name in Agenda.__slots__ for item in getattr(found, name)}
        rest = [item for item in items if id(item) not in shown]
        cancelled = tuple(item for item in rest if item.milestone.standing == "cancelled")
        past = tuple(item for item in reversed(rest) if item.milestone.standing != "cancelled")
        this_year: list[Dated] = []
        after: list[Dated] = []
        for item in found.later:
            (after if _year(item, view.today) > view.today.year else this_year).append(item)
        return cls(found, tuple(this_year), tuple(after), past, cancelled)


def _year(item: Dated, today: date) -> int:
    first = item.first or item.last
    if isinstance(item.milestone.when, Every) and first is not None:
        return (words.next_occurrence(item.milestone.when, first, today) or first).year
    return (item.last or item.first or today).year


def _where(announcement: str) -> Callable[[Dated], tuple[int, str]]:
    def key(item: Dated) -> tuple[int, str]:
        quotes = (item.milestone.quote, *(told.quote for told in item.milestone.history))
        starts = [quote.start for quote in quotes if quote is not None and quote.announcement == announcement]
        return min(starts, default=1 << 60), item.milestone.id

    return key


def _number(item: Dated) -> tuple[int, str]:
    series = item.milestone.series
    return (series.number or 0 if series else 0), item.milestone.id


def one_day(days: Days | None) -> bool:
    """Whether it is exactly one day."""
    return days is not None and days.first is not None and days.first == days.last


def _inside(new: Days, old: Days) -> bool:
    if None in (new.first, new.last, old.first, old.last):
        return False
    return (old.first or date.min) <= (new.first or date.min) and (new.last or date.max) <= (
        old.last or date.max
    )


_shelves: list[Shelf] = []


def shelf_of(view: View) -> Shelf:
    """The shelf of a view; those of the last two views are kept."""
    for shelf in _shelves:
        if shelf.view is view:
            return shelf
    _shelves[:] = [Shelf(view), *_shelves[:1]]
    return _shelves[0]

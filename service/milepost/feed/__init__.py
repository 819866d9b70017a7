"""iCalendar and Atom: one milestone to one checked fragment, fragments to a feed."""

from milepost.feed.calendar import MOST, Head, assemble
from milepost.feed.entry import Entry, Windows, entry, is_fixed, shown
from milepost.feed.event import alarms, body, fragment
from milepost.feed.twins import Twin, as_atom, as_json, published

__all__ = [
    "MOST",
    "Entry",
    "Head",
    "Twin",
    "Windows",
    "alarms",
    "as_atom",
    "as_json",
    "assemble",
    "body",
    "entry",
    "fragment",
    "is_fixed",
    "published",
    "shown",
]

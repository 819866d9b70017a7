"""What every page and answer is made from: one frozen view of everything, at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from milepost.model import Announcement, Dated, Revision, Snapshot
from milepost.settings import Feed, Settings

Query = Mapping[str, list[str]]
"""A query as it stands in the URL, decoded: each key with its values in order, empty values kept."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer before it meets HTTP's rules: the caller adds length, ETag, security headers, gzip."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


Told = tuple[str, str, date]
"""A reminder to come: its edge, its lead in words, and the day."""


def _nothing(_: Dated) -> tuple[Told, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page may show; a new one is made when the config, the day or the health changes.

    ``items`` holds every milestone in order of date. ``today`` is the day in ``zone``, the calendar's.
    ``base_url`` is the public address without a slash at its end. ``feeds`` are those that anybody
    may have, the feed ``all`` first. ``topics`` and ``parties`` are all that occur, sorted.
    ``health`` is what ``/health`` answers. ``revisions`` tells when the published entry of a
    milestone last changed, by id. ``static`` is true where the page is written to a file by
    ``build``: then nothing answers forms, filters or the API. ``reminders`` tells what somebody who
    asked for nothing special will still be told of a milestone.
    """

    snapshot: Snapshot
    items: tuple[Dated, ...]
    today: date
    zone: str
    base_url: str
    feeds: tuple[Feed, ...]
    topics: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    health: Mapping[str, Any] = field(default_factory=dict)
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    static: bool = False
    reminders: Callable[[Dated], tuple[Told, ...]] = _nothing

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.snapshot.settings

    @property
    def announcements(self) -> Mapping[str, Announcement]:
        """The announcements by id."""
        return self.snapshot.announcements

    @property
    def prefix(self) -> str:
        """The path of the public address, "" where the site stands at the root of its host."""
        return urlsplit(self.base_url).path.rstrip("/")

    def link(self, path: str) -> str:
        """The address of a path of ours ("/timeline") as a page on the same host writes it."""
        return self.prefix + path

    def url(self, path: str) -> str:
        """The whole public address of a path of ours."""
        return self.base_url + path


class Pages(Protocol):
    """What ``milepost.web.pages`` offers to the site. All answers are HTML."""

    def render(self, path: str, query: Query, view: View) -> Response:
        """The page of a path; 404 where there is none, 400 for a key or value it does not know."""
        ...

    def problem(self, status: int, sentence: str, view: View) -> Response:
        """A page that says what is wrong in one sentence."""
        ...

    def ask(self, title: str, sentence: str, button: str, view: View) -> Response:
        """A page with a sentence and one button that posts to its own address; it changes nothing itself."""
        ...

    def paths(self, view: View) -> Iterable[str]:
        """Every path that ``render`` answers without a query, for ``build``."""
        ...

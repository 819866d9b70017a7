"""The values that rooms hand to each other: announcements, milestones and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from milepost.when import Calendar, Every, Length, Reckoned, When, anchors, edtf, offset_of, write

if TYPE_CHECKING:
    from milepost.settings import Lead, Settings

Kind = Literal[
    "meeting",
    "visit",
    "deadline",
    "effective",
    "expiry",
    "review",
    "publication",
    "agreement",
    "launch",
    "commitment",
    "event",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Standing = Literal["past", "scheduled", "undated", "cancelled"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

PublishedFrom = Literal["given", "metadata", "text", "inferred"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text as it was published, with what is known of it; ``id`` is the stem of its file in seeds/.

    ``published`` is None where no day of publication is known; ``published_from`` says how it is.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    published_from: PublishedFrom | None = None
    source: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of an announcement: ``text == announcement.text[start:end]``.

    ``opening`` is a second slice: the words above a list that an item inherits from.
    """

    announcement: str
    start: int
    end: int
    text: str
    opening: Quote | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A series of events and the number of this one in it, where it was told."""

    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a config file (counted from 1), its path relative to the folder that holds config/."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Observation:
    """What one announcement said about a milestone; None where it said nothing.

    The first observation of a milestone is its own entry, later ones are ``updates:``.
    """

    published: date | None
    announcement: str | None = None
    when: When | None = None
    standing: Literal["cancelled", "scheduled"] | None = None
    done: date | None = None
    place: str | None = None
    title: str | None = None
    quote: Quote | None = None
    source: str = ""
    written: Place | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something promised, as it stands after every observation in ``history`` (oldest first).

    ``id`` is minted once, *announcement/slug*, and is the calendar's UID. ``home`` is the country
    whose fiscal year and working days its dates are reckoned by. ``said`` are the words that its
    date was read from, ``again`` the quotes of the same announcement that tell it once more.
    """

    id: str
    title: str
    kind: Kind
    when: When
    announcement: str | None = None
    published: date | None = None
    source: str = ""
    url: str | None = None
    quote: Quote | None = None
    again: tuple[Quote, ...] = ()
    said: str = ""
    series: Series | None = None
    parties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: str | None = None
    standing: Literal["cancelled"] | None = None
    done: date | None = None
    doubt: str | None = None
    perhaps: str | None = None
    perhaps_because: str = ""
    note: str | None = None
    aliases: tuple[str, ...] = ()
    remind: tuple[Lead, ...] | None = None
    home: str | None = None
    written: Place | None = None
    history: tuple[Observation, ...] = ()

    @property
    def date_told(self) -> date | None:
        """The day on which its present date was told: what the word ``publication`` in it means."""
        told = (o.published for o in reversed(self.history) if o.when is not None)
        return next(told, self.published)

    def as_of(self, day: date) -> Milestone | None:
        """The milestone as it was believed at the end of that day; None if it was not yet told."""
        heard = tuple(o for o in self.history if o.published is None or o.published <= day)
        if not heard:
            return None
        return replay(self, heard)


def replay(milestone: Milestone, history: tuple[Observation, ...]) -> Milestone:
    """The milestone with its state told anew by these observations, oldest first."""
    state: dict[str, Any] = {"standing": None, "done": None}
    for observation in history:
        for name in ("when", "done", "place", "title"):
            if (value := getattr(observation, name)) is not None:
                state[name] = value
        if observation.standing is not None:
            state["standing"] = "cancelled" if observation.standing == "cancelled" else None
        elif observation.when is not None:
            state["standing"] = None  # a new date revives what was cancelled
    return replace(milestone, history=history, **state)


@dataclass(frozen=True, slots=True)
class Found:
    """A milestone as ``reading`` found it in an announcement, before anybody judged it.

    ``cue`` is the span of the date or cue words, by which a re-reading is known to be the same
    offer. ``because`` names the rules that made it.
    """

    milestone: Milestone
    cue: tuple[int, int]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A found milestone, and whether it is a known one: sure (``updates``), ``perhaps``, or new."""

    found: Found
    verdict: Literal["new", "updates", "perhaps"] = "new"
    of: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake or an open question in a file, with its place (line and column count from 1)."""

    path: str
    line: int | None
    column: int | None
    message: str
    rule: str
    severity: Literal["error", "notice"] = "error"

    def __str__(self) -> str:
        """``path:line:column: sentence [rule]`` in one line, without the places it does not have."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {' '.join(self.message.split())} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the config says at one moment; what is wrong in it is kept beside it by the loader."""

    settings: Settings
    milestones: tuple[Milestone, ...] = ()
    announcements: Mapping[str, Announcement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """A milestone with its days, as everything downstream of ``when.reckon`` wants it."""

    milestone: Milestone
    reckoned: Reckoned
    calendar: Calendar

    @property
    def first(self) -> date | None:
        """The earliest day, or None."""
        return self.reckoned.days.first if self.reckoned.days else None

    @property
    def last(self) -> date | None:
        """The latest day, or None."""
        return self.reckoned.days.last if self.reckoned.days else None

    def standing(self, today: date) -> Standing:
        """Past, scheduled, undated or cancelled, seen from a day."""
        if self.milestone.standing == "cancelled":
            return "cancelled"
        if self.milestone.done is not None:
            return "past"
        end = self.last or self.first
        if end is None:
            return "undated"
        if isinstance(self.milestone.when, Every):
            return "scheduled"
        return "past" if end < today else "scheduled"

    def record(self, today: date) -> dict[str, Any]:
        """The milestone as JSON: what ``read --json``, the API and webhooks show of it."""
        m = self.milestone
        return {
            "id": m.id,
            "title": m.title,
            "kind": m.kind,
            "standing": self.standing(today),
            "when": edtf(m.when, self.reckoned, self.calendar.zone),
            "when_text": write(m.when),
            "said": m.said,
            "earliest": self.first.isoformat() if self.first else None,
            "latest": self.last.isoformat() if self.last else None,
            "relative": relative(m.when),
            "recurrence": iso_period(m.when.interval) if isinstance(m.when, Every) else None,
            "series": {"name": m.series.name, "number": m.series.number} if m.series else None,
            "parties": list(m.parties),
            "actors": list(m.actors),
            "topics": list(m.topics),
            "place": m.place,
            "doubt": m.doubt or self.reckoned.doubt,
            "quote": quote_record(m.quote) if m.quote else None,
        }


def quote_record(quote: Quote) -> dict[str, Any]:
    """A quote as JSON."""
    opening = quote.opening
    return {
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "opening": {"start": opening.start, "end": opening.end, "text": opening.text} if opening else None,
    }


def relative(when: When) -> dict[str, Any] | None:
    """The offset in a *when* as JSON, or None if it is told from no other event."""
    offset = offset_of(when)
    if offset is None:
        return None
    return {
        "offset": iso_period(offset.length),
        "direction": offset.direction,
        "anchor": offset.anchor,
        "anchor_id": next(iter(anchors(offset)), None),
    }


def iso_period(length: Length) -> str:
    """A length as an ISO 8601 period; working days have no letter there and are written as days."""
    letter = {"hour": "H", "minute": "M", "second": "S", "week": "W", "month": "M", "year": "Y"}.get(
        length.unit.value, "D"
    )
    time = "T" if length.unit.value in ("hour", "minute", "second") else ""
    return f"P{time}{length.amount}{letter}"


@dataclass(frozen=True, slots=True)
class Revision:
    """When what is published under a name last changed (UTC, whole seconds).

    ``sequence`` is minutes since 2020 of that moment, bumped so that it grows with every change.
    """

    sequence: int
    modified: datetime


Edge = Literal[
    "lead",
    "opens",
    "halfway",
    "closes",
    "undated",
    "added",
    "changed",
    "moved",
    "narrowed",
    "confirmed",
    "cancelled",
    "digest",
    "notice",
    "test",
]


@dataclass(frozen=True, slots=True)
class Reminder:
    """That one recipient is to be told one thing about one milestone at one moment (UTC).

    ``key`` is the same however often it is planned, and different for every reminder. ``detail`` is
    JSON that only a notice of a change needs: what was believed before and after. ``bundle`` is the
    key of the digest that tells this one together with others.
    """

    key: str
    milestone: str
    revision: int
    edge: Edge
    lead: str
    occurrence: str
    due: datetime
    to: str
    channel: str
    detail: str = ""
    bundle: str | None = None


@dataclass(frozen=True, slots=True)
class Belief:
    """A milestone's date as recipients were last told it; ``body`` is what a change is told from.

    ``revision`` grows with every change of the date, ``since`` is when this one became known here.
    """

    milestone: str
    revision: int
    since: datetime
    body: Mapping[str, Any]


AskKind = Literal["unsubscribed", "snoozed", "suppressed", "disabled"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What keeps a recipient from being told of one milestone, or (``milestone`` empty) of anything.

    It holds for the address that it was made for: a recipient with a new address starts afresh.
    """

    recipient: str
    kind: AskKind
    address: str
    since: datetime
    milestone: str = ""
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """The words of a reminder for one recipient, ready for any channel."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    payload: Mapping[str, Any]
    thread: str = ""
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    unsubscribe: str | None = None


DeliveryState = Literal["waiting", "leased", "sent", "dead", "cancelled", "skipped"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line of the outbox: a reminder and how far its delivery has come.

    ``current`` is the revision that the date of its milestone had when the line was read; None where
    the config had no such milestone.
    """

    reminder: Reminder
    state: DeliveryState
    attempts: int = 0
    next_try: datetime | None = None
    owner: str | None = None
    error: str | None = None
    settled: datetime | None = None
    current: int | None = None

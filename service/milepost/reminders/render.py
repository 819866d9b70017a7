"""The words of a message: one reminder, notice or digest for one recipient, as text, html and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from textwrap import fill
from typing import Any, Final

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from milepost.agenda import is_window
from milepost.model import Announcement, Dated, Edge, Message, Reminder
from milepost.reminders.due import HORIZON, moments
from milepost.reminders.links import Link, sign
from milepost.settings import Lead, Recipient, Settings
from milepost.when import By, Every, From, On, Throughout, Unit, local, say, say_away, say_length
from milepost.when.words import say_day

LATE: Final = timedelta(minutes=10)
"""A message that comes this much after its moment says so."""

SNOOZE: Final = 3
"""Days of quiet that the link in a message asks for."""

_BODY: Final = 18_000
"""Bytes of a webhook's data; Standard Webhooks recommends bodies under 20 kB."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

_NOTICES: Final[Mapping[Edge, str]] = {
    "added": "New",
    "changed": "Corrected",
    "moved": "Moved",
    "narrowed": "Nearer",
    "confirmed": "Confirmed",
    "cancelled": "Cancelled",
}
_TYPES: Final[Mapping[Edge, str]] = {
    "added": "milestone.added",
    "changed": "milestone.changed",
    "moved": "milestone.changed",
    "narrowed": "milestone.changed",
    "confirmed": "milestone.changed",
    "cancelled": "milestone.cancelled",
}


class Words:
    """The templates: ours, and those of the same names that people put in their place."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Use ``words``."""
        ours = PackageLoader("milepost.reminders", "templates")
        self.problem: str | None = None
        self._ours = _environment(ours)
        self._own = _environment(ChoiceLoader([FunctionLoader(own.get), ours])) if own else None

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """A filled template; one of people's own that fails is told in ``problem``, and ours is used."""
        if self._own:
            try:
                return self._own.get_template(name).render(context)
            except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
                self.problem = f"template {name}: {error}; ours is used instead"
        return self._ours.get_template(name).render(context)


def _environment(loader: Any) -> Environment:
    made = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["wrapped"] = lambda text, indent="": fill(
        text,
        76,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return made


def words(own: Mapping[str, str] | None = None) -> Words:
    """The templates ``mail`` and ``digest``, each as .txt and .html, which fill the blocks of ``letter``.

    Any of them may be people's own, and build upon ours of another name.
    """
    return Words(own or {})


@dataclass(frozen=True, slots=True)
class Scene:
    """What messages are made from: the milestones by id, the settings, and what the roof knows.

    ``base`` is the public address, None where there is none: then no message carries a link.
    ``entry`` gives the calendar entry of a milestone as bytes, with the UID of the feed, ``record`` the
    milestone as the API shows it.
    """

    items: Mapping[str, Dated]
    settings: Settings
    secret: bytes
    words: Words
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    base: str | None = None
    entry: Callable[[str], bytes | None] = lambda _: None
    record: Callable[[Dated], Mapping[str, Any]] | None = None

    def url(self, path: str) -> str | None:
        """The public address of a path of ours."""
        return f"{self.base.rstrip('/')}{path}" if self.base else None


def message(reminder: Reminder, recipient: Recipient, scene: Scene, now: datetime) -> Message:
    """The message of one reminder or notice, as it is right at ``now``."""
    item = scene.items[reminder.milestone]
    detail = json.loads(reminder.detail) if reminder.detail else {}
    late = now - reminder.due > LATE
    today = local(now, recipient.zone).date()
    payload = _payload(reminder, item, detail, scene, now, late)
    if recipient.channel == "webhook":
        return Message(
            reminder.key, recipient.name, item.milestone.title, "", "", payload, reminder.milestone
        )
    context = _context(reminder, item, detail, recipient, scene, now, today)
    context["late"] = _late(reminder, recipient, late)
    entry = scene.entry(item.milestone.id)
    attached = (("milestone.ics", "text/calendar; method=PUBLISH", entry),) if entry else ()
    context["attached"] = bool(entry)
    return Message(
        reminder.key,
        recipient.name,
        context["subject"],
        scene.words.render("mail.txt", context),
        scene.words.render("mail.html", context),
        payload,
        reminder.milestone,
        attached,
        context["unsubscribe_url"],
    )


def digest(
    reminder: Reminder, members: Sequence[Reminder], recipient: Recipient, scene: Scene, now: datetime
) -> Message:
    """One message for many reminders, in order of due."""
    today = local(now, recipient.zone).date()
    parts, records = [], []
    for member in members:
        item = scene.items[member.milestone]
        detail = json.loads(member.detail) if member.detail else {}
        records.append(_payload(member, item, detail, scene, now, now - member.due > LATE))
        if recipient.channel != "webhook":
            parts.append(_context(member, item, detail, recipient, scene, now, today))
    payload = {"type": "digest", "timestamp": reminder.due.isoformat(), "data": _fit(records)}
    count = "1 date" if len(members) == 1 else f"{len(members)} dates"
    subject = f"{count}: {_plain(', '.join(scene.items[m.milestone].milestone.title for m in members[:3]))}"
    subject = subject if len(subject) <= 120 else subject[:119] + "…"
    context = {
        "subject": subject,
        "calendar": _plain(scene.settings.calendar.name),
        "count": count,
        "day": f"{today:%A} {say_day(today)}",
        "parts": parts,
        "agenda_url": scene.url("/"),
        "unsubscribe_url": _unsubscribe(recipient, scene),
        "why": _why(recipient, scene.settings),
        "late": _late(reminder, recipient, now - reminder.due > LATE),
    }
    plain = recipient.channel == "webhook"
    return Message(
        reminder.key,
        recipient.name,
        subject,
        "" if plain else scene.words.render("digest.txt", context),
        "" if plain else scene.words.render("digest.html", context),
        payload,
        "digest",
        (),
        context["unsubscribe_url"],  # type: ignore[arg-type]
    )


def notice(reminder: Reminder, recipient: Recipient, scene: Scene) -> Message:
    """A word from the service itself: the reminder's detail is a heading and a sentence."""
    told = json.loads(reminder.detail)
    return _own_word(reminder, recipient, scene, told["heading"], told["sentence"], "notice")


def trial(reminder: Reminder, recipient: Recipient, scene: Scene) -> Message:
    """What ``milepost test`` sends."""
    sentence = "This is a test that somebody asked for. Reminders will reach you the same way."
    return _own_word(reminder, recipient, scene, "A test", sentence, "test")


def _own_word(
    reminder: Reminder, recipient: Recipient, scene: Scene, heading: str, sentence: str, kind: str
) -> Message:
    context: dict[str, Any] = {
        "subject": f"{heading}: {_plain(scene.settings.calendar.name)}",
        "calendar": _plain(scene.settings.calendar.name),
        "label": heading,
        "title": sentence,
        "when": "",
        "remark": "",
        "preheader": sentence,
        "sentences": [],
        "facts": [],
        "open_url": scene.url("/"),
        "snooze_url": None,
        "unsubscribe_url": _unsubscribe(recipient, scene),
        "why": _why(recipient, scene.settings),
        "late": "",
        "attached": False,
    }
    payload = {
        "type": kind,
        "timestamp": reminder.due.isoformat(),
        "data": {"heading": heading, "sentence": sentence},
    }
    return Message(
        reminder.key,
        recipient.name,
        str(context["subject"]),
        scene.words.render("mail.txt", context),
        scene.words.render("mail.html", context),
        payload,
        kind,
    )


def _payload(
    reminder: Reminder, item: Dated, detail: Mapping[str, Any], scene: Scene, now: datetime, late: bool
) -> dict[str, Any]:
    today = local(now, item.calendar.zone).date()
    data: dict[str, Any] = {
        "milestone": scene.record(item) if scene.record else item.record(today),
        "edge": reminder.edge,
        "lead": reminder.lead or None,
        "occurrence": reminder.occurrence or None,
        "due": reminder.due.isoformat(),
        "late": late,
    }
    if detail:
        data |= {"before": detail["before"], "after": detail["after"]}
    return {
        "type": _TYPES.get(reminder.edge, "milestone.reminder"),
        "timestamp": reminder.due.isoformat(),
        "data": data,
    }


def _fit(records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """As many records as a body has room for, and the ids of the rest."""
    kept: list[dict[str, Any]] = []
    size = 0
    for record in records:
        size += len(json.dumps(record, ensure_ascii=False).encode())
        if kept and size > _BODY:
            break
        kept.append({"type": record["type"], **record["data"]})
    rest = [record["data"]["milestone"]["id"] for record in records[len(kept) :]]
    return {"count": len(records), "items": kept, "more": rest[:100]}


def _context(
    reminder: Reminder,
    item: Dated,
    detail: Mapping[str, Any],
    recipient: Recipient,
    scene: Scene,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    m = item.milestone
    title = _plain(m.title)
    label = _label(reminder, item, recipient, now, today)
    when = _when(item, recipient, None)
    if isinstance(m.when, Every) and reminder.edge == "lead":
        day = date.fromisoformat(reminder.occurrence)
        when = f"{day:%A} {say_day(day)}; {when}"
    snooze = None
    if reminder.edge not in _NOTICES:
        link = Link("snooze", recipient.name, address(recipient), m.id, SNOOZE)
        snooze = scene.url(f"/snooze/{sign(link, scene.secret)}")
    return {
        "subject": _subject(reminder, label, title, item, recipient, today),
        "calendar": _plain(scene.settings.calendar.name),
        "label": label,
        "title": title,
        "when": when,
        "remark": _remark(item, recipient),
        "preheader": f"{when}. {_plain(m.said)}".strip(),
        "sentences": _sentences(reminder, item, detail, scene),
        "facts": _facts(reminder, item, detail, recipient, scene, now),
        "open_url": scene.url(f"/milestones/{m.id}"),
        "snooze_url": snooze,
        "unsubscribe_url": _unsubscribe(recipient, scene),
        "why": _why(recipient, scene.settings),
    }


def _label(reminder: Reminder, item: Dated, recipient: Recipient, now: datetime, today: date) -> str:
    if reminder.edge in _NOTICES:
        return _NOTICES[reminder.edge]
    if reminder.edge == "undated":
        return "Still no date"
    if reminder.edge == "opens" and item.first == today:
        return "Opens today"
    if reminder.edge == "halfway":
        return f"Half gone and still no date, {say_away(item.reckoned, item.milestone.when, today)}"
    if isinstance(item.milestone.when, Every):
        return _days_away(date.fromisoformat(reminder.occurrence), today)
    starts = item.reckoned.starts
    if starts and abs(starts - now) < timedelta(hours=36):
        return _clock_away(starts - now)
    away = say_away(item.reckoned, item.milestone.when, today)
    return away[0].upper() + away[1:]


def _days_away(day: date, today: date) -> str:
    distance = (day - today).days
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}
    if distance in near:
        return near[distance]
    return f"In {distance} days" if distance > 0 else f"{-distance} days ago"


def _clock_away(away: timedelta) -> str:
    seconds = round(abs(away).total_seconds())
    for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= 2 * size or (size == 1):
            number = round(seconds / size)
            said = f"{number} {unit}" + ("" if number == 1 else "s")
            break
    if not seconds:
        return "Now"
    return f"In {said}" if away > timedelta() else f"{said} ago"


def _subject(
    reminder: Reminder, label: str, title: str, item: Dated, recipient: Recipient, today: date
) -> str:
    when = _plain(say(item.milestone.when, item.reckoned, today.year))
    if starts := item.reckoned.starts:
        here = local(starts, recipient.zone)
        when = f"{say_day(here.date(), today.year)}, {here:%H:%M}"
    if isinstance(item.milestone.when, Every) and reminder.edge == "lead":
        when = say_day(date.fromisoformat(reminder.occurrence), today.year)
    room = 180 - len(label) - len(when)
    title = title if len(title) <= room else title[: room - 1] + "…"
    return f"{label}: {title}, {when}"


def _when(item: Dated, recipient: Recipient, year: int | None) -> str:
    if item.milestone.standing == "cancelled":
        return "cancelled"
    text = _plain(say(item.milestone.when, item.reckoned, year))
    if starts := item.reckoned.starts:
        here = local(starts, recipient.zone)
        every = "".join(text.partition(", every")[1:])
        return f"{here:%A} {say_day(here.date(), year)}, {here:%H:%M} {recipient.zone}{every}"
    day = item.first or item.last
    if day and not is_window(item) and (found := re.match(r"(by |from )?(?=\d{1,2} )", text)):
        return f"{found[0]}{day:%A} {text[found.end() :]}"
    return text


def _remark(item: Dated, recipient: Recipient) -> str:
    m = item.milestone
    when = m.when.first if isinstance(m.when, Every) else m.when
    parts = []
    if m.standing == "cancelled":
        parts.append("It was called off.")
    elif item.first is None and item.last is None:
        waits = item.reckoned.waits_for
        parts.append(f"Its day hangs on {_plain(waits)}." if waits else "It was promised without a date.")
    elif is_window(item):
        parts.append("Some day of this time; none is set.")
    elif isinstance(when, By):
        parts.append("A deadline: on this day at the latest.")
    elif isinstance(when, From):
        parts.append("From this day on.")
    elif isinstance(when, Throughout):
        parts.append("All of these days.")
    if m.parties:
        parts.append(f"{', '.join(map(_plain, m.parties))}.")
    if m.place:
        parts.append(f"{_plain(m.place)}.")
    if isinstance(when, On | By) and item.reckoned.starts is None and item.last:
        parts.append("No hour was given.")
    if doubt := m.doubt or item.reckoned.doubt:
        parts.append(f"In doubt: {_plain(doubt)}.")
    return " ".join(parts)


def _sentences(
    reminder: Reminder, item: Dated, detail: Mapping[str, Any], scene: Scene
) -> list[dict[str, str | None]]:
    """What was said: of a change both sentences, else the one that the date was read from."""
    if detail:
        both = [("Before", detail["before"]), ("Now", detail["after"])]
        told = [_sentence(name, body, scene) for name, body in both if body]
        same = len(told) == 2 and told[0]["text"] == told[1]["text"]
        if len(told) == 1 or same:
            told = [told[-1] | {"name": ""}]
        return [s for s in told if s["text"]]
    m = item.milestone
    newest = next((o for o in reversed(m.history) if o.quote), None)
    quote = newest.quote if newest else m.quote
    if quote is None:
        return []
    published = newest.published if newest else m.published
    return [
        _sentence(
            "",
            {
                "quote": " ".join(quote.text.split()),
                "announcement": quote.announcement,
                "published": published.isoformat() if published else None,
                "source": m.source,
            },
            scene,
        )
    ]


def _sentence(name: str, body: Mapping[str, Any], scene: Scene) -> dict[str, str | None]:
    announcement = scene.announcements.get(body["announcement"] or "")
    source = _plain(
        (announcement.title if announcement else "") or body["source"] or body["announcement"] or ""
    )
    if body["published"]:
        day = f"published {say_day(date.fromisoformat(body['published']))}"
        source = f"{source}, {day}" if source else day
    known = body["announcement"] and announcement
    url = scene.url(f"/announcements/{body['announcement']}") if known else None
    return {"name": name, "text": _plain(body["quote"] or ""), "source": source, "url": url}


def _facts(
    reminder: Reminder,
    item: Dated,
    detail: Mapping[str, Any],
    recipient: Recipient,
    scene: Scene,
    now: datetime,
) -> list[tuple[str, str]]:
    facts = []
    if detail and detail["before"]:
        facts += [("Before", _plain(detail["before"]["words"])), ("Now", _plain(detail["after"]["words"]))]
        if detail["after"]["standing"] == "cancelled":
            facts[-1] = ("Now", "cancelled")
    said = f"“{_plain(item.milestone.said)}”: " if item.milestone.said else ""
    steps = "; ".join(_plain(step) for step in item.reckoned.steps) or "as written"
    facts.append(("How it was reckoned", said + steps))
    facts.append(("Moved", _moves(item)))
    upcoming = [
        m.at for m in moments(item, recipient, scene.settings.remind, now, now + HORIZON, now) if m.at > now
    ]
    if upcoming:
        here = local(min(upcoming), recipient.zone)
        facts.append(
            (
                "Next word from us",
                f"{here:%A} {say_day(here.date(), now.year)}, {here:%H:%M} {recipient.zone}",
            )
        )
    return facts


def _moves(item: Dated) -> str:
    told = [o.when for o in item.milestone.history if o.when is not None]
    moved = sum(a != b for a, b in pairwise(told))
    if not moved:
        return "never"
    return f"{'once' if moved == 1 else f'{moved} times'}; first told: {say(told[0], item.reckoned)}"


def _late(reminder: Reminder, recipient: Recipient, late: bool) -> str:
    if not late:
        return ""
    here = local(reminder.due, recipient.zone)
    return f"This comes late: it was due on {say_day(here.date())} at {here:%H:%M} {recipient.zone}."


def _why(recipient: Recipient, settings: Settings) -> str:
    asked = recipient.remind if recipient.remind is not None else settings.remind.default
    told = [w for w in (_lead_words(lead) for lead in asked) if w]
    days = f"{_join(told)} before dates" if told else "about dates"
    select = recipient.select
    about = _join(
        [_plain(v) for v in (*sorted(select.topics), *sorted(select.parties), *sorted(select.kinds))]
    )
    return f"You asked for word {days}{f' of {about}' if about else ''}, as {_plain(address(recipient))}."


def _lead_words(lead: Lead) -> str:
    return say_length(lead.length) if lead.length.amount or lead.length.unit in (Unit.HOUR,) else ""


def _join(told: Sequence[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def address(recipient: Recipient) -> str:
    """Where a recipient is reached, as asks remember it; a secret address is not told, its name is."""
    if recipient.email:
        return recipient.email
    return recipient.webhook.url if recipient.webhook else recipient.name


def _unsubscribe(recipient: Recipient, scene: Scene) -> str | None:
    link = Link("unsubscribe", recipient.name, address(recipient))
    return scene.url(f"/unsubscribe/{sign(link, scene.secret)}")


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())

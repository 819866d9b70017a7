"""The shape of the config files: every key with what it means, and how its text becomes a value.

The descriptions here are the ones in docs/config.md and in the JSON Schema that editors complete by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from milepost.model import KINDS, STANDINGS, Kind
from milepost.settings import Digest, Lead, Secret, WindowLead
from milepost.when import Length, Unit, is_zone

T = TypeVar("T")
LONGEST_TEXT: Final = 20_000
"""Characters of one value; the longest real sentence of a law has a tenth of them."""


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def wrong(sentence: str, rule: str = "value") -> PydanticCustomError:
    """A mistake in a value: the sentence says what to write, the rule stands behind it."""
    return PydanticCustomError(rule, "{sentence}", {"sentence": sentence})


def _text(value: object, what: str) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise wrong(f"nothing stands here: write {what}, or delete the line")
    if not isinstance(value, str):
        raise wrong(f"{what} is meant here, not a list or keys")
    if len(value) > LONGEST_TEXT:
        raise wrong(f"this has more than {LONGEST_TEXT:,} characters: shorten it")
    return " ".join(value.split())


def _reader(
    read: Callable[[str], T], what: str, example: str, pattern: str | None = None, *, shown: bool = True
) -> tuple[Any, Any]:
    """A field's validator and schema: a text becomes a value, or a sentence with an example.

    ``shown``: whether the sentence may repeat the text; what may be a secret is not printed.
    """

    def validate(value: object) -> T:
        text = _text(value, what)
        try:
            return read(text)
        except (ValueError, OverflowError) as error:
            if isinstance(error, PydanticCustomError):
                raise
            detail = f": {error}" if str(error) else ""
            given = repr(text) if shown else "this"
            raise wrong(f"{given} is not {what}{detail}; write for example {example}") from None

    schema: dict[str, Any] = {"type": "string"}
    if what != "a text":
        schema["examples"] = re.split(", | or ", example)
    if pattern:
        schema["pattern"] = pattern
    return BeforeValidator(validate), WithJsonSchema(schema)


# ---------------------------------------------------------------- lengths, leads and times

_LENGTH_UNITS: Final = {
    "s": Unit.SECOND,
    "sec": Unit.SECOND,
    "second": Unit.SECOND,
    "min": Unit.MINUTE,
    "minute": Unit.MINUTE,
    "h": Unit.HOUR,
    "hour": Unit.HOUR,
    "d": Unit.DAY,
    "day": Unit.DAY,
    "working day": Unit.WORKING_DAY,
    "w": Unit.WEEK,
    "week": Unit.WEEK,
    "month": Unit.MONTH,
    "y": Unit.YEAR,
    "year": Unit.YEAR,
}
_SECONDS: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86400, Unit.WEEK: 604800}
_LENGTH: Final = re.compile(r"(\d{1,5}) ?([a-z]+(?: days?)?)")


def length(text: str) -> Length:
    """A length such as ``7d`` or ``3 working days``; raises ValueError."""
    found = _LENGTH.fullmatch(text)
    unit = found and (_LENGTH_UNITS.get(found[2]) or _LENGTH_UNITS.get(found[2].removesuffix("s")))
    if not found or not unit:
        raise ValueError("a number and s, min, h, d, w, months, years or working days")
    return Length(int(found[1]), unit)


def _duration(text: str) -> timedelta:
    found = length(text)
    if found.unit not in _SECONDS:
        raise ValueError("months, years and working days have no fixed length")
    return timedelta(seconds=found.amount * _SECONDS[found.unit])


def _positive(text: str) -> timedelta:
    found = _duration(text)
    if not found:
        raise ValueError("it must be longer than nothing")
    return found


def _clock(text: str) -> time:
    if not re.fullmatch(r"\d\d:\d\d", text):
        raise ValueError("hours and minutes")
    return time.fromisoformat(text)


def lead(text: str) -> Lead:
    """A lead such as ``7d`` or ``0d at 09:00``; raises ValueError."""
    before, at, clock = text.partition(" at ")
    return Lead(length(before), _clock(clock) if at else None)


_EDGES: Final[tuple[Literal["opens", "halfway", "closes"], ...]] = ("opens", "halfway", "closes")


def _window_lead(text: str) -> WindowLead:
    for whole in _EDGES:
        if text == whole:
            return WindowLead(whole)
    before, found, edge = text.partition(" before close")
    clock = edge.removeprefix("s")
    if not found or (clock and not clock.startswith(" at ")):
        raise ValueError("opens, halfway, closes, or a length before close")
    return WindowLead("closes", lead(before + clock))


def _nag(text: str) -> Length | None:
    if text.lower() in ("never", "no", "false"):
        return None
    if not text.startswith("every "):
        raise ValueError("every and a length, or never")
    found = length(text.removeprefix("every "))
    if not found.amount:
        raise ValueError("it must be longer than nothing")
    return found


_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekday(text: str) -> int:
    """The number of a weekday's name, 0 for Monday; raises ValueError."""
    name = text.lower()
    matches = [n for n, day in enumerate(_WEEKDAYS) if day == name or (len(name) == 3 and day[:3] == name)]
    if not matches:
        raise ValueError(f"one of {', '.join(_WEEKDAYS)}")
    return matches[0]


def _digest(text: str) -> Digest:
    match text.lower().split():
        case ["daily", clock]:
            return Digest(_clock(clock))
        case ["weekly", day, clock]:
            return Digest(_clock(clock), weekday(day))
        case _:
            raise ValueError("daily and a time, or weekly, a weekday and a time")


def _quiet(text: str) -> tuple[time, time]:
    first, dash, last = text.replace(" ", "").replace("–", "-").partition("-")
    if not dash:
        raise ValueError("two times with a dash between them")
    found = _clock(first), _clock(last)
    if found[0] == found[1]:
        raise ValueError("it begins and ends at the same time")
    return found


def day(text: str) -> date:
    """A day such as ``2026-05-12``; raises ValueError."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("year, month and day")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("the calendar has no such day") from None


def _zone(text: str) -> str:
    if is_zone(text):
        return text
    from zoneinfo import available_timezones

    raise wrong(f"there is no time zone {text}{did_you_mean(text, available_timezones())}", "zone")


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise ValueError("two capital letters by ISO 3166-1")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise ValueError("it begins with https:// and names a host")
    return text


def _email(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}", text):
        raise ValueError("a name, @ and a host")
    return text


def _sender(text: str) -> str:
    found = re.fullmatch(r"(?:[^<>\r\n]*<([^<>]+)>|([^<>]+))", text)
    if not found:
        raise ValueError("an address, or Name <address>")
    _email((found[1] or found[2]).strip())
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,99}", text):
        raise ValueError("letters, digits, dots, dashes and underscores")
    return text


def _id(text: str) -> str:
    if not re.fullmatch(r"[\w.-]{1,200}(?:/[\w.-]{1,200})?", text):
        raise ValueError("letters, digits, dots and dashes, with at most one slash")
    return text


def _topic(text: str) -> str:
    if len(text) > 100:
        raise ValueError("at most 100 characters")
    return text


def _network(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError("it has 64 digits and small letters a to f")
    return text


def did_you_mean(word: str, known: Any) -> str:
    """The end of a sentence about a name that is not known: a near one, or nothing."""
    from rapidfuzz import fuzz, process  # late: only a mistake needs it

    choices = {str(k): str(k).lower() for k in known}
    near = process.extractOne(word.lower(), choices, scorer=fuzz.ratio, score_cutoff=72)
    return f"; did you mean {near[2]}?" if near else ""


def _choice(known: tuple[str, ...]) -> BeforeValidator:
    def validate(value: object) -> object:
        if value not in known:
            given = value if isinstance(value, str) else "this"
            raise wrong(f"{given} is none of {', '.join(known)}{did_you_mean(str(value), known)}", "choice")
        return value

    return BeforeValidator(validate)


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _secret(value: object) -> Secret:
    if isinstance(value, Secret):
        return value  # from the environment or a file; empty where that is not set
    return Secret(_text(value, "a secret, or {env: NAME}, or {file: PATH}"))


_v, _s = _reader(_duration, "a length of time", "10s")
Duration = Annotated[timedelta, _v, _s]
_v, _s = _reader(_positive, "a length of time", "10s")
Positive = Annotated[timedelta, _v, _s]
_v, _s = _reader(lead, "a lead", "7d, 3 working days or 0d at 09:00")
LeadText = Annotated[Lead, _v, _s]
_v, _s = _reader(_window_lead, "a moment of a window", "opens, halfway, 30d before close or closes")
WindowText = Annotated[WindowLead, _v, _s]
_v, _s = _reader(_nag, "a rhythm", "every 90d or never")
Nag = Annotated[Length | None, _v, _s]
_v, _s = _reader(_digest, "a digest", "daily 08:00 or weekly monday 08:00")
DigestText = Annotated[Digest, _v, _s]
_v, _s = _reader(_quiet, "a quiet time", "20:00-07:00")
Quiet = Annotated[tuple[time, time], _v, _s]
_v, _s = _reader(day, "a day", "2026-05-12", r"^\d{4}-\d\d-\d\d$")
Day = Annotated[date, _v, _s]
_v, _s = _reader(weekday, "a weekday", "saturday")
Weekday = Annotated[int, _v, _s]
_v, _s = _reader(_zone, "a time zone", "Asia/Tokyo")
Zone = Annotated[str, _v, _s]
_v, _s = _reader(_country, "a country", "IN", "^[A-Z]{2}$")
Country = Annotated[str, _v, _s]
_v, _s = _reader(_url, "a web address", "https://milestones.example.org")
Url = Annotated[str, _v, _s]
_v, _s = _reader(_email, "a mail address", "desk@example.org")
Address = Annotated[str, _v, _s]
_v, _s = _reader(_sender, "a sender", "Milepost <milepost@example.org>")
Sender = Annotated[str, _v, _s]
_v, _s = _reader(_name, "a name", "economic-security", r"^[A-Za-z0-9][\w.-]{0,99}$")
Name = Annotated[str, _v, _s]
_v, _s = _reader(_id, "an id", "economic-security-dialogue-2")
Id = Annotated[str, _v, _s]
_v, _s = _reader(_topic, "a word or two", "economic-security")
Word = Annotated[str, _v, _s]
_v, _s = _reader(_network, "a network", "127.0.0.0/8")
Network = Annotated[IPv4Network | IPv6Network, _v, _s]
_v, _s = _reader(_sha256, "a SHA-256", "the one of `milepost token`", "^[0-9a-f]{64}$", shown=False)
Sha256 = Annotated[str, _v, _s]
_v, _s = _reader(str, "a text", "Economic security")
Text = Annotated[str, _v, _s]
Hidden = Annotated[
    Secret,
    BeforeValidator(_secret),
    WithJsonSchema({"type": "string", "examples": ["{env: NAME}", "{file: PATH}"]}),
]
Words = Annotated[list[Word], BeforeValidator(_one_or_many)]
KindText = Annotated[Kind, _choice(KINDS)]
StandingText = Annotated[Literal["past", "scheduled", "undated", "cancelled"], _choice(STANDINGS)]
Kinds = Annotated[list[KindText], BeforeValidator(_one_or_many)]
Standings = Annotated[list[StandingText], BeforeValidator(_one_or_many)]


# ---------------------------------------------------------------- settings


class FiscalShape(Shape):
    """The fiscal year, where the country's own is not meant."""

    month: Annotated[int, Field(ge=1, le=12)] = Field(description="The month that it begins in, 1 to 12.")
    named_for: Annotated[Literal["start", "end"], _choice(("start", "end"))] = Field(
        default="start", description="Whether FY2027 begins (start) or ends (end) in 2027."
    )


class CalendarShape(Shape):
    """Whose calendar it is."""

    name: Text = Field(default="Milepost", description="The name that subscribers see.")
    zone: Zone = Field(
        default="UTC", description="The zone of clock times told without one, and of midnight."
    )
    country: Country | None = Field(
        default=None, description="Whose working days, holidays and fiscal year count."
    )
    url: Url | None = Field(default=None, description="The public address, for links in feeds and mails.")
    weekend: list[Weekday] = Field(
        default_factory=lambda: [5, 6],
        description="The days without work.",
        json_schema_extra={"default": ["saturday", "sunday"]},
    )
    holidays: list[Day] = Field(
        default=[], description="Days without work beside the country's public holidays."
    )
    fiscal_year: FiscalShape | None = Field(default=None, description="Where the country's own is not meant.")
    edit_url: Url | None = Field(
        default=None,
        description="Where an entry is edited on the web; {path} and {line} in it are the entry's.",
    )


RETRIES: Final = ("5s", "5min", "30min", "2h", "5h", "10h", "10h")


class DeliveryShape(Shape):
    """How deliveries run."""

    engine: Annotated[Literal["local", "celery"], _choice(("local", "celery"))] = Field(
        default="local", description="local: in the service; celery: by workers on any machine."
    )
    broker: Hidden | None = Field(default=None, description="The broker's address, for celery.")
    concurrency: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=8, description="Deliveries at one time."
    )
    timeout: Positive = Field(
        default=timedelta(seconds=10),
        description="How long one try may take.",
        json_schema_extra={"default": "10s"},
    )
    lease: Positive = Field(
        default=timedelta(seconds=60),
        description="How long a worker holds a delivery before another may take it.",
        json_schema_extra={"default": "60s"},
    )
    grace: Duration = Field(
        default=timedelta(days=2),
        description="A reminder missed by more than this is recorded as skipped.",
        json_schema_extra={"default": "2d"},
    )
    retries: list[Duration] = Field(
        default_factory=lambda: [_duration(text) for text in RETRIES],
        description="The waits before each further try.",
        json_schema_extra={"default": list(RETRIES)},
    )
    retention: Positive = Field(
        default=timedelta(days=400),
        description="How long what was sent, skipped or cancelled is remembered.",
        json_schema_extra={"default": "400d"},
    )
    allow_private: list[Network] = Field(default=[], description="Private networks that webhooks may reach.")


class EmailShape(Shape):
    """The mail server; without a host, mails are written to var/mail/."""

    host: Text | None = Field(default=None, description="The server; without one mails are written as files.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(default=587, description="Its port.")
    tls: Annotated[Literal["starttls", "tls", "none"], _choice(("starttls", "tls", "none"))] = Field(
        default="starttls", description="How the connection is encrypted."
    )
    sender: Sender = Field(default="Milepost <milepost@localhost>", description="Who the mails come from.")
    username: Text | None = Field(default=None, description="The name to log in with.")
    password: Hidden | None = Field(default=None, description="The password, as {env: NAME} or {file: PATH}.")


class RemindShape(Shape):
    """What is told when, where neither a milestone nor a recipient says otherwise."""

    default: list[LeadText] = Field(
        default_factory=lambda: [lead(text) for text in ("30d", "7d", "1d", "0d at 09:00")],
        description="How long before a day.",
        json_schema_extra={"default": ["30d", "7d", "1d", "0d at 09:00"]},
    )
    windows: list[WindowText] = Field(
        default_factory=lambda: [
            _window_lead(text) for text in ("opens", "halfway", "30d before close", "closes")
        ],
        description="When to tell of a window, whose day is still to be set.",
        json_schema_extra={"default": ["opens", "halfway", "30d before close", "closes"]},
    )
    undated: Nag = Field(
        default=Length(90, Unit.DAY),
        description="How often to ask after what has no date, or never.",
        json_schema_extra={"default": "every 90d"},
    )
    changes: bool = Field(
        default=True, description="Whether moved, cancelled and confirmed dates are told at once."
    )
    kinds: dict[KindText, list[LeadText]] = Field(
        default={}, description="Other leads for some kinds of milestone."
    )


class SelectShape(Shape):
    """Which milestones: keys AND, values OR; a key that is left out takes all."""

    topics: Words = Field(default=[], description="Any of these topics.")
    parties: Words = Field(default=[], description="Any of these parties.")
    kinds: Kinds = Field(default=[], description="Any of these kinds.")
    standings: Standings = Field(default=[], description="Any of these standings.")


class FeedShape(Shape):
    """A named feed, served at /feeds/NAME.ics, .json and .atom."""

    name: Name = Field(description="The name in its address; all is taken.")
    title: Text | None = Field(default=None, description="What subscribers see; the name, if left out.")
    select: SelectShape = Field(default_factory=SelectShape, description="Which milestones.")
    private: bool = Field(default=False, description="Whether it is served only under a token.")


class WebhookShape(Shape):
    """An endpoint by Standard Webhooks 1.0."""

    url: Url = Field(description="Where to post.")
    secret: Hidden | None = Field(
        default=None, description="What signs the posts: whsec_…, by {env} or {file}."
    )
    secrets: list[Hidden] = Field(default=[], description="Several, while one is replaced by another.")
    timeout: Positive | None = Field(
        default=None, description="How long one try may take, if not delivery.timeout."
    )
    concurrency: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="Posts at one time."
    )

    @model_validator(mode="after")
    def _has_secret(self) -> WebhookShape:
        if self.secret is None and not self.secrets:
            raise wrong("a webhook needs a secret: write secret: {env: NAME}", "missing")
        return self


class RecipientShape(Shape):
    """Who is told, by exactly one of email, webhook and apprise."""

    name: Name = Field(description="The name in commands and logs.")
    email: Address | None = Field(default=None, description="A mail address.")
    webhook: WebhookShape | None = Field(default=None, description="An endpoint.")
    apprise: Hidden | None = Field(
        default=None, description="An Apprise address, as {env: NAME} or {file: PATH}."
    )
    zone: Zone | None = Field(
        default=None, description="The zone of their mornings; the calendar's, if left out."
    )
    select: SelectShape = Field(default_factory=SelectShape, description="What they are told about.")
    remind: list[LeadText] | None = Field(default=None, description="Their own leads.")
    digest: DigestText | None = Field(
        default=None, description="One message for many: daily or weekly, and when."
    )
    quiet: Quiet | None = Field(
        default=None, description="When not to disturb; what falls in it waits for its end."
    )
    cap: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=50, description="At most so many messages a day."
    )

    @model_validator(mode="after")
    def _one_channel(self) -> RecipientShape:
        ways = [way for way in (self.email, self.webhook, self.apprise) if way is not None]
        if len(ways) != 1:
            raise wrong("a recipient has exactly one of email, webhook and apprise", "channel")
        return self


class TokenShape(Shape):
    """A line that `milepost token` prints."""

    name: Name = Field(description="Whose token it is.")
    sha256: Sha256 = Field(description="The SHA-256 of the token; the token itself stands nowhere.")
    feeds: list[Name] = Field(default=[], description="The private feeds that it opens.")
    post: bool = Field(default=False, description="Whether it may post announcements.")


class SettingsShape(Shape):
    """config/milepost.yaml: every key has a default."""

    version: Annotated[Literal[1], BeforeValidator(_number)] = Field(
        default=1, description="The version of this shape."
    )
    calendar: CalendarShape = Field(default_factory=CalendarShape, description="Whose calendar it is.")
    store: Hidden = Field(
        default=Secret("sqlite:///var/milepost.db"),
        description="The database: sqlite:///PATH or postgresql+psycopg://HOST/NAME.",
        json_schema_extra={"default": "sqlite:///var/milepost.db"},
    )
    delivery: DeliveryShape = Field(default_factory=DeliveryShape, description="How deliveries run.")
    email: EmailShape = Field(default_factory=EmailShape, description="The mail server.")
    remind: RemindShape = Field(default_factory=RemindShape, description="What is told when.")
    sources: list[Text] = Field(
        default=[],
        description="Files, folders and addresses that `milepost read` reads when none is named.",
    )
    feeds: list[FeedShape] = Field(default=[], description="The feeds beside `all`.")
    recipients: list[RecipientShape] = Field(default=[], description="Who is told.")
    tokens: list[TokenShape] = Field(default=[], description="Lines that `milepost token` prints.")


# ---------------------------------------------------------------- milestones


class SeriesShape(Shape):
    """A series of events, and the number of this one in it."""

    name: Text = Field(description="The name of the series.")
    number: Annotated[int, Field(ge=0, le=100_000)] | None = Field(
        default=None, description="The number of this one."
    )


def _or_none(value: object) -> object:
    return [] if value is None else value


def _series(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


WhenText = Annotated[
    str,
    BeforeValidator(lambda value: _text(value, "a date")),
    WithJsonSchema(
        {
            "type": "string",
            "description": "a date as it was said",
            "examples": [
                "2026-05-12",
                "2026-05-12 10:00 Asia/Tokyo",
                "2026-01-15 to 2026-01-17",
                "during 2026-H1",
                "between 2026-02 and 2026-04",
                "by 2026-12-31",
                "within 90 days of ID",
                "from 2026-08-02",
                "20 working days after ID",
                "2026-05-12, every 2 years",
                "undated",
            ],
        }
    ),
]
Quotes = Annotated[list[Text], BeforeValidator(_one_or_many)]


def _cancelled(value: object) -> object:
    if value != "cancelled":
        raise wrong("standing is cancelled or left out: all else follows from the dates and done", "choice")
    return value


Cancelled = Annotated[Literal["cancelled"], BeforeValidator(_cancelled)]


class MilestoneShape(Shape):
    """Something promised."""

    id: Id = Field(description="Its name for good; without a slash the announcement's name goes before it.")
    title: Text = Field(description="What it is, in a few words.")
    when: WhenText = Field(default="undated", description="Its date, as precisely as it was said.")
    said: Text | None = Field(default=None, description="The words that the date was read from.")
    kind: KindText = Field(default="event", description="What kind of thing happens.")
    series: Annotated[SeriesShape, BeforeValidator(_series)] | None = Field(
        default=None, description="The series that it belongs to: a name, or {name, number}."
    )
    parties: Words | None = Field(default=None, description="Who agreed, where not the file's parties.")
    actors: Words = Field(default=[], description="Who is to do it.")
    topics: Words = Field(default=[], description="What it is about.")
    place: Text | None = Field(default=None, description="Where it happens.")
    done: Day | None = Field(default=None, description="The day it was done.")
    standing: Cancelled | None = Field(default=None, description="cancelled; all else is derived from dates.")
    doubt: Text | None = Field(
        default=None, description="Why its date may be wrong; delete it once that is settled."
    )
    perhaps: Id | None = Field(
        default=None, description="Another milestone that this one may be; an open question."
    )
    note: Text | None = Field(default=None, description="A remark of yours, shown to readers.")
    aliases: list[Id] = Field(default=[], description="Earlier ids, which keep naming it.")
    remind: list[LeadText] | None = Field(
        default=None, description="Its own leads; they win over all others."
    )
    quote: Text | None = Field(default=None, description="The sentence of the announcement, word for word.")
    opening: Text | None = Field(
        default=None, description="The words above a list that the quote is an item of."
    )
    also: Quotes = Field(default=[], description="Further sentences of the announcement that tell it again.")


class UpdateShape(Shape):
    """What this announcement says about a milestone that was told before."""

    of: Id = Field(description="The milestone; never another update.")
    when: WhenText | None = Field(default=None, description="Its new date.")
    title: Text | None = Field(default=None, description="Its new title.")
    place: Text | None = Field(default=None, description="Its new place.")
    done: Day | None = Field(default=None, description="The day it was done.")
    standing: Annotated[Literal["cancelled", "scheduled"], _choice(("cancelled", "scheduled"))] | None = (
        Field(default=None, description="cancelled, or scheduled again.")
    )
    said: Text | None = Field(default=None, description="The words that the date was read from.")
    quote: Text | None = Field(default=None, description="The sentence of the announcement, word for word.")
    opening: Text | None = Field(
        default=None, description="The words above a list that the quote is an item of."
    )
    also: Quotes = Field(default=[], description="Further sentences that say so.")
    note: Text | None = Field(default=None, description="A remark of yours.")


class AnnouncementShape(Shape):
    """config/milestones/NAME.yaml: what one announcement promises, and what it says of older promises."""

    announcement: Text | None = Field(
        default=None, description="The text, such as seeds/NAME.txt; none for a call."
    )
    published: Day | None = Field(
        default=None, description="The day it was published, where there is no text."
    )
    source: Text | None = Field(default=None, description="Who said so, where there is no text.")
    url: Url | None = Field(default=None, description="Where it can be read, where there is no text.")
    parties: Words = Field(
        default=[], description="Who agreed; the first one's fiscal year and working days count."
    )
    milestones: Annotated[list[MilestoneShape], BeforeValidator(_or_none)] = Field(
        default=[], description="What is promised."
    )
    updates: Annotated[list[UpdateShape], BeforeValidator(_or_none)] = Field(
        default=[], description="What it says about milestones told before."
    )


class SidecarShape(Shape):
    """seeds/NAME.yaml: what is known of the text beside it; other keys are remarks and not read."""

    model_config = ConfigDict(extra="ignore")

    title: Text | None = Field(default=None, description="Its title.")
    published: Day | None = Field(default=None, description="The day it was published.")
    published_from: (
        Annotated[
            Literal["given", "metadata", "text", "inferred"],
            _choice(("given", "metadata", "text", "inferred")),
        ]
        | None
    ) = Field(default=None, description="How that day is known.")
    source: Text | None = Field(default=None, description="Who published it.")
    url: Url | None = Field(default=None, description="Where it can be read.")
    fetched: Text | None = Field(default=None, description="When it was fetched.")
    sha256: Text | None = Field(default=None, description="The SHA-256 of what was fetched.")
    original: Text | None = Field(
        default=None, description="The file beside it that the text was taken from."
    )

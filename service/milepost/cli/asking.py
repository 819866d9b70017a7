"""What every question takes: a selection, the day it is asked on, the day whose beliefs it asks for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from milepost.model import KINDS, Dated, Snapshot
from milepost.when import Reckoned

At = Annotated[str | None, typer.Option("--at", metavar="DATE", help="Ask as if it were that day.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="What was believed on that day.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """The milestones asked about, in order of date, and those they are told from."""

    items: tuple[Dated, ...]
    everything: tuple[Dated, ...]
    known: Mapping[str, Reckoned]
    today: date
    believed: date | None
    snapshot: Snapshot


def question(answer: Callable[..., None]) -> Callable[..., None]:
    """A command of a function that takes ``Asked``, its own options, and ``as_json``.

    The command has the options that every question takes, after those of its own.
    """
    own = [
        option
        for option in inspect.signature(answer, eval_str=True).parameters.values()
        if option.name not in ("asked", "as_json")
    ]

    def command(
        context: typer.Context,
        topic: Annotated[list[str] | None, typer.Option(help="Only this topic; repeatable.")] = None,
        party: Annotated[list[str] | None, typer.Option(help="Only this party; repeatable.")] = None,
        kind: Annotated[list[str] | None, typer.Option(help="Only this kind; repeatable.")] = None,
        at: At = None,
        as_of: AsOf = None,
        as_json: AsJson = False,
        **options: Any,
    ) -> None:
        answer(_ask(context, topic, party, kind, at, as_of), as_json=as_json, **options)

    context, *shared = inspect.signature(command, eval_str=True).parameters.values()
    options = [context, *own, *shared[:-1]]
    command.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]  # typer reads it
    command.__annotations__ = {option.name: option.annotation for option in options}
    command.__doc__ = answer.__doc__
    return command


def _ask(
    context: typer.Context,
    topics: list[str] | None,
    parties: list[str] | None,
    kinds: list[str] | None,
    at: str | None,
    as_of: str | None,
) -> Asked:
    """Load the config and select; a wrong option is wrong usage, a wrong config a ConfigError."""
    from milepost.agenda import dated, days_of, selects
    from milepost.app import clock
    from milepost.app.home import Home
    from milepost.settings import Select
    from milepost.when import local

    for kind in kinds or ():
        if kind not in KINDS:
            raise typer.BadParameter(f"there is no kind {kind}; the kinds are {', '.join(KINDS)}")
    asked, believed = a_day(at, "--at"), a_day(as_of, "--as-of")
    snapshot = Home(context.obj).snapshot()
    today = asked or local(clock.now(), snapshot.settings.calendar.zone).date()
    everything = dated(snapshot, believed)
    select = Select(frozenset(topics or ()), frozenset(parties or ()), frozenset(kinds or ()))
    items = tuple(item for item in everything if selects(select, item, today))
    return Asked(items, everything, days_of(everything), today, believed, snapshot)


def a_day(text: str | None, option: str) -> date | None:
    """The day that an option names; wrong usage if it names none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.partition("T")[0].partition(" ")[0])
    except ValueError:
        raise typer.BadParameter(f"{option} takes a day such as 2026-03-01, not {text!r}") from None


def until(text: str, today: date, option: str) -> date:
    """The last day of a time from today on, such as 30d; wrong usage if the text is no length."""
    from milepost.config import length
    from milepost.when import Calendar, add

    try:
        return add(today, length(text), 1, Calendar())[0]
    except ValueError:
        raise typer.BadParameter(
            f"{option} takes a length such as 30d, 2w or 3 months, not {text!r}"
        ) from None
    except OverflowError:
        return date.max

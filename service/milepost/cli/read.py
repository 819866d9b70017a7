"""``milepost read``: announcements in, milestones offered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.errors import ConfigError, MilepostError

if TYPE_CHECKING:
    from datetime import date

    from milepost.app.intake import Taken
    from milepost.model import Dated, Offer


def command(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Files (.txt .md .html .pdf .eml), folders, http(s) URLs, -; else the settings' sources.",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of publication: 2026-01-16.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title, where the source tells none.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the announcement stands on the web.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is found; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Read announcements: keep them in seeds/, offer their milestones in config/milestones/."""
    from datetime import date

    from milepost.app.clock import now
    from milepost.app.home import Home
    from milepost.app.intake import Said, arrive, expand, record, source_at, take
    from milepost.cli.asking import a_day
    from milepost.cli.output import print_json

    home = Home(context.obj)
    settings = home.known().settings
    said = Said(a_day(published, "--published"), title, url)
    sources = sources or [source_at(home, named) for named in settings.sources]
    if not sources:
        raise typer.BadParameter("name a SOURCE: a file, a folder, an http(s) URL, or -")
    names = list(expand(sources))
    records: list[dict[str, Any]] = []
    failed = False
    arrived = []
    for name in names:
        try:
            arrived.append(arrive(name, said, now(), settings))
        except MilepostError as error:
            failed = complain(error)
    # the oldest first, so that what a later one says of an earlier one's milestones is known as that
    for announcement in sorted(arrived, key=lambda a: a.announcement.published or date.max):
        try:
            taken = take(home, home.known(), announcement, now(), dry_run=dry_run)
        except MilepostError as error:
            failed = complain(error)
            continue
        if as_json:
            records.append(record(taken, now().date()))
        else:
            show(taken, now().date())
    if as_json and records:
        one = len(names) == 1 and len(sources) == 1 and names == sources
        print_json(records[0] if one else records)
    if not names:
        print(f"milepost: no announcement lies in {', '.join(sources)}", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def complain(error: MilepostError) -> bool:
    """One sentence on stderr, after the mistakes it may carry; always true."""
    for problem in error.problems if isinstance(error, ConfigError) else ():
        print(problem, file=sys.stderr)
    print(f"milepost: {error}", file=sys.stderr)
    return True


def show(taken: Taken, today: date) -> None:
    """What was read, as one sheet: each milestone with its date, its sign and the words it was read from."""
    from milepost.cli.output import Sheet, count, say_when, sign_of

    a = taken.reading.announcement
    sheet = Sheet()
    told = f"published {a.published} ({a.published_from})" if a.published else "no day of publication"
    sheet.head(a.title or a.id, told)
    doubts = sum(bool(item.milestone.doubt) for item in taken.items)
    dated = sum(item.first is not None or item.last is not None for item in taken.items) - sum(
        bool(item.milestone.doubt) and (item.first is not None or item.last is not None)
        for item in taken.items
    )
    parts = [f"{dated} dated", f"{len(taken.items) - dated - doubts} undated", f"{doubts} in doubt"]
    counts = ", ".join(part for part in parts if not part.startswith("0"))
    found = count(len(taken.items), "milestone") + (f": {counts}" if counts else "")
    sheet.text(str(taken.kept.name) if taken.kept else a.source, found, dim=True)
    sheet.rule()
    for offer, item in zip(taken.offers, taken.items, strict=True):
        m = item.milestone
        past = item.standing(today) == "past" and m.published is not None and _before(item, m.published)
        when = "cancelled" if m.standing == "cancelled" else "in doubt" if m.doubt else say_when(item, today)
        sheet.row(
            when,
            sign_of(item),
            m.title,
            "past" if past else m.kind,
            *_below(offer, item, a.text),
            alarm=bool(m.doubt),
        )
    if not taken.items:
        sheet.text(taken.reading.not_understood or "No milestone was found in this text.")
    sheet.rule()
    if taken.offered is not None:
        sheet.text(_outcome(taken))
    sheet.print()


def _before(item: Dated, published: date) -> bool:
    last = item.last or item.first
    return last is not None and last < published


def _below(offer: Offer, item: Dated, text: str) -> tuple[str, ...]:
    """The words it was read from, what was concluded, and what it may be the same as."""
    m = item.milestone
    words = m.said or text[slice(*offer.found.cue)]
    if len(words) > 70:
        words = words[:70].rpartition(" ")[0] + " …"
    again = {0: "", 1: ", told twice", 2: ", told three times"}.get(
        len(m.again), f", told {len(m.again) + 1} times"
    )
    lines = [f"“{words}”{again}" if words else ""]
    if m.doubt:
        lines.append(m.doubt)
    if item.reckoned.waits_for:
        lines.append(f"waits for: {item.reckoned.waits_for}")
    if offer.verdict != "new":
        lines.append(f"{offer.verdict} {offer.of}: {offer.because}")
    return tuple(lines)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _outcome(taken: Taken) -> str:
    from milepost.cli.output import count

    offered = taken.offered
    if offered is None or not taken.offers:
        return "Nothing was offered."
    if offered.path is None:
        return "Everything in it was offered before; nothing was written."
    known = f", {len(offered.known)} known" if offered.known else ""
    doubt = "Set what is in doubt there, then: " if any(i.milestone.doubt for i in taken.items) else "Then: "
    new = count(len(offered.written), "new", "new")
    return f"Offered {_shown(offered.path)} ({new}{known}). {doubt}milepost check"

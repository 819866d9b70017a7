"""What is wrong with a config as seen from a day: what ended unheard, selections that take nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from milepost.agenda import dated, is_overdue, selects
from milepost.config.load import Loaded
from milepost.config.offers import lock_problems
from milepost.config.shapes import did_you_mean
from milepost.model import Dated, Problem, Snapshot
from milepost.settings import Select


def check(loaded: Loaded, config: Path, today: date) -> tuple[Problem, ...]:
    """Every problem of a config, in order of its place: those of loading and those that time brings.

    That a secret is not set on this machine is no mistake in a file, so it is left to those who need it.
    """
    found = [p for p in loaded.problems if p.rule != "unset" or p.severity == "error"]
    found += lock_problems(config)
    if loaded.snapshot is not None:
        items = dated(loaded.snapshot)
        found += _ended(loaded, items, today)
        found += _selections(loaded, loaded.snapshot, items, today, f"{config.name}/milepost.yaml")
    return tuple(sorted(found, key=lambda p: (p.path, p.line or 0, p.column or 0, p.rule)))


def _ended(loaded: Loaded, items: Iterable[Dated], today: date) -> list[Problem]:
    by_id = {item.milestone.id: item for item in items}
    found = []
    for file in loaded.files.values():
        for entry in file.entries:
            item = by_id[entry.milestone.id]
            if is_overdue(item, today) and item.last:
                sentence = f"ended on {item.last}, nothing heard: done or moved?"
                found.append(Problem(file.path, *entry.spots[""], sentence, "ended", "notice"))
            if entry.milestone.done and entry.milestone.done > today:
                sentence = f"done on {entry.milestone.done}? that day is still to come"
                found.append(Problem(file.path, *entry.spots["done"], sentence, "done", "notice"))
    return found


def _selections(
    loaded: Loaded, snapshot: Snapshot, items: tuple[Dated, ...], today: date, path: str
) -> list[Problem]:
    """Feeds and recipients that no milestone reaches, and words in them that none carries."""
    topics = {topic for m in snapshot.milestones for topic in m.topics}
    parties = {party for m in snapshot.milestones for party in m.parties}
    selections = [(f"feeds/{f.name}", f.select) for f in snapshot.settings.feeds]
    selections += [(f"recipients/{r.name}", r.select) for r in snapshot.settings.recipients]
    found = []
    for name, select in selections:
        if select == Select() or not items:
            continue
        unknown = [(word, topics, "topic") for word in sorted(select.topics - topics)]
        unknown += [(word, parties, "party") for word in sorted(select.parties - parties)]
        for word, known, what in unknown:
            sentence = f"no milestone has the {what} {word}{did_you_mean(word, known)}"
            line, column = loaded.spots.get(f"{name}/{word}", (None, None))
            found.append(Problem(path, line, column, sentence, what, "notice"))
        if not unknown and not any(selects(select, item, today) for item in items):
            sentence = f"this selects no milestone at present: {name.replace('/', ' ')} has nothing to tell"
            line, column = loaded.spots.get(name, (None, None))
            found.append(Problem(path, line, column, sentence, "selects-nothing", "notice"))
    return found

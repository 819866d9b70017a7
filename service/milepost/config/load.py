"""The config folder as one snapshot, or every mistake in it; only what changed is read again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from pydantic import ValidationError

from milepost.config.offers import offered_spans
from milepost.config.preferences import settings_of
from milepost.config.quotes import Places
from milepost.config.sentences import problems_of
from milepost.config.shapes import AnnouncementShape, MilestoneShape, UpdateShape, did_you_mean
from milepost.config.sidecar import read_announcement
from milepost.config.tree import Key, Spot, Tree, read_tree
from milepost.model import (
    Announcement,
    Milestone,
    Observation,
    Place,
    Problem,
    Quote,
    Series,
    Snapshot,
    replay,
)
from milepost.settings import Settings
from milepost.when import (
    Between,
    By,
    Every,
    From,
    Offset,
    Point,
    Undated,
    When,
    WhenError,
    anchors,
    parse,
)
from milepost.when.text import LONGEST

Phrase = Callable[[str], When | None]
"""Reads a date in English words that carries its own year; None if it is none."""

Mark = tuple[int, int, int, int] | None
"""What tells that a file is the one that was read: inode, size, and when it and its inode changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone as its own file tells it, with the places that later checks point at."""

    milestone: Milestone
    spots: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class Update:
    """What a file says about a milestone that was told before."""

    of: str
    observation: Observation
    spots: Mapping[str, Spot]


@dataclass(frozen=True, slots=True)
class MilestonesFile:
    """One file of config/milestones/ as it was read, and the marks of what it was read from."""

    path: str
    stem: str
    marks: Mapping[Path, Mark]
    entries: tuple[Entry, ...] = ()
    updates: tuple[Update, ...] = ()
    named: frozenset[str] = frozenset()
    announcement: Announcement | None = None
    problems: tuple[Problem, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the config says, and all that is wrong in it; the snapshot is None where an error stands.

    ``files`` is what a later ``load`` compares with.
    """

    snapshot: Snapshot | None
    problems: tuple[Problem, ...]
    files: Mapping[Path, MilestonesFile] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    spots: Mapping[str, Spot] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the snapshot from being used."""
        return tuple(p for p in self.problems if p.severity == "error")


def load(config: Path, phrase: Phrase | None = None, previous: Loaded | None = None) -> Loaded:
    """The config in a folder, with every problem in order of its place; never raises for what is in it.

    ``phrase`` reads dates that are said in English. Of ``previous`` whatever did not change on disk
    is taken over, so that a reload costs what was edited.
    """
    config = Path(os.path.abspath(config))
    root = config.parent
    if not config.is_dir():
        sentence = "there is no such folder: `milepost init` makes one"
        return Loaded(None, (Problem(_shown(config, root), None, None, sentence, "file"),))
    settings, problems, spots = _load_settings(config / "milepost.yaml", root)
    offered = offered_spans(config)
    reader = _Reader(root, phrase, offered)
    files: dict[Path, MilestonesFile] = {}
    paths, misplaced = _listed(config / "milestones", root)
    for path in paths:
        known = previous.files.get(path) if previous else None
        if known and _same(known):
            files[path] = known
            if known.announcement:
                reader.remember(known)
        else:
            files[path] = reader.read(path)
    ordered = tuple(files[path] for path in sorted(files))
    milestones, found = combine(ordered, frozenset(offered))
    problems = [*problems, *misplaced, *(p for f in ordered for p in f.problems), *found]
    problems.sort(key=lambda p: (p.path, p.line or 0, p.column or 0))
    if settings is None or any(p.severity == "error" for p in problems):
        return Loaded(None, tuple(problems), files, settings or Settings(), spots)
    announcements = {f.announcement.id: f.announcement for f in ordered if f.announcement}
    snapshot = Snapshot(settings, milestones, announcements)
    return Loaded(snapshot, tuple(problems), files, settings, spots)


def _load_settings(path: Path, root: Path) -> tuple[Settings | None, list[Problem], dict[str, Spot]]:
    if not path.exists() and not path.is_symlink():
        return Settings(), [], {}
    shown = _shown(path, root)
    if outside := _outside(path, root, shown):
        return None, [outside], {}
    tree, problems = read_tree(path, shown)
    if tree is None:
        return None, list(problems), {}
    settings, found = settings_of(tree, root)
    spots: dict[str, Spot] = {}
    if settings:
        for group, names in (
            ("feeds", [feed.name for feed in settings.feeds]),
            ("recipients", [recipient.name for recipient in settings.recipients]),
        ):
            for n, name in enumerate(names):
                spots[f"{group}/{name}"] = tree.spot((group, n, "select"))
                for key in ("topics", "parties"):
                    loc = (group, n, "select", key)
                    spots |= {
                        f"{group}/{name}/{w}": tree.spot((*loc, k)) for k, w in enumerate(_words(tree, loc))
                    }
    return settings, [*problems, *found], spots


def _words(tree: Tree, loc: tuple[Key, ...]) -> list[str]:
    value = tree.value
    try:
        for part in loc:
            value = value[part]
    except (KeyError, IndexError, TypeError):
        return []
    return [value] if isinstance(value, str) else list(value or [])


def _listed(folder: Path, root: Path) -> tuple[list[Path], list[Problem]]:
    """The files of milestones, and those that lie there in vain."""
    paths, problems = [], []
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        shown = _shown(folder, root)
        return [], [Problem(shown, None, None, f"cannot be read: {error.strerror}", "file")]
    for name in names:
        path = folder / name
        if name.startswith("."):
            continue
        if name.endswith(".yaml"):
            paths.append(path)
        elif name.endswith((".yml", ".YAML", ".YML")):
            sentence = "this is not read: let its name end in .yaml"
            problems.append(Problem(_shown(path, root), None, None, sentence, "file", "notice"))
        elif path.is_dir():
            sentence = "files in here are not read: move them up into milestones/"
            problems.append(Problem(_shown(path, root), None, None, sentence, "file", "notice"))
    return paths, problems


def _shown(path: Path, root: Path) -> str:
    return os.path.relpath(path, root) if path.is_relative_to(root) else str(path)


def _outside(path: Path, root: Path, shown: str) -> Problem | None:
    """A problem for a path that leads, by a symlink or dots, out of the folder that holds the config."""
    if not path.is_symlink() and path.parent.resolve().is_relative_to(root.resolve()):
        return None
    try:
        inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        inside = False
    if inside:
        return None
    return Problem(shown, None, None, "this leads out of the folder: put the file itself here", "outside")


def _mark(path: Path) -> Mark:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _same(file: MilestonesFile) -> bool:
    return all(_mark(path) == mark for path, mark in file.marks.items())


# ---------------------------------------------------------------- one file


class _Reader:
    """Reads files of milestones; a text that several of them quote is read once."""

    def __init__(self, root: Path, phrase: Phrase | None, offered: Mapping[str, tuple[int, int]]) -> None:
        self.root, self.phrase, self.offered = root, phrase, offered
        self.texts: dict[Path, tuple[Places | None, tuple[Problem, ...], dict[Path, Mark]]] = {}

    def remember(self, file: MilestonesFile) -> None:
        """Take over an announcement that was read before and did not change."""
        text = next((path for path in file.marks if path.suffix != ".yaml"), None)
        if text and file.announcement:
            marks = {p: m for p, m in file.marks.items() if p.with_suffix("") == text.with_suffix("")}
            self.texts.setdefault(text, (Places(file.announcement), (), marks))

    def read(self, path: Path) -> MilestonesFile:
        shown = _shown(path, self.root)
        marks: dict[Path, Mark] = {path: _mark(path)}
        blank = MilestonesFile(shown, path.stem, marks, broken=True)
        if outside := _outside(path, self.root, shown):
            return replace(blank, problems=(outside,))
        tree, problems = read_tree(path, shown)
        if tree is None:
            return replace(blank, problems=problems)
        try:
            shape = AnnouncementShape.model_validate({} if tree.value is None else tree.value)
        except ValidationError as error:
            found = problems_of(error, tree, AnnouncementShape)
            stem = _stem(tree.value, path.stem)
            named = _named(tree.value, stem)
            return replace(blank, stem=stem, named=named, broken=False, problems=(*problems, *found))
        places: Places | None = None
        missing: tuple[Problem, ...] = ()
        if shape.announcement is not None:
            places, missing, more = self._announcement(shape.announcement, tree)
            marks |= more
        stem = Path(shape.announcement).stem if shape.announcement is not None else path.stem
        file = _File(self, tree, shape, stem, places)
        entries = tuple(file.entry(n, entry) for n, entry in enumerate(shape.milestones))
        updates = tuple(file.update(n, update) for n, update in enumerate(shape.updates))
        file.check_published()
        return MilestonesFile(
            shown,
            stem,
            marks,
            entries,
            updates,
            frozenset(e.milestone.id for e in entries),
            places.announcement if places else None,
            (*problems, *missing, *file.problems),
        )

    def _announcement(
        self, name: str, tree: Tree
    ) -> tuple[Places | None, tuple[Problem, ...], dict[Path, Mark]]:
        path = Path(os.path.normpath(self.root / name))
        shown = _shown(path, self.root)
        if not path.is_relative_to(self.root) or _outside(path, self.root, shown):
            sentence = f"{name} leads out of the folder: an announcement lies in seeds/"
            return None, (tree.problem(("announcement",), sentence, "outside"),), {path: _mark(path)}
        if path not in self.texts:
            beside = path.with_suffix(".yaml")
            marks = {path: _mark(path), beside: _mark(beside)}
            found, problems = read_announcement(path, shown, _shown(beside, self.root))
            self.texts[path] = (Places(found) if found else None, problems, marks)
            places, problems, marks = self.texts[path]
        else:
            (places, _, marks), problems = self.texts[path], ()
        if places is None and not path.exists():
            near = did_you_mean(name, _texts_in(path.parent, self.root))
            sentence = f"there is no {name}{near or ': put the text there, or delete this line'}"
            problems = (tree.problem(("announcement",), sentence, "announcement"),)
        return places, problems, marks


def _texts_in(folder: Path, root: Path) -> list[str]:
    try:
        return [_shown(folder / name, root) for name in os.listdir(folder) if name.endswith(".txt")]
    except OSError:
        return []


def _stem(value: object, otherwise: str) -> str:
    name = value.get("announcement") if isinstance(value, dict) else None
    return Path(name).stem if isinstance(name, str) and name else otherwise


def _named(value: object, stem: str) -> frozenset[str]:
    """The ids in a file that has mistakes, so that anchors to them are not called unknown as well."""
    entries = value.get("milestones") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        return frozenset()
    ids = (entry.get("id") for entry in entries if isinstance(entry, dict))
    return frozenset(qualified(name, stem) for name in ids if isinstance(name, str))


def qualified(name: str, stem: str) -> str:
    """An id in full: one without a slash has the announcement's name before it."""
    return name if "/" in name else f"{stem}/{name}"


class _File:
    """Turns the shape of one file into milestones and observations."""

    def __init__(
        self, reader: _Reader, tree: Tree, shape: AnnouncementShape, stem: str, places: Places | None
    ) -> None:
        self.tree, self.shape, self.stem, self.places = tree, shape, stem, places
        self.problems: list[Problem] = []
        self.phrase, self.offered = reader.phrase, reader.offered
        told = places.announcement if places else None
        self.announcement = told.id if told else None
        self.published = told.published if told and told.published else shape.published
        self.source = (told.source if told else "") or shape.source or ""
        self.url = (told.url if told else None) or shape.url
        first = shape.parties[0] if shape.parties else ""
        self.home = first if re.fullmatch("[A-Z]{2}", first) else None

    def check_published(self) -> None:
        own, told = self.shape.published, self.places.announcement.published if self.places else None
        if own and told and own != told:
            sentence = f"the announcement was published on {told}: delete this line"
            self.problems.append(self.tree.problem(("published",), sentence, "published"))
        if self.published is None and self.shape.updates:
            sentence = "an update needs its day: write published: 2026-01-16 here or beside the text"
            self.problems.append(self.tree.problem(("updates",), sentence, "published", key=True))
        elif self.published is None and self.shape.milestones and self.shape.announcement is None:
            sentence = "since when is this known? write published: 2026-01-16 at the top"
            self.problems.append(self.tree.notice(("milestones",), sentence, "published", key=True))

    def entry(self, n: int, shape: MilestoneShape) -> Entry:
        loc: tuple[Key, ...] = ("milestones", n)
        when = self._when(shape.when, loc)
        name = qualified(shape.id, self.stem)
        quote = self._quote(shape.quote, shape.opening, loc, self.offered.get(name))
        also = (self._found(text, None, (*loc, "also", k)) for k, text in enumerate(shape.also))
        place = Place(self.tree.path, self.tree.spot(loc)[0])
        because = self.tree.comment((*loc, "perhaps")) if shape.perhaps else ""
        first = Observation(
            self.published,
            self.announcement,
            when,
            shape.standing,
            shape.done,
            shape.place,
            shape.title,
            quote,
            self.source,
            place,
        )
        milestone = Milestone(
            name,
            shape.title,
            shape.kind,
            when,
            self.announcement,
            self.published,
            self.source,
            self.url,
            quote,
            tuple(found for found in also if found),
            shape.said or "",
            Series(shape.series.name, shape.series.number) if shape.series else None,
            tuple(self.shape.parties if shape.parties is None else shape.parties),
            tuple(shape.actors),
            tuple(shape.topics),
            shape.place,
            shape.standing,
            shape.done,
            shape.doubt,
            qualified(shape.perhaps, self.stem) if shape.perhaps else None,
            because,
            shape.note,
            tuple(qualified(name, self.stem) for name in shape.aliases),
            tuple(shape.remind) if shape.remind is not None else None,
            self.home,
            place,
            (first,),
        )
        return Entry(milestone, self._spots(loc, ("id", "when", "perhaps", "done", "aliases")))

    def update(self, n: int, shape: UpdateShape) -> Update:
        loc: tuple[Key, ...] = ("updates", n)
        told = (shape.when, shape.title, shape.place, shape.done, shape.standing, shape.quote, shape.note)
        if not any(told):
            sentence = "this says nothing new: write when, standing, done, place, title or quote"
            self.problems.append(self.tree.problem(loc, sentence, "empty"))
        for k, text in enumerate(shape.also):
            self._found(text, None, (*loc, "also", k))
        observation = Observation(
            self.published,
            self.announcement,
            self._when(shape.when, loc) if shape.when is not None else None,
            shape.standing,
            shape.done,
            shape.place,
            shape.title,
            self._quote(shape.quote, shape.opening, loc),
            self.source,
            Place(self.tree.path, self.tree.spot(loc)[0]),
        )
        return Update(qualified(shape.of, self.stem), observation, self._spots(loc, ("of", "when")))

    def _spots(self, loc: tuple[Key, ...], keys: Iterable[str]) -> dict[str, Spot]:
        return {"": self.tree.spot(loc)} | {key: self.tree.spot((*loc, key)) for key in keys}

    def _when(self, text: str, loc: tuple[Key, ...]) -> When:
        try:
            return named_in_full(parse(text), self.stem)
        except WhenError as error:
            refused = error
        if _EITHER_WAY.search(text):
            sentence = "is that day or month first? write year, month and day: 2026-05-12"
            self.problems.append(self.tree.problem((*loc, "when"), sentence, "when"))
            return Undated()
        if self.phrase and len(text) <= LONGEST and (found := self.phrase(text)) is not None:
            return named_in_full(found, self.stem)
        sentence, rule = _yearless(text, self.published) or _zoneless(str(refused))
        self.problems.append(self.tree.problem((*loc, "when"), sentence, rule))
        return Undated()

    def _quote(
        self,
        text: str | None,
        opening: str | None,
        loc: tuple[Key, ...],
        hint: tuple[int, int] | None = None,
    ) -> Quote | None:
        if opening is not None and self.places and self.places.span(opening) is None:
            self._missing((*loc, "opening"))
        return self._found(text, opening, (*loc, "quote"), hint) if text is not None else None

    def _found(
        self, text: str, opening: str | None, loc: tuple[Key, ...], hint: tuple[int, int] | None = None
    ) -> Quote | None:
        if self.places is None:
            return None if self.shape.announcement is not None else Quote("", 0, len(text), text)
        if (quote := self.places.find(text, opening, hint)) is None:
            self._missing(loc)
        return quote

    def _missing(self, loc: tuple[Key, ...]) -> None:
        sentence = f"{self.shape.announcement} does not hold these words: quote it word for word"
        self.problems.append(self.tree.problem(loc, sentence, "quote"))


_EITHER_WAY: Final = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{2,4}(?!\d)")
"""A date in digits that some read with the day first and some with the month."""
_YEARLESS: Final = re.compile(
    r"(?:(?:during|by|from|in|on|the|of|end|early|mid|late) )*"
    r"(?P<what>h[12]|first half|second half|q[1-4]|(?:first|second|third|fourth) quarter"
    r"|spring|summer|autumn|fall|winter"
    r"|(?:\d{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?: \d{1,2})?)(?: of the year)?",
    re.I,
)
_MONTHS: Final = "january february march april may june july august september october november december"


def _yearless(text: str, published: date | None) -> tuple[str, str] | None:
    """The sentence for a date that lacks nothing but its year."""
    found = _YEARLESS.fullmatch(text.strip())
    if not found:
        return None
    year = published.year if published else 2026
    what = found["what"].lower()
    if what in ("h1", "h2") or what.endswith("half"):
        number = what[1] if what[0] == "h" else "1" if what.startswith("first") else "2"
        return f"this half has no year: write {year}-H{number}", "when-year"
    if what[0] == "q" or what.endswith("quarter"):
        ordinals = ("first", "second", "third", "fourth")
        number = what[1] if what[0] == "q" else str(ordinals.index(what.split()[0]) + 1)
        return f"this quarter has no year: write {year}-Q{number}", "when-year"
    months = _MONTHS.split()
    month = next((n for n, name in enumerate(months, 1) if name in what), None)
    if month is None:
        return f"this season has no year: write {what.replace('fall', 'autumn')} {year}", "when-year"
    if day := re.search(r"\d+", what):
        return f"this day has no year: write {year}-{month:02}-{int(day[0]):02}", "when-year"
    return f"this month has no year: write {year}-{month:02}", "when-year"


def _zoneless(sentence: str) -> tuple[str, str]:
    """The sentence about a date, with a near zone where it is one about a zone."""
    found = re.match(r"there is no time zone ([^\s:]+)", sentence)
    if found and (near := did_you_mean(found[1], available_timezones())):
        return f"{found[0]}{near}", "when"
    return sentence, "when"


def named_in_full(when: When, stem: str) -> When:
    """A *when* whose anchors are ids in full."""
    if not anchors(when):
        return when

    def point(one: Point) -> Point:
        if isinstance(one, Offset) and one.known and one.anchor != "publication":
            return replace(one, anchor=qualified(one.anchor, stem))
        return one

    match when:
        case Every(first):
            inner = named_in_full(first, stem)
            return when if isinstance(inner, Every) else replace(when, first=inner)
        case By(limit):
            return By(point(limit))
        case From(start):
            return From(point(start))
        case Between(first_point, last_point):
            return Between(point(first_point), point(last_point))
        case Offset():
            return replace(when, anchor=qualified(when.anchor, stem))
        case _:
            return when


# ---------------------------------------------------------------- across files


def combine(
    files: tuple[MilestonesFile, ...], offered: frozenset[str] = frozenset()
) -> tuple[tuple[Milestone, ...], list[Problem]]:
    """Every milestone with its history, and what is wrong between the files."""
    return _Across(files, offered).combine()


class _Across:
    def __init__(self, files: tuple[MilestonesFile, ...], offered: frozenset[str]) -> None:
        self.files, self.offered = files, offered
        self.problems: list[Problem] = []
        self.entries: dict[str, tuple[MilestonesFile, Entry]] = {}
        self.alias: dict[str, str] = {}
        self.lenient = frozenset(name for f in files for name in f.named)
        self.unread = frozenset(f.stem for f in files if f.broken)

    def combine(self) -> tuple[tuple[Milestone, ...], list[Problem]]:
        for file in self.files:
            for entry in file.entries:
                self._enter(file, entry)
        for file in self.files:
            for entry in file.entries:
                self._aliases(file, entry)
        heard: dict[str, list[Observation]] = {}
        for file in self.files:
            for update in file.updates:
                if target := self._target(file, update):
                    heard.setdefault(target, []).append(update.observation)
        milestones = []
        for name, (_, entry) in self.entries.items():
            milestone = entry.milestone
            if name in heard:
                later = sorted(heard[name], key=lambda o: o.published or date.min)
                milestone = replay(milestone, (*milestone.history, *later))
            milestones.append(milestone)
        self._anchors(milestones)
        self._perhaps()
        self._texts()
        return tuple(milestones), self.problems

    def _report(self, file: MilestonesFile, spot: Spot, sentence: str, rule: str) -> None:
        self.problems.append(Problem(file.path, *spot, sentence, rule))

    def _enter(self, file: MilestonesFile, entry: Entry) -> None:
        name = entry.milestone.id
        if name in self.entries:
            first = self.entries[name][1].milestone.written
            where = f"{first.path}:{first.line}" if first else "another file"
            sentence = f"{name} stands in {where} too: choose another id, or delete one"
            self._report(file, entry.spots["id"], sentence, "duplicate-id")
        else:
            self.entries[name] = (file, entry)

    def _aliases(self, file: MilestonesFile, entry: Entry) -> None:
        for name in entry.milestone.aliases:
            if name in self.entries or self.alias.get(name, entry.milestone.id) != entry.milestone.id:
                sentence = f"{name} names another milestone: delete the alias"
                self._report(file, entry.spots["aliases"], sentence, "duplicate-id")
            self.alias.setdefault(name, entry.milestone.id)

    def _known(self, name: str) -> bool:
        """Whether an id names a milestone, or may name one in a file that could not be read."""
        return (
            name in self.entries
            or name in self.alias
            or name in self.lenient
            or name.partition("/")[0] in self.unread
        )

    def _unknown(self, name: str) -> str:
        near = did_you_mean(name, [*self.entries, *self.alias])
        if not near and name in self.offered:
            near = ": it was offered once and deleted, or it is itself an update"
        return f"no {name}{near or ': there is no milestone of this id'}"

    def _target(self, file: MilestonesFile, update: Update) -> str | None:
        name = self.alias.get(update.of, update.of)
        if name not in self.entries:
            if not self._known(update.of):
                self._report(file, update.spots["of"], self._unknown(update.of), "of")
            return None
        first, then = self.entries[name][1].milestone.published, update.observation.published
        if first and then and then < first:
            sentence = f"this was said on {then}, before {name} was told on {first}: turn them round"
            self._report(file, update.spots["of"], sentence, "order")
        return name

    def _perhaps(self) -> None:
        for file, entry in self.entries.values():
            other = entry.milestone.perhaps
            if other is None:
                continue
            if not self._known(other):
                self._report(file, entry.spots["perhaps"], self._unknown(other), "perhaps")
                continue
            because = f" ({entry.milestone.perhaps_because})" if entry.milestone.perhaps_because else ""
            sentence = f"is this {other}{because}? make it an update of that one, or delete this line"
            self.problems.append(Problem(file.path, *entry.spots["perhaps"], sentence, "perhaps", "notice"))

    def _texts(self) -> None:
        """Two texts of one name: their milestones could not be told apart."""
        first: dict[str, Announcement] = {}
        for file in self.files:
            told = file.announcement
            if told is not None and first.setdefault(told.id, told).text != told.text:
                sentence = f"another announcement is called {told.id} too: give this text another name"
                self._report(file, (1, 1), sentence, "duplicate-announcement")

    def _anchors(self, milestones: list[Milestone]) -> None:
        """Anchors that name nothing; then, of what is left, those that lead back to themselves."""
        for file in self.files:
            told = [(e.milestone.when, e.spots["when"]) for e in file.entries]
            told += [(u.observation.when, u.spots["when"]) for u in file.updates if u.observation.when]
            for when, spot in told:
                for name in anchors(when):
                    if not self._known(name):
                        self._report(file, spot, self._unknown(name), "anchor")
        graph = {m.id: tuple(self.alias.get(a, a) for a in anchors(m.when)) for m in milestones}
        for name in _circles(graph):
            file, entry = self.entries[name]
            sentence = f"{name} is told from itself, by way of {', '.join(graph[name])}: give one a date"
            self._report(file, entry.spots["when"], sentence, "circle")


def _circles(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The first milestone of each circle of anchors."""
    state: dict[str, bool] = {}
    found = []
    for start in graph:
        trail = [(start, iter(graph[start]))] if start not in state else []
        if trail:
            state[start] = False
        while trail:
            name, targets = trail[-1]
            target = next(targets, None)
            if target is None:
                state[name] = True
                trail.pop()
            elif state.get(target) is False:
                found.append(target)
            elif target in graph and target not in state:
                state[target] = False
                trail.append((target, iter(graph[target])))
    return sorted(set(found))

"""config/milepost.yaml as settings, with secrets from the environment or a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from milepost.config.sentences import problems_of
from milepost.config.shapes import RecipientShape, SelectShape, SettingsShape, did_you_mean
from milepost.config.tree import Key, Tree, read_bytes
from milepost.model import Problem
from milepost.settings import (
    CalendarSettings,
    DeliverySettings,
    Email,
    Feed,
    Policy,
    Recipient,
    Secret,
    Select,
    Settings,
    Token,
    Webhook,
)
from milepost.when import FiscalYear

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: Final[tuple[Upgrade, ...]] = ()
"""What turns a file of version 1 into one of version 2, and so on: a later version adds its step here."""

_HIDDEN: Final = frozenset({"password", "secret", "secrets", "apprise", "broker", "store"})
_LARGEST_SECRET: Final = 65_536


def settings_of(
    tree: Tree, root: Path, environ: Mapping[str, str] = os.environ, upgrades: tuple[Upgrade, ...] = UPGRADES
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings in a document, or every mistake in it; ``root`` is where relative paths count from."""
    if tree.value is None:
        return Settings(), ()
    if not isinstance(tree.value, dict):
        return None, (tree.problem((), "keys with values are meant here: write key: value", "type"),)
    secrets = _Secrets(tree, root, environ)
    value = upgraded(secrets.resolve(tree.value, ()), upgrades)
    problems = secrets.problems
    try:
        shape = SettingsShape.model_validate(value)
    except ValidationError as error:
        unset = {(p.line, p.column) for p in problems}
        found = problems_of(error, tree, SettingsShape)
        return None, (*problems, *(p for p in found if (p.line, p.column) not in unset))
    problems += _names(shape, tree)
    if any(p.severity == "error" for p in problems):
        return None, tuple(problems)
    return _settings(shape), tuple(problems)


def upgraded(value: dict[str, Any], upgrades: tuple[Upgrade, ...] = UPGRADES) -> dict[str, Any]:
    """A document of an earlier version as one of this version."""
    written = str(value.get("version") or 1)
    if not written.isdecimal() or not 1 <= int(written) <= len(upgrades):
        return value
    for step in upgrades[int(written) - 1 :]:
        value = step(value)
    return value


class _Secrets:
    """Puts in the place of every {env: NAME} and {file: PATH} what it names."""

    def __init__(self, tree: Tree, root: Path, environ: Mapping[str, str]) -> None:
        self.tree, self.root, self.environ = tree, root, environ
        self.problems: list[Problem] = []

    def resolve(self, value: Any, loc: tuple[Key, ...]) -> Any:
        if isinstance(value, list):
            return [self.resolve(part, (*loc, n)) for n, part in enumerate(value)]
        if not isinstance(value, dict):
            self._literal(value, loc)
            return value
        if len(value) == 1 and (name := next(iter(value))) in ("env", "file"):
            return self._named(name, value[name], loc)
        return {key: self.resolve(part, (*loc, key)) for key, part in value.items()}

    def _named(self, way: str, name: object, loc: tuple[Key, ...]) -> Secret:
        if not isinstance(name, str):
            self.problems.append(self.tree.problem(loc, f"write {{{way}: NAME}}", "secret"))
            return Secret("")
        if way == "env":
            found = self.environ.get(name, "")
            if not found:
                self._unset(loc, f"the variable {name} is not set: export it before the service starts")
            return Secret(found)
        try:
            data = read_bytes(self.root / name, _LARGEST_SECRET)
            text = data.decode().strip("\r\n")
        except OSError as error:
            self._unset(loc, f"{name} cannot be read: {error.strerror}")
            return Secret("")
        except (UnicodeDecodeError, ValueError):
            self._unset(loc, f"{name} is no text in UTF-8")
            return Secret("")
        return Secret(text)

    def _unset(self, loc: tuple[Key, ...], sentence: str) -> None:
        """A secret may be missing on the machine where questions are asked; any other value may not."""
        hidden = not _HIDDEN.isdisjoint(str(part) for part in loc)
        report = self.tree.notice if hidden else self.tree.problem
        self.problems.append(report(loc, sentence, "unset"))

    def _literal(self, value: object, loc: tuple[Key, ...]) -> None:
        keys = _HIDDEN.intersection(str(part) for part in loc)
        if not isinstance(value, str) or not keys:
            return
        if keys & {"store", "broker"} and not _has_password(value):
            return
        sentence = "a secret stands here for all to read: write {env: NAME} or {file: PATH}"
        self.problems.append(self.tree.notice(loc, sentence, "secret"))


def _has_password(url: str) -> bool:
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return False


def _names(shape: SettingsShape, tree: Tree) -> list[Problem]:
    """Names that stand twice, and tokens for feeds that are not there."""
    problems = []
    for group, taken in (("feeds", {"all"}), ("recipients", set()), ("tokens", set())):
        for n, one in enumerate(getattr(shape, group)):
            if one.name in taken:
                why = (
                    "all is the feed of everything" if one.name == "all" else f"{one.name} stands here twice"
                )
                problems.append(tree.problem((group, n, "name"), f"{why}: choose another name", "duplicate"))
            taken.add(one.name)
    feeds = {feed.name for feed in shape.feeds}
    for n, token in enumerate(shape.tokens):
        for k, name in enumerate(token.feeds):
            if name not in feeds:
                sentence = f"there is no feed {name}{did_you_mean(name, feeds)}"
                problems.append(tree.problem(("tokens", n, "feeds", k), sentence, "feed"))
    if shape.delivery.engine == "celery" and shape.delivery.broker is None:
        sentence = "celery needs a broker: write broker: {env: NAME}"
        problems.append(tree.problem(("delivery", "engine"), sentence, "missing"))
    return problems


def _settings(shape: SettingsShape) -> Settings:
    calendar, delivery, email, remind = shape.calendar, shape.delivery, shape.email, shape.remind
    fiscal = calendar.fiscal_year
    return Settings(
        calendar=CalendarSettings(
            calendar.name,
            calendar.zone,
            calendar.country,
            calendar.url.rstrip("/") if calendar.url else None,
            frozenset(calendar.weekend),
            frozenset(calendar.holidays),
            FiscalYear(fiscal.month, fiscal.named_for) if fiscal else None,
            calendar.edit_url,
        ),
        store=shape.store,
        delivery=DeliverySettings(
            delivery.engine,
            delivery.broker,
            delivery.concurrency,
            delivery.timeout,
            delivery.lease,
            delivery.grace,
            tuple(delivery.retries),
            delivery.retention,
            tuple(delivery.allow_private),
        ),
        email=Email(email.host, email.port, email.tls, email.sender, email.username, email.password),
        remind=Policy(
            tuple(remind.default),
            tuple(remind.windows),
            remind.undated,
            remind.changes,
            {kind: tuple(leads) for kind, leads in remind.kinds.items()},
        ),
        sources=tuple(shape.sources),
        feeds=tuple(Feed(f.name, f.title or f.name, _select(f.select), f.private) for f in shape.feeds),
        recipients=tuple(_recipient(r, calendar.zone) for r in shape.recipients),
        tokens=tuple(Token(t.name, t.sha256, tuple(t.feeds), t.post) for t in shape.tokens),
    )


def _select(shape: SelectShape) -> Select:
    return Select(
        frozenset(shape.topics), frozenset(shape.parties), frozenset(shape.kinds), frozenset(shape.standings)
    )


def _recipient(shape: RecipientShape, zone: str) -> Recipient:
    hook = shape.webhook
    return Recipient(
        shape.name,
        shape.email,
        Webhook(
            hook.url,
            (*((hook.secret,) if hook.secret is not None else ()), *hook.secrets),
            hook.timeout,
            hook.concurrency,
        )
        if hook
        else None,
        shape.apprise,
        shape.zone or zone,
        _select(shape.select),
        tuple(shape.remind) if shape.remind is not None else None,
        shape.digest,
        shape.quiet,
        shape.cap,
    )

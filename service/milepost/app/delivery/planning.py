"""Planning: from what the config says now to what the store is to send and when."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from milepost import reminders
from milepost.app.delivery.ground import Ground
from milepost.model import Belief, Dated, Reminder
from milepost.reminders.changes import believe
from milepost.store import Store

_PART: Final = 200
"""Milestones that one transaction takes over, so that others may write in between."""


class Planner:
    """Knows what it planned last, so that an edit of one milestone plans that one again."""

    def __init__(self, store: Store) -> None:
        """Nothing is planned yet."""
        self._store = store
        self._known: dict[str, tuple[Dated, Belief]] = {}
        self._planned_for: object = None

    @property
    def failed(self) -> bool:
        """Whether the last planning did not come to its end."""
        return self._planned_for is None

    def forget(self) -> None:
        """Trust nothing of what was planned: the next planning plans everything."""
        self._planned_for = None

    def plan(self, ground: Ground, now: datetime, everything: bool) -> None:
        """Bring the store to what the ground says; StoreError where it fails, half of it may be done."""
        settings = ground.settings
        terms = (settings.recipients, settings.remind)
        everything = everything or self._planned_for != terms
        old = self._store.beliefs()
        begun = self._store.fact("begun") is not None
        changed = [
            item
            for name, item in ground.items.items()
            if everything or name not in self._known or self._known[name][0] != item
        ]
        for start in range(0, max(len(changed), 1), _PART):
            part = changed[start : start + _PART]
            beliefs: dict[str, Belief] = {}
            coming: list[Reminder] = []
            for item in part:
                name = item.milestone.id
                belief, edge = believe(item, old.get(name), now)
                beliefs[name] = belief
                if begun and edge:
                    coming += reminders.notices(item, edge, old.get(name), belief, settings, now)
            new, past = reminders.due(part, beliefs, settings, now, now + reminders.HORIZON)
            unlike = [b for name, b in beliefs.items() if old.get(name) != b or name not in self._known]
            last = start + _PART >= len(changed)
            self._store.plan(now, unlike, coming + new, past, list(beliefs), begun=last and not begun)
            self._known |= {item.milestone.id: (item, beliefs[item.milestone.id]) for item in part}
        if gone := [name for name in old if name not in ground.items]:
            self._store.forget(gone, now)
            for name in gone:
                self._known.pop(name, None)
        self._planned_for = terms

"""The store's memory of what was published, in a dict: for tests and benchmarks of what stands on it."""

from __future__ import annotations

from datetime import UTC, datetime

from milepost.model import Revision


class Memory:
    """The store's promise in a dict: the same content keeps its revision."""

    def __init__(self):
        self.known = {}
        self.bodies = {}

    def revise(self, contents, now, fragments=None):
        given = {}
        for name, content in contents.items():
            old = self.known.get(name)
            if old is None or old[0] != content:
                minutes = int((now - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds() // 60)
                number = max(minutes, old[1].sequence + 1) if old else minutes
                self.known[name] = (content, Revision(number, now.replace(microsecond=0)))
                if fragments and name in fragments:
                    self.bodies[name] = (content, fragments[name])
            given[name] = self.known[name][1]
        return given

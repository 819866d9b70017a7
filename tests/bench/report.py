"""How a benchmark shows its figures: name, figure, what was aimed at, what a peer did in the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Report:
    """Prints one aligned row a figure; ``missed`` counts the aims that were not reached."""

    missed: int = 0

    def row(
        self,
        name: str,
        figure: float,
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """One figure; an aim decides the mark at its end."""
        good = (at_most is None or figure <= at_most) and (at_least is None or figure >= at_least)
        self.missed += not good
        aim = (
            f"aim ≤ {at_most:,g}"
            if at_most is not None
            else f"aim ≥ {at_least:,g}"
            if at_least is not None
            else ""
        )
        mark = "" if not aim else "ok" if good else "MISSED"
        print(f"  {name:<58} {figure:>14,.4g} {unit:<10} {aim:<18} {mark}", flush=True)

    def note(self, sentence: str) -> None:
        """A remark between the rows: what was skipped, and why."""
        print(f"  {sentence}", flush=True)

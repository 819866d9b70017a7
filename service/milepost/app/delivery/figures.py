"""Figures of delivery for Prometheus: what became of it, and how late."""

from __future__ import annotations

from collections import Counter
from typing import Final

CHANNELS: Final = ("email", "webhook", "apprise")

_BUCKETS: Final = (0.1, 0.5, 1, 5, 30, 120, 600, 3600, 86400)


class Figures:
    """Counts since the process began."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self._counted: Counter[tuple[str, str]] = Counter()
        self._lateness: Counter[float] = Counter()
        self._late_sum = 0.0

    def count(self, what: str, channel: str) -> None:
        """One more was sent, retried, given up (dead), skipped or cancelled."""
        self._counted[what, channel] += 1

    def sent(self, channel: str, late: float) -> None:
        """One more was sent, so many seconds after it was due."""
        self.count("sent", channel)
        self._lateness[next((b for b in _BUCKETS if late <= b), float("inf"))] += 1
        self._late_sum += late

    def text(self, due: int, oldest: float) -> str:
        """Prometheus text, with how many are due now and for how many seconds the oldest of them."""
        lines = []
        for what in ("sent", "retried", "dead", "skipped", "cancelled"):
            lines.append(f"# TYPE milepost_deliveries_{what}_total counter")
            for channel in CHANNELS:
                count = self._counted[what, channel]
                lines.append(f'milepost_deliveries_{what}_total{{channel="{channel}"}} {count}')
        lines.append("# TYPE milepost_delivery_lateness_seconds histogram")
        total = 0
        for bound in (*_BUCKETS, float("inf")):
            total += self._lateness[bound]
            name = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'milepost_delivery_lateness_seconds_bucket{{le="{name}"}} {total}')
        lines.append(f"milepost_delivery_lateness_seconds_sum {self._late_sum:.3f}")
        lines.append(f"milepost_delivery_lateness_seconds_count {total}")
        lines.append("# TYPE milepost_deliveries_due gauge")
        lines.append(f"milepost_deliveries_due {due}")
        lines.append("# TYPE milepost_delivery_oldest_due_seconds gauge")
        lines.append(f"milepost_delivery_oldest_due_seconds {max(0.0, oldest):.3f}")
        return "\n".join(lines) + "\n"

"""Figures of delivery for Prometheus: what became of it, and how late."""

from __future__ import annotations

from collections import Counter
from typing import Final

CHANNELS: Final = ("email", "webhook", "apprise")

_COUNTED: Final = {
    "sent": "taken by the mail server, the endpoint or the service.",
    "retried": "not taken, and to be tried again.",
    "dead": "given up.",
    "skipped": "not sent as the settings or the recipient ask.",
    "cancelled": "taken back before they went out.",
}

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
        for what, meaning in _COUNTED.items():
            lines += _head(f"deliveries_{what}_total", "counter", f"Deliveries {meaning}")
            for channel in CHANNELS:
                count = self._counted[what, channel]
                lines.append(f'milepost_deliveries_{what}_total{{channel="{channel}"}} {count}')
        lines += _head("delivery_lateness_seconds", "histogram", "From due to taken.")
        total = 0
        for bound in (*_BUCKETS, float("inf")):
            total += self._lateness[bound]
            name = "+Inf" if bound == float("inf") else f"{bound:g}"
            lines.append(f'milepost_delivery_lateness_seconds_bucket{{le="{name}"}} {total}')
        lines.append(f"milepost_delivery_lateness_seconds_sum {self._late_sum:.3f}")
        lines.append(f"milepost_delivery_lateness_seconds_count {total}")
        lines += _head("deliveries_due", "gauge", "Deliveries that could go out now.")
        lines.append(f"milepost_deliveries_due {due}")
        lines += _head("delivery_oldest_due_seconds", "gauge", "How long the oldest of them has waited.")
        lines.append(f"milepost_delivery_oldest_due_seconds {max(0.0, oldest):.3f}")
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str, meaning: str) -> list[str]:
    return [f"# HELP milepost_{name} {meaning}", f"# TYPE milepost_{name} {kind}"]

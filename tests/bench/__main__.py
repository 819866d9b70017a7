"""``make bench``: runs every tests/bench/bench_*.py, or those named: ``python -m tests.bench dates feed``."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from tests.bench.report import Report


def main(names: list[str]) -> int:
    """Run the benchmarks; the status is 0 whatever the figures, they are for people to read."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    report = Report()
    for name in names or known:
        print(name)
        importlib.import_module(f"tests.bench.bench_{name}").run(report)
    print(f"\n{report.missed} aims missed." if report.missed else "\nEvery aim reached.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

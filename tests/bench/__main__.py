"""``make bench``: runs every tests/bench/bench_*.py, or those named: ``python -m tests.bench dates feed``."""

from __future__ import annotations

import importlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.bench.report import Report


def main(names: list[str]) -> int:
    """Run the benchmarks; the status is 0 whatever the figures, they are for people to read."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    # a process for each, or the memory and the warm caches of one would be another's figures
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1, mp_context=fresh) as processes:
        missed = sum(processes.map(_one, names or known))
    print(f"\n{missed} aims missed." if missed else "\nEvery aim reached.")
    return 0


def _one(name: str) -> int:
    """Run one, and tell how many of its aims were missed."""
    print(name, flush=True)
    report = Report()
    importlib.import_module(f"tests.bench.bench_{name}").run(report)
    return report.missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``make bench``: runs every tests/bench/bench_*.py, or those named: ``python -m tests.bench dates feed``."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

from tests.bench.report import Report


def main(names: list[str]) -> int:
    """Run the benchmarks; the status is 0 whatever the figures, they are for people to read."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := set(names) - set(known):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if len(names) == 1:
        report = Report()
        print(names[0], flush=True)
        importlib.import_module(f"tests.bench.bench_{names[0]}").run(report)
        if report.missed:
            print(f"  {report.missed} aims missed")
        return 0
    # a process for each, or the memory and the warm caches of one would be another's figures
    for name in names or known:
        subprocess.run([sys.executable, "-m", "tests.bench", name], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

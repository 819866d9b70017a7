"""All rules, in their order: of two rows that match equally many tokens the first one listed wins."""

from __future__ import annotations

from typing import Final

from milepost.reading.dates.patterns import Rule
from milepost.reading.dates.rules.absolute import ABSOLUTE
from milepost.reading.dates.rules.clock import CLOCK
from milepost.reading.dates.rules.lengths import LENGTHS
from milepost.reading.dates.rules.never import NEVER
from milepost.reading.dates.rules.parts import PARTS
from milepost.reading.dates.rules.relative import RELATIVE
from milepost.reading.dates.rules.sets import SETS

FAMILIES: Final[dict[str, tuple[Rule, ...]]] = {
    "No dates": NEVER,
    "Days, months, years": ABSOLUTE,
    "Parts and fiscal years": PARTS,
    "Clock times": CLOCK,
    "Told from the day of publication": RELATIVE,
    "What recurs": SETS,
    "Lengths": LENGTHS,
}
RULES: Final[tuple[Rule, ...]] = tuple(rule for family in FAMILIES.values() for rule in family)

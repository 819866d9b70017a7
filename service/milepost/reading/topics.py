"""What a milestone is about: a small taxonomy that is meant to be edited."""

from __future__ import annotations

import re
from typing import Final

TOPICS: Final = (
    (
        "artificial-intelligence",
        "artificial intelligence|(?-i:AI)|machine learning|foundation models?|generative AI",
    ),
    (
        "critical-minerals",
        "critical minerals?|rare earths?|rare earth elements?|lithium|cobalt|gallium|germanium",
    ),
    (
        "cybersecurity",
        "cyber\\w*|software bill of materials|SBOM|zero trust|encryption|multi-?factor authentication",
    ),
    ("data-protection", "personal data|data protection|privacy|supervisory authorit(?:y|ies)"),
    (
        "digital-services",
        "online platforms?|digital services?|search engines?|online advertising|recommender",
    ),
    ("economic-security", "economic security|supply[- ]chain resilience|stockpil\\w+|economic coercion"),
    ("supply-chains", "supply chains?"),
    ("semiconductors", "semiconductors?|chips? act|microchips?|fabs?"),
    ("trade", "trade|tariffs?|customs|exports?|imports?|market access|free[- ]trade"),
    ("investment", "investments?|investors?"),
    ("energy", "energy|electricity|nuclear|hydrogen|solar|power grid|batter(?:y|ies)"),
    ("climate", "climate|emissions?|net[- ]zero|greenhouse|carbon|adaptation plans?"),
    ("environment", "biodiversity|pollution|waste|recycl\\w+|circular economy|plastics?"),
    ("defence", "defen[cs]e|military|armed forces|joint exercises?|maritime security"),
    ("health", "health|medicin\\w+|vaccin\\w+|pandemic"),
    ("transport", "railways?|aviation|shipping|ports?|vehicles?|road safety"),
    ("space", "space agenc\\w+|satellites?|lunar"),
    ("finance", "banks?|financial (?:institutions?|services|stability)|capital markets?|tax\\w*|budget"),
    ("education", "education|universit(?:y|ies)|students?|scholarships?"),
    ("migration", "migration|visas?|asylum|skilled workers?"),
    ("agriculture", "agricultur\\w+|farm\\w*|food security|fisher(?:y|ies)"),
    ("procurement", "procurement|public contracts?|federal acquisition"),
    ("regulation", "deregulat\\w+|regulatory (?:agenda|review)"),
)
"""``(topic, words)``: the words are a pattern; ``(?-i:AI)`` must stand as written."""

_PATTERNS: Final = tuple(
    (topic, re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.I)) for topic, words in TOPICS
)
MOST: Final = 3


def topics(*texts: str) -> tuple[str, ...]:
    """At most three topics that the texts speak of, those of the first text before the others'."""
    found: dict[str, None] = {}
    for text in texts:
        for topic, pattern in _PATTERNS:
            if pattern.search(text):
                found.setdefault(topic)
    return tuple(found)[:MOST]

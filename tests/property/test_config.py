"""Whatever stands in the files: loading gives a snapshot or problems with their places, and never raises."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.agenda import dated, late_series, slipped, waiting
from milepost.config import check, load
from milepost.reading.dates import phrase
from tests.unit.config.folder import a_folder

MILESTONES = """\
announcement: seeds/note.txt
parties: [IN, JP]
milestones:
  - id: dialogue-2
    title: "Economic Security Dialogue, 2nd round"
    when: during 2026-H1
    said: in the first half of 2026
    kind: meeting
    series: {name: Economic Security Dialogue, number: 2}
    remind: [7d, 3 working days at 09:00]
    perhaps: other # same week
    quote: >-
      The second round of the Economic Security Dialogue will be held
      in the first half of 2026.
  - {id: other, title: Other, when: within 60 days of dialogue-2, done: 2026-02-01}
updates:
  - {of: other, when: "2026-05-12 10:00 Asia/Tokyo, every 2 years", standing: cancelled}
"""
SETTINGS = """\
version: 1
calendar: {name: X, zone: Asia/Kolkata, country: IN, weekend: [sunday], fiscal_year: {month: 4}}
delivery: {timeout: 10s, retries: [5s, 5min], allow_private: [127.0.0.0/8]}
remind: {default: [30d, 0d at 09:00], windows: [opens, 30d before close], undated: every 90d}
feeds: [{name: es, select: {topics: [economic-security], kinds: meeting}}]
recipients: [{name: a, email: a@example.org, digest: weekly monday 08:00, quiet: 20:00-07:00}]
"""
SCRAPS = "\t|\n|- |: | #|[|]|{|}|\"|'|&a |*a|!x|>|%|0|9999|\u2028|\ufeff|\x00|é|9999999999|null|~|<<|?|---\n"
scraps = st.sampled_from([*SCRAPS.split("|"), "|", "every 0 years"])
changes = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), scraps | st.text(max_size=8)), min_size=1, max_size=4
)


def changed(text: str, some: list[tuple[float, int, str]]) -> str:
    for where, gone, scrap in some:
        at = int(where * len(text))
        text = text[:at] + scrap + text[at + gone :]
    return text


@settings(max_examples=150, deadline=None)
@given(changes, st.booleans())
def test_changed_file_is_read_or_told_with_its_place(
    some: list[tuple[float, int, str]], of_settings: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        config = a_folder(root)
        texts = {"milepost.yaml": SETTINGS, "milestones/note.yaml": MILESTONES}
        name = "milepost.yaml" if of_settings else "milestones/note.yaml"
        texts[name] = changed(texts[name], some)
        for path, text in texts.items():
            (config / path).write_bytes(text.encode("utf-8", "surrogatepass"))
        found = load(config, phrase)
        problems = check(found, config, date(2026, 3, 1))
        assert (found.snapshot is None) == any(p.severity == "error" for p in found.problems)
        for problem in problems:
            assert problem.line is None or problem.line >= 1
            assert "\n" not in str(problem)
            assert "pydantic" not in problem.message
            assert "input" not in problem.message.lower().split()
        if found.snapshot is not None:
            items = dated(found.snapshot)
            for question in (
                slipped(items),
                waiting(items, date(2026, 3, 1)),
                late_series(items, date(2026, 3, 1)),
            ):
                assert isinstance(question, tuple)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_in_place_of_a_file_are_problems_and_no_traceback(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = a_folder(Path(folder))
        for path in (
            "milepost.yaml",
            "milestones/x.yaml",
            "offered.lock",
            "../seeds/note.yaml",
            "../seeds/note.txt",
        ):
            (config / path).write_bytes(data)
        (config / "milestones/note.yaml").write_text(MILESTONES)
        check(load(config), config, date(2026, 3, 1))

"""Every rule reads its yes and leaves its no alone; the sentences are invented."""

from __future__ import annotations

import pytest

from milepost.model import Found
from milepost.reading import read
from milepost.reading.rules import LEFT_OUT, RULES, EventRule, LeftOut
from tests.builders import an_announcement


def found_in(sentence: str) -> tuple[Found, ...]:
    return read(an_announcement(sentence)).milestones


@pytest.mark.parametrize(
    ("rule", "sentence", "title"),
    [pytest.param(r, s, t, id=f"{r.name}: {s[:40]}") for r in RULES for s, t in r.yes.items()],
)
def test_rule_reads_its_example(rule: EventRule, sentence: str, title: str) -> None:
    found = found_in(sentence)
    assert [f.milestone.title for f in found] == [title], [f.because for f in found]
    assert rule.name in found[0].because


@pytest.mark.parametrize(
    ("rule", "sentence"), [pytest.param(r, s, id=f"{r.name}: {s[:40]}") for r in RULES for s in r.no]
)
def test_rule_leaves_its_counterexample_alone(rule: EventRule, sentence: str) -> None:
    assert [f.milestone.title for f in found_in(sentence) if rule.name in f.because] == []


@pytest.mark.parametrize(
    ("rule", "sentence"), [pytest.param(r, s, id=f"{r.name}: {s[:40]}") for r in LEFT_OUT for s in r.yes]
)
def test_date_that_is_no_milestone_is_left_out_with_its_reason(rule: LeftOut, sentence: str) -> None:
    reading = read(an_announcement(sentence))
    assert rule.reason in [left.because for left in reading.left_out] or not reading.timexes


@pytest.mark.parametrize(
    ("rule", "sentence"), [pytest.param(r, s, id=f"{r.name}: {s[:40]}") for r in LEFT_OUT for s in r.no]
)
def test_reason_to_leave_out_does_not_reach_too_far(rule: LeftOut, sentence: str) -> None:
    assert rule.reason not in [left.because for left in read(an_announcement(sentence)).left_out]


def test_rules_have_names_of_their_own_and_examples() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.yes and rule.no for rule in (*RULES, *LEFT_OUT))

"""With ``MILEPOST_SKIP_NOTHING`` (set by .ci/run) a skip is a failure: all it needs is installed there.

Tests marked ``long`` run only there, so that `make test` stays under five minutes on two cores.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("milepost", deadline=None)
settings.load_profile("milepost")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("long") and not os.environ.get("MILEPOST_SKIP_NOTHING"):
        pytest.skip("takes long: .ci/run runs it, or MILEPOST_SKIP_NOTHING=1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("MILEPOST_SKIP_NOTHING") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report

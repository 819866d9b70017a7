"""Real Thunderbird, subscribed: it shows every event, then an edit, then a removal."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import a_milestone
from tests.e2e.process import eventually
from tests.e2e.test_feed_readers import MILESTONES, as_icalendar
from tests.serving import running

CALENDAR = "calendar.registry.3f1c8a4e-0b7d-4d43-9c55-6a2f6f0e1d11"


def subscribed(folder: Path, address: str) -> Path:
    """A profile with one subscription and no questions to ask."""
    profile = folder / "profile"
    profile.mkdir()
    preferences = {
        f"{CALENDAR}.type": "ics",
        f"{CALENDAR}.uri": address,
        f"{CALENDAR}.name": "Milepost",
        f"{CALENDAR}.cache.enabled": True,
        f"{CALENDAR}.cache.supported": True,
        f"{CALENDAR}.readOnly": True,
        "calendar.timezone.local": "UTC",
        "calendar.timezone.useSystemTimezone": False,
        "app.update.enabled": False,
        "mail.provider.suppress_dialog_on_startup": True,
        "datareporting.policy.dataSubmissionEnabled": False,
        "network.captive-portal-service.enabled": False,
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (profile / "user.js").write_text("".join(lines))
    return profile


@contextmanager
def thunderbird(profile: Path) -> Iterator[None]:
    """Started, it asks every subscription again."""
    home = profile.parent
    with (home / "thunderbird.log").open("ab") as log:
        started = subprocess.Popen(
            ["thunderbird", "--headless", "--no-remote", "--profile", str(profile), "-calendar"],
            env={**os.environ, "HOME": str(home), "MOZ_HEADLESS": "1"},
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait(10)


def shown(profile: Path) -> dict[str, str]:
    """The title of each event in its calendar; it keeps the file locked, so a copy is read."""
    copy = profile.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(profile / "calendar-data", copy)
        with closing(sqlite3.connect(copy / "cache.sqlite")) as opened:
            return dict(opened.execute("SELECT id, title FROM cal_events"))
    except (OSError, shutil.Error, sqlite3.Error):  # not there yet, or caught in the middle of a write
        return {}


@pytest.mark.timeout(240)
def test_thunderbird_shows_every_event_then_an_edit_then_a_removal(tmp_path: Path) -> None:
    if not shutil.which("thunderbird"):
        pytest.skip("thunderbird is not installed")
    with running() as site:
        site.publish(*MILESTONES)
        profile = subscribed(tmp_path, f"http://127.0.0.1:{site.port}/feeds/all.ics")

        def titles() -> dict[str, str]:
            feed = as_icalendar(site.ask("/feeds/all.ics")[1])
            return {uid: title for uid, (title, _, _) in feed.items()}

        with thunderbird(profile):
            eventually(lambda: shown(profile) == titles(), 60)

        site.now += timedelta(minutes=1)
        edited = a_milestone(
            "2026-01-16 to 2026-01-18", id="r/visit", title="Visit, a day later", kind="visit"
        )
        site.publish(edited, *MILESTONES[1:])
        with thunderbird(profile):
            eventually(lambda: shown(profile).get("r/visit") == "Visit, a day later", 60)

        site.now += timedelta(minutes=1)
        site.publish(*MILESTONES[1:])
        with thunderbird(profile):
            eventually(lambda: "r/visit" not in shown(profile) and shown(profile) == titles(), 60)

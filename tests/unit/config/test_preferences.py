from __future__ import annotations

from datetime import date, time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from milepost.config import load
from milepost.config.preferences import settings_of, upgraded
from milepost.config.tree import parse
from milepost.settings import Digest, Lead, Secret, Select, Settings, WindowLead
from milepost.when import Length, Unit

WHOLE = """\
version: 1
calendar:
  name: India–Japan commitments
  zone: Asia/Kolkata
  country: IN
  url: https://milestones.example.org/
  weekend: [saturday, sun]
  holidays: [2026-11-09]
  fiscal_year: {month: 4, named_for: end}
store: sqlite:///var/other.db
delivery:
  engine: local
  concurrency: 4
  timeout: 5s
  lease: 2min
  grace: 1d
  retries: [5s, 2h]
  allow_private: [127.0.0.0/8]
email:
  {host: mail.example.org, port: 25, tls: none, sender: Desk <desk@example.org>, username: u,
   password: {env: PW}}
remind:
  default: [3 working days, 0d at 09:00]
  windows: [opens, 30d before close, 1w before close at 08:00]
  undated: never
  changes: no
  kinds: {deadline: [2 months]}
feeds:
  - {name: es, title: Security, select: {topics: economic-security, parties: [IN, JP]}, private: true}
recipients:
  - {name: desk, email: desk@example.org, zone: Asia/Tokyo, select: {kinds: [visit]}, remind: [7d],
     digest: weekly monday 08:00, quiet: 20:00-07:00, cap: 3}
  - {name: hook, webhook: {url: https://hooks.example.org/in, secret: {file: secret.txt}, timeout: 3s}}
tokens:
  - name: t
    sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    feeds: [es]
    post: true
"""


def read(text: str, root: Path, **environ: str) -> tuple[Settings | None, list[str]]:
    tree, problems = parse(text, "config/milepost.yaml")
    assert tree is not None
    settings, found = settings_of(tree, root, environ)
    return settings, [str(p) for p in (*problems, *found)]


def test_every_key_becomes_its_value(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("whsec_abc\n")
    settings, problems = read(WHOLE, tmp_path, PW="pass")
    assert problems == []
    assert settings is not None
    calendar, delivery, email, remind = settings.calendar, settings.delivery, settings.email, settings.remind
    assert (calendar.url, calendar.weekend) == ("https://milestones.example.org", {5, 6})
    assert calendar.holidays == {date(2026, 11, 9)}
    assert settings.store == "sqlite:///var/other.db"
    assert (delivery.timeout, delivery.lease) == (timedelta(seconds=5), timedelta(minutes=2))
    assert delivery.retries == (timedelta(seconds=5), timedelta(hours=2))
    assert delivery.allow_private == (ip_network("127.0.0.0/8"),)
    assert (email.port, email.tls, email.password) == (25, "none", "pass")
    assert remind.default == (Lead(Length(3, Unit.WORKING_DAY)), Lead(Length(0, Unit.DAY), time(9)))
    assert remind.windows == (
        WindowLead("opens"),
        WindowLead("closes", Lead(Length(30, Unit.DAY))),
        WindowLead("closes", Lead(Length(1, Unit.WEEK), time(8))),
    )
    assert (remind.undated, remind.changes) == (None, False)
    assert remind.kinds == {"deadline": (Lead(Length(2, Unit.MONTH)),)}
    assert settings.feeds[0].select == Select(frozenset({"economic-security"}), frozenset({"IN", "JP"}))
    desk, hook = settings.recipients
    assert (desk.zone, desk.digest, desk.quiet, desk.cap) == (
        "Asia/Tokyo",
        Digest(time(8), 0),
        (time(20), time(7)),
        3,
    )
    assert hook.webhook is not None
    assert (hook.webhook.secrets, hook.zone) == (("whsec_abc",), "Asia/Kolkata")
    assert settings.tokens[0].post


def test_defaults_are_those_of_the_settings(tmp_path: Path) -> None:
    settings, problems = read("version: 1\n", tmp_path)
    assert (settings, problems) == (Settings(), [])


def test_secret_shows_itself_to_nobody_who_prints_the_settings(tmp_path: Path) -> None:
    settings, _ = read("email: {host: h, password: {env: PW}}", tmp_path, PW="hunter2")
    assert settings is not None
    assert settings.email.password == "hunter2"
    assert "hunter2" not in repr(settings)


def test_secret_that_is_not_set_here_does_not_keep_anyone_from_asking(tmp_path: Path) -> None:
    settings, problems = read("email: {host: h, password: {env: PW}}", tmp_path)
    assert settings is not None
    assert settings.email.password == Secret("")
    assert problems == [
        "config/milepost.yaml:1:28: the variable PW is not set: export it before the service starts [unset]"
    ]


def test_value_that_is_no_secret_may_be_named_too_and_must_be_set(tmp_path: Path) -> None:
    settings, _ = read("calendar: {zone: {env: ZONE}}", tmp_path, ZONE="Asia/Tokyo")
    assert settings is not None
    assert settings.calendar.zone == "Asia/Tokyo"
    assert read("calendar: {zone: {env: ZONE}}", tmp_path)[0] is None


def test_later_version_reads_earlier_files_by_one_step_a_version(tmp_path: Path) -> None:
    def renamed(value: dict[str, Any]) -> dict[str, Any]:
        """As if version 1 had said ``title`` for the name of a calendar."""
        calendar = dict(value["calendar"])
        return value | {"version": "1", "calendar": {"name": calendar.pop("title")} | calendar}

    tree, _ = parse("version: 1\ncalendar: {title: Old}\n", "config/milepost.yaml")
    assert tree is not None
    settings, problems = settings_of(tree, tmp_path, {}, (renamed,))
    assert problems == ()
    assert settings is not None
    assert settings.calendar.name == "Old"


@pytest.mark.parametrize("version", ["2", "0", "x", ""])
def test_only_earlier_versions_are_brought_up_to_date(version: str) -> None:
    def never(_: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError

    value = {"version": version} if version else {"version": "9"}
    assert upgraded(value, (never,)) is value


def test_mistakes_in_settings_and_milestones_come_together(tmp_path: Path) -> None:
    (tmp_path / "config/milestones").mkdir(parents=True)
    (tmp_path / "config/milepost.yaml").write_text("calender: {}\n")
    (tmp_path / "config/milestones/a.yaml").write_text("milestons: []\n")
    found = load(tmp_path / "config")
    assert [p.path for p in found.problems] == ["config/milepost.yaml", "config/milestones/a.yaml"]

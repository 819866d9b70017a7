from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from milepost.agenda import dated
from milepost.config import init, load
from milepost.config.reference import reference
from milepost.config.schema import schema, written
from milepost.config.shapes import AnnouncementShape, SettingsShape

ROOT = Path(__file__).parents[3]


def test_page_of_the_config_is_the_one_that_the_shapes_give() -> None:
    page = (ROOT / "docs/config.md").read_text()
    assert page == reference(), "run: python -m milepost.config.reference > docs/config.md"


@pytest.mark.parametrize("which", ["announcement", "settings"])
def test_schema_in_the_config_folder_is_the_one_that_the_command_prints(which: str) -> None:
    assert (ROOT / f"config/schema/{which}.json").read_text() == written(which), "run: milepost init"  # type: ignore[arg-type]


def test_every_key_has_a_description() -> None:
    page = reference()
    for shape in (AnnouncementShape, SettingsShape):
        whole = shape.model_json_schema()
        for one in (whole, *whole["$defs"].values()):
            for key in one.get("properties", {}):
                assert f"| `{key}` | " in page


def test_schema_knows_what_may_be_named_and_refuses_other_keys() -> None:
    email = schema("settings")["definitions"]["EmailShape"]
    assert email["additionalProperties"] is False
    assert {"$ref": "#/definitions/Named"} in email["properties"]["host"]["anyOf"]


def test_own_config_has_no_mistakes() -> None:
    found = load(ROOT / "config")
    assert found.errors == ()


def test_starter_loads_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    made = init(tmp_path / "config")
    assert load(tmp_path / "config").problems == ()
    (tmp_path / "config/milepost.yaml").write_text("version: 1\n")
    again = init(tmp_path / "config")
    assert (len(made.made), again.made, len(again.kept)) == (5, (), 3)
    assert (tmp_path / "config/milepost.yaml").read_text() == "version: 1\n"


def test_starter_with_every_comment_taken_up_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "x")
    monkeypatch.setenv("HOOK_SECRET", "x")
    init(tmp_path / "config")
    path = tmp_path / "config/milepost.yaml"
    lines = (
        path.read_text().replace("feeds: []", "feeds:").replace("recipients: []", "recipients:").splitlines()
    )
    taken = [re.sub(r"^( *)# ?(?=  |[a-z]+:|-)", r"\1", line) for line in lines]
    path.write_text("\n".join(taken))
    found = load(tmp_path / "config")
    assert [str(p) for p in found.problems] == []
    assert len(found.settings.recipients) == 2


def test_examples_on_the_page_load_and_say_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "config/milestones").mkdir(parents=True)
    blocks = re.findall(r"```yaml\n# (config/milestones/\S+\.yaml)(.*?)```", reference(), re.S)
    assert len(blocks) == 2
    for name, text in blocks:
        (tmp_path / name).write_text(f"# {text}")
    found = load(tmp_path / "config")
    assert found.problems == ()
    assert found.snapshot is not None
    items = {item.milestone.id: item for item in dated(found.snapshot)}
    assert items["supply-chains/work-plan"].last == date(2026, 7, 11)
    assert items["supply-chains/hotline"].standing(date(2026, 4, 1)) == "cancelled"

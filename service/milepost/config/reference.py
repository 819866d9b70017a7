"""docs/config.md, generated from the shapes: ``python -m milepost.config.reference > docs/config.md``."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from milepost.config.shapes import AnnouncementShape, SettingsShape, SidecarShape

_HEAD: Final = """\
# The config files

What people believe will happen stands in files, and people edit them. `milepost init` makes the
first ones, `milepost check` finds every mistake in them, with its line and what to do about it.
This page is generated from the shapes that the files are checked against.

YAML guesses are off: a date stays a date, `no` a word, `012` what it says. `{env: NAME}` or
`{file: PATH}` stands for any text in `config/milepost.yaml`, and a secret belongs in no other form;
one that is not set on this machine keeps nobody from asking questions there, while any other value
that is not set is an error. Paths count from the folder that holds `config/`.

A length is `10s`, `15min`, `2h`, `7d`, `3 working days`, `1w` or `2 months`; a lead is a length,
with `at 09:00` behind it where the time of day matters. How a `when` is written stands in
[dates](dates.md).
"""
_YEAR: Final = """
## A year in these files

`milepost read` writes the first file of an announcement, and never touches it again. What comes after
is an edit or a new file, and git remembers both.

```yaml
# config/milestones/supply-chains.yaml: a call has no text, so its day and source stand here
published: 2026-01-16
source: Call with the ministry
parties: [IN, JP]
milestones:
  - id: dialogue-2
    title: Dialogue on supply chains, 2nd round
    when: during 2026-H1
    kind: meeting
    series: {name: Dialogue on supply chains, number: 2}
  - id: work-plan
    title: Joint work plan
    when: within 60 days of dialogue-2
    kind: deadline
  - id: hotline
    title: Hotline between the ministries
    kind: commitment
```

```yaml
# config/milestones/letter.yaml: what was said later about what was told before
published: 2026-03-20
source: Letter to both houses
updates:
  - of: supply-chains/dialogue-2       # the day is set, so the work plan has one too
    when: 2026-05-12 10:00 Asia/Tokyo
  - of: supply-chains/hotline          # given up; standing: scheduled would bring it back
    standing: cancelled
```

- **It happened:** write `done: 2026-05-12` into its entry, or into an update if somebody announced it.
- **It moved:** write an update. That is history, and `slipped` counts it. Changing `when` in its own
  entry corrects a mistake of ours, and counts as none.
- **It was misread, or does not concern us:** delete the entry. It is not offered again.
- **It may be another one** (`perhaps`): make it an update of that one, or delete the line.
- **Its date is in doubt:** set `when`, delete `doubt`.
- **It was split, joined or renamed:** keep the old id under `aliases`, so that anchors, updates and
  subscribers still find it.

Then `milepost check`, and commit. A running service takes the change over by itself; where there is a
mistake it keeps what it had, and says so in `/health`.
"""
_FILES: Final[tuple[tuple[str, type[BaseModel]], ...]] = (
    ("config/milepost.yaml", SettingsShape),
    ("config/milestones/NAME.yaml", AnnouncementShape),
    ("seeds/NAME.yaml", SidecarShape),
)


def reference() -> str:
    """The page as text."""
    parts = [_HEAD, _YEAR]
    for name, shape in _FILES:
        whole = shape.model_json_schema()
        parts.append(f"\n## `{name}`\n\n{_about(whole)}\n\n{_table(whole)}")
        parts += [
            f"\n### {_title(key)}\n\n{_about(one)}\n\n{_table(one)}"
            for key, one in _in_order(whole, whole.get("$defs", {}))
        ]
    parts.append(_QUESTIONS)
    return "".join(parts)


def _in_order(whole: dict[str, Any], known: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The shapes in the order in which a reader meets them."""
    found: dict[str, dict[str, Any]] = {}

    def visit(one: dict[str, Any]) -> None:
        for value in one.get("properties", {}).values():
            for name in _refs(value):
                if name not in found and "properties" in known[name]:
                    found[name] = known[name]
                    visit(known[name])

    visit(whole)
    return list(found.items())


def _refs(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for part in value for name in _refs(part)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"].rpartition("/")[2]] if "$ref" in value else []
    return own + [name for part in value.values() for name in _refs(part)]


def _title(name: str) -> str:
    return name.removesuffix("Shape").lower()


def _about(one: dict[str, Any]) -> str:
    return " ".join(str(one.get("description", "")).split())


def _table(one: dict[str, Any]) -> str:
    lines = ["| key | what it says | value | if left out |", "|---|---|---|---|"]
    for key, value in one.get("properties", {}).items():
        needed = key in one.get("required", ())
        default = "must be there" if needed else _default(value)
        lines.append(
            f"| `{key}` | {_cell(value.get('description', ''))} | {_cell(_kind(value))} | {default} |"
        )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(value: dict[str, Any]) -> str:
    default = value.get("default")
    if default in (None, [], {}):
        return ""
    if isinstance(default, list):
        return f"`[{', '.join(str(part) for part in default)}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _kind(value: dict[str, Any]) -> str:
    """What may be written, in words."""
    if "anyOf" in value:
        return ", or ".join(k for part in value["anyOf"] if (k := _kind(part)) and k != "null")
    if refs := ([value["$ref"]] if "$ref" in value else []):
        return f"[{_title(refs[0].rpartition('/')[2])}](#{_title(refs[0].rpartition('/')[2])})"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if value.get("examples"):
        return "; ".join(f"`{one}`" for one in value["examples"])
    match value.get("type"):
        case "array":
            return f"a list: {_kind(value.get('items', {}))}"
        case "object":
            return f"keys with {_kind(value.get('additionalProperties', {}))}"
        case "integer":
            low, high = value.get("minimum"), value.get("maximum")
            return f"a number from {low} to {high}" if low is not None and high is not None else "a number"
        case "boolean":
            return "`true` or `false`"
        case "null":
            return "null"
        case _:
            return str(value.get("format") or "text")


_QUESTIONS: Final = """
## What the files answer

| question | command |
|---|---|
| What falls due, with what is overdue before it? | `milepost due --within 30d` |
| What is past its day, neither done nor cancelled? | `milepost overdue` |
| What was promised and has no date? | `milepost undated` |
| Which windows close soon with no day set? | `milepost undated --closing 14d` |
| Which dates rest on something that has not happened? | `milepost undated --waiting` |
| Which series are late against their own rhythm? | `milepost overdue --series` |
| What was put off, how often, by how long, and who said so? | `milepost slipped` |
| The life of one milestone, with its sentences? | `milepost show ID` |

Each takes `--topic`, `--party` and `--kind` (repeatable), `--at DATE` to ask as if it were that day,
`--as-of DATE` for what was believed on that day, and `--json`.
"""


if __name__ == "__main__":
    print(reference(), end="")

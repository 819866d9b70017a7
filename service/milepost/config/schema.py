"""The JSON Schema of the config files, in what readers of draft 7 know, for completion in editors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from milepost.config.shapes import AnnouncementShape, SettingsShape

Which = Literal["announcement", "settings"]
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_NAMED: Final = {
    "type": "object",
    "description": "a value that is named, not written: {env: NAME} or {file: PATH}",
    "properties": {"env": {"type": "string"}, "file": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}


def schema(which: Which) -> dict[str, Any]:
    """The schema of config/milestones/*.yaml or of config/milepost.yaml."""
    shape = AnnouncementShape if which == "announcement" else SettingsShape
    whole: dict[str, Any] = _older(shape.model_json_schema(ref_template="#/definitions/{model}"))
    whole["definitions"] = whole.pop("$defs", {})
    if which == "settings":
        whole["definitions"]["Named"] = _NAMED
        for holder in (whole, *whole["definitions"].values()):
            if holder is not _NAMED:
                holder["properties"] = {k: _or_named(v) for k, v in holder.get("properties", {}).items()}
    return {"$schema": _DRAFT} | whole


@cache
def written(which: Which) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(which), ensure_ascii=False, indent=2) + "\n"


def schema_files(config: Path) -> dict[Path, bytes]:
    """Where the schemas lie in a config folder, for the modelines, and what they hold."""
    kinds: tuple[Which, ...] = ("announcement", "settings")
    return {config / "schema" / f"{which}.json": written(which).encode() for which in kinds}


def _older(value: Any) -> Any:
    """The value without what draft 7 does not know."""
    if isinstance(value, list):
        return [_older(part) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _older(part) for key, part in value.items() if key not in ("discriminator", "propertyNames")}
    if kept.get("type") == "array" and isinstance(kept.get("items"), dict):
        return {"anyOf": [kept, kept["items"]]} if _is_text(kept["items"]) else kept
    if kept.get("type") == "string" and not {"enum", "const", "pattern"} & kept.keys():
        return kept | {"type": ["string", "number"]}  # a title may be 2026, a date too
    return kept


def _or_named(value: dict[str, Any]) -> dict[str, Any]:
    """The schema of a string that may be named instead."""
    about = {key: value[key] for key in ("description", "title", "default") if key in value}
    if "anyOf" in value and any(_is_text(part) for part in value["anyOf"]):
        return value | {"anyOf": [*value["anyOf"], {"$ref": "#/definitions/Named"}]}
    if _is_text(value):
        return about | {"anyOf": [value, {"$ref": "#/definitions/Named"}]}
    return value


def _is_text(value: dict[str, Any]) -> bool:
    kind = value.get("type")
    return kind == "string" or (isinstance(kind, list) and "string" in kind)

"""What pydantic found wrong with a shape, as sentences a person can act on, each at its place."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from milepost.config.shapes import did_you_mean
from milepost.config.tree import Key, Tree
from milepost.model import Problem


def problems_of(error: ValidationError, tree: Tree, shape: type[BaseModel]) -> tuple[Problem, ...]:
    """One problem for each mistake in a file."""
    return tuple(_problem(detail, tree, shape) for detail in error.errors(include_url=False))


def _problem(detail: ErrorDetails, tree: Tree, shape: type[BaseModel]) -> Problem:
    loc: tuple[Key, ...] = detail["loc"]
    name = str(loc[-1]) if loc else ""
    given = detail.get("input")
    if sentence := detail.get("ctx", {}).get("sentence"):
        return tree.problem(loc, sentence, detail["type"], key="[key]" in loc)
    match detail["type"]:
        case "extra_forbidden":
            keys = _keys(shape, loc[:-1])
            near = did_you_mean(name, keys) or f": the keys are {', '.join(keys)}"
            return tree.problem(loc, f"there is no key {name} here{near}", "key", key=True)
        case "missing":
            if loc == ("of",) or name == "of":
                return tree.problem(loc, "of is missing: name the milestone that this updates", "missing")
            return tree.problem(loc, f"{name} is missing: write {name}: and its value", "missing")
        case "list_type":
            return tree.problem(loc, f"a list is meant here: write {name}: [a, b]", "type")
        case "model_type" | "dict_type" | "model_attributes_type":
            return tree.problem(loc, "keys with values are meant here: write key: value", "type")
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return tree.problem(loc, f"{given!r} is no whole number", "value")
        case "bool_parsing" | "bool_type":
            return tree.problem(loc, f"write {name}: true or {name}: false", "value")
        case "greater_than_equal" | "less_than_equal" as bound:
            context = detail["ctx"]
            limit = (
                f"at least {context['ge']}" if bound == "greater_than_equal" else f"at most {context['le']}"
            )
            return tree.problem(loc, f"{name} is {limit}", "value")
        case "literal_error" if name == "version":
            sentence = f"version {given} is not known here: update Milepost, or write version: 1"
            return tree.problem(loc, sentence, "version")
        case kind:
            return tree.problem(loc, detail["msg"], kind)


def _keys(shape: type[BaseModel], loc: tuple[Key, ...]) -> list[str]:
    """The keys that a mapping at a location may have."""
    for part in loc:
        field = shape.model_fields.get(part) if isinstance(part, str) else None
        if field is not None and (inner := _shape_in(field.annotation)):
            shape = inner
    return list(shape.model_fields)


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Annotated, Union, UnionType, list):
        return next((found for part in get_args(annotation) if (found := _shape_in(part))), None)
    return None

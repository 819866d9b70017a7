"""``schema``: the JSON Schema of the config files."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from milepost.cli.asking import AsJson
from milepost.cli.output import print_json


class Which(StrEnum):
    """The two kinds of file."""

    ANNOUNCEMENT = "announcement"
    SETTINGS = "settings"


def command(
    which: Annotated[Which, typer.Argument(help="Whose shape.")] = Which.ANNOUNCEMENT, as_json: AsJson = False
) -> None:
    """The JSON Schema of config/milestones/*.yaml or config/milepost.yaml; it is JSON in any case."""
    from milepost.config import schema

    print_json(schema(which.value))

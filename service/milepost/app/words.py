"""The templates of messages: ours, each replaced by one of the same name in config/templates/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milepost.app.home import Home

if TYPE_CHECKING:
    from jinja2 import Environment


def templates(home: Home) -> Environment:
    """What messages are rendered from; html is escaped, and a template can reach nothing but its words."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [FileSystemLoader(home.config / "templates"), PackageLoader("milepost.reminders", "templates")]
        ),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

"""The templates: jinja2 with every value escaped and no value missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined

from milepost.web.assets import ADDRESSES
from milepost.web.pages import names


class _Templates:
    """The environment, and the one macro that is called for every row."""

    @cached_property
    def environment(self) -> Environment:
        made = Environment(
            loader=PackageLoader("milepost.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.filters |= {"party": names.party, "topic": names.topic, "kind": names.kind}
        made.globals["assets"] = ADDRESSES
        return made

    @cached_property
    def row(self) -> Callable[..., str]:
        """One milestone as a row."""
        found: Callable[..., str] = getattr(self.environment.get_template("row.html").module, "row")  # noqa: B009
        return found

    def page(self, name: str, **values: object) -> str:
        """A whole page."""
        return self.environment.get_template(name).render(**values)


TEMPLATES = _Templates()

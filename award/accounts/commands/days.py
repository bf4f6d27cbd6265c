"""Days that commands take."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import click

from award.foundation.text import day


class Day(click.ParamType[date]):
    """A date that pages take too: like 2026-11-23, of this century or the last."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        found = value if isinstance(value, date) else day(str(value))
        if found is None:
            self.fail(f"{value!r} is no date like 2026-11-23 that a calendar here has.", param, ctx)
        return found


DAY: Final = Day()

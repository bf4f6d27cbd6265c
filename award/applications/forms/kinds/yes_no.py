"""Two radios."""

from __future__ import annotations

from award.applications.forms.kinds.choice import AskChoice


class AskYesNo(AskChoice):
    drawn = {"inline": True}

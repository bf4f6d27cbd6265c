"""An entry for a calendar as a page hands it out."""

from __future__ import annotations

from flask import Response

from award.foundation.calendars import Entry, attached


def handed_out(entry: Entry, name: str) -> Response:
    """To be opened by whatever calendar the reader has; it is about them, so nobody keeps it."""
    file = attached(entry, name)
    answer = Response(file.content)
    answer.headers["Content-Type"] = file.media
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

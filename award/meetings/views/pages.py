"""What the pages of a meeting share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from award.meetings.rules.walking import BY_RANK

blueprint = Blueprint("meetings", __name__)


def asked_order() -> dict[str, Any]:
    """In which order the meeting goes, for the way from one page to the next."""
    return {"by": BY_RANK} if request.args.get("by") == BY_RANK else {}

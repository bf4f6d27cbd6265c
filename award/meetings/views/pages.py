"""What the pages of a meeting share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from award.foundation.edits import mark
from award.meetings.rules.walking import BY_RANK

blueprint = Blueprint("meetings", __name__)


def asked_order() -> dict[str, Any]:
    """In which order the meeting goes, for the way from one page to the next."""
    return {"by": BY_RANK} if request.args.get("by") == BY_RANK else {}


def unless_known(**told: Any) -> ResponseReturnValue:
    """For a page that asks again every few seconds: nothing where it heard just this the
    last time, as the mark says that came with it. No ETag: a private page has none."""
    known = mark(told)
    return ("", 204) if request.args.get("known") == known else jsonify(**told, known=known)

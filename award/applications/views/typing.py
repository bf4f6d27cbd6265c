"""Whether the helper types now, as somebody has said in this browser."""

from __future__ import annotations

from flask import request, session

from award.applications.models import Application

_KEPT = "helper_types"
"""In the session: references of the applications for which it was ticked last."""
_MOST = 10


def said(application: Application) -> bool:
    return application.reference in session.get(_KEPT, ())


def helped(application: Application) -> bool:
    """Does the form that was sent say that the helper has typed it?"""
    return bool(application.helper and request.form.get("by_helper"))


def note(application: Application) -> None:
    """So that the next page is ticked as the last one was."""
    if helped(application) == said(application):
        return
    kept = [one for one in session.get(_KEPT, ()) if one != application.reference]
    session[_KEPT] = [*kept, application.reference][-_MOST:] if helped(application) else kept

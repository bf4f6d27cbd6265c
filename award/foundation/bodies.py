"""How large a request may be: no larger than a form, but where files come in.

CSRF protection reads the body of a form before any view is asked, and reading takes as long as
somebody's connection does. So what a view says of its body is obeyed before that, and before any
database is asked: on SQLite a request that writes keeps all others waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any, Final, TypeVar

from flask import Flask, current_app, request, session

V = TypeVar("V", bound=Callable[..., Any])
FILES: Final = "__takes_files__"
_SIGNED_IN: Final = "_user_id"  # as Flask-Login keeps it; nobody else sends files
HEARD_OUT: Final = 10
"""Times the largest file: so much is read, and thrown away, to give people their form back with
a sentence about the file. A form that is larger gets a page that says so."""
_IN_MEMORY: Final = 256 * 1024


def takes_files(view: V) -> V:
    """Mark a view whose form may hold files, or whose body is a part of one."""
    setattr(view, FILES, True)
    return view


class Held(SpooledTemporaryFile[bytes]):
    """One file of a form, on this machine's disk until the request ends. Of one that is larger
    than may be, nothing is kept but how much of it came."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=_IN_MEMORY)
        self.came, self._most = 0, most

    def write(self, data: Any) -> int:
        self.came += len(data)
        if self.came <= self._most:
            return super().write(data)
        if self.tell():
            self.seek(0)
            self.truncate()
        return len(data)


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, FILES, False) or _SIGNED_IN not in session:
        return
    if request.mimetype == "multipart/form-data":
        most: int = current_app.config["SETTINGS"].max_file_bytes
        request.max_content_length = most * HEARD_OUT
    elif request.mimetype == "application/octet-stream":
        request.get_data()


def init_app(app: Flask) -> None:
    """Before CSRF protection is set up: functions run in that order."""
    app.before_request(_make_room)

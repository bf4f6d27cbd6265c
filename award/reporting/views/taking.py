"""A file that is made while somebody waits for it, and sent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from flask import Response

from award.foundation.db import transaction
from award.reporting.writers.files import Exported

_BLOCK = 1 << 16


def taken(make: Callable[[IO[bytes]], Exported]) -> Response:
    """The file that `make` writes, in blocks; closed at its end, and also when the reader goes
    away before."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed when it has been sent
    with transaction():
        done = make(file)

    def blocks() -> Iterator[bytes]:
        with file:
            while block := file.read(_BLOCK):
                yield block

    response = Response(blocks(), mimetype=done.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{done.filename}"'
    response.content_length = done.size
    response.call_on_close(file.close)
    return response

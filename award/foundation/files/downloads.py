"""Handing a stored file out: always to be saved, never to be shown by the browser as a page of
ours. Whoever calls this has asked who may have it; private answers are kept nowhere (`security`).
"""

from __future__ import annotations

import logging

from flask import Response
from werkzeug.exceptions import ServiceUnavailable

from award.foundation.files import storage
from award.foundation.files.names import disposition
from award.foundation.files.types import FileType

log = logging.getLogger(__name__)


def attachment(lies_at: str, name: str, type_: FileType, size: int | None = None) -> Response:
    """The file a piece at a time, under its name; `size` where it is known."""
    try:
        pieces = storage.read(lies_at)
    except storage.StorageDown:
        log.exception("could not read a file")
        raise ServiceUnavailable from None
    answer = Response(pieces, mimetype=type_.media.partition(";")[0], direct_passthrough=True)
    answer.headers["Content-Type"] = type_.media
    answer.headers["Content-Disposition"] = disposition(name, type_)
    if size is not None:
        answer.content_length = size
    return answer

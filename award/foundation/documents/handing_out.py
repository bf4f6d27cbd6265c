"""Handing a document out, as whoever asks wants it. Who may have it was asked before."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from flask import Response
from werkzeug.exceptions import ServiceUnavailable

from award.foundation.documents.fonts import NoFonts
from award.foundation.documents.parts import Document
from award.foundation.documents.pdf import NotSet, as_pdf
from award.foundation.documents.word import as_word
from award.foundation.files.names import disposition
from award.foundation.files.types import TYPES

log = logging.getLogger(__name__)
WAYS: Final[Mapping[str, Callable[[Document], bytes]]] = {"pdf": as_pdf, "docx": as_word}
"""What a document can be set as; also the end of its address."""


def set_as(kind: str, document: Document) -> bytes:
    """The file; KeyError for another kind. 503 when it can't be set now."""
    try:
        return WAYS[kind](document)
    except (NotSet, NoFonts) as error:
        log.error("%s was not set: %s", document.about, error)
        raise ServiceUnavailable from None


known_to_all = lru_cache(maxsize=24)(set_as)
"""The same for documents that anybody can ask for again and again: each is set once."""


def handed_out(kind: str, name: str, file: bytes) -> Response:
    """To be saved under this name, without its ending."""
    type_ = TYPES[kind]
    answer = Response(file)
    answer.headers["Content-Type"] = type_.media
    answer.headers["Content-Disposition"] = disposition(f"{name}{type_.ending}", type_)
    return answer

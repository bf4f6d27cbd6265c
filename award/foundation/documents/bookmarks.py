"""Names in a Word document by which a filled form is read back."""

from __future__ import annotations

import hashlib
from typing import Final

FORM: Final = "form_"
_LONGEST_NAME: Final = 40
"""Of a bookmark, in Word."""


def bookmark(key: str) -> str:
    """The name of the bookmark of what has this key."""
    name = f"q_{key}"
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:30]}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def form_mark(form: str) -> str:
    """What says in a document that it is this form: the name of a bookmark, and in the keywords,
    since some programs keep the one and some the other."""
    return f"{FORM}{hashlib.sha256(form.encode()).hexdigest()[:16]}"

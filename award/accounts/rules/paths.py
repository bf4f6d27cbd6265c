"""Where a person may be sent next: only to a path of our own."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(text: str | None) -> str | None:
    """The path (with its query) if it stays on this site, or None.

    Browsers read `//host`, `/\\host` and control characters as the start of another site.
    """
    if not text or not text.startswith("/") or text[1:2] in ("/", "\\"):
        return None
    if "\\" in text or any(ord(character) < 33 for character in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text

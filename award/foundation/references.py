"""References that people read aloud: no vowels to make words, no characters that look alike."""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_reference(prefix: str, length: int = 6) -> str:
    """A random reference such as `AIA-7K3F9Q` (28**6, about 480 million, for length 6)."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(length))


def slugify(text: str, max_length: int = 80) -> str:
    """Lower-case words joined by hyphens, ASCII only, cut at a word's end."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > max_length:
            break
        slug = longer
    return slug or "untitled"

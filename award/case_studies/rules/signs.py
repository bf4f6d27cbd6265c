"""What our Markdown takes otherwise than somebody may have meant it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PERHAPS_SIGNS: Final = (
    (
        re.compile(r"^[ \t]*>[ \t]*[£\d]", re.MULTILINE),
        "starts a line with “>”, which shows as a quotation: write “\\>” for the sign",
    ),
    (
        re.compile(r"^[ \t]*-[ \t]+[£\d]", re.MULTILINE),
        "starts a line with “-”, which shows as a list: write “\\-” for the sign",
    ),
    (
        re.compile(r"^[ \t]*\+[ \t]+[£\d]", re.MULTILINE),
        "starts a line with “+”, which shows as a list: write “\\+” for the sign",
    ),
    (
        re.compile(r"\d[ \t]?(?<!\\)\*\S[^*\n]*\*[ \t]?\d"),
        "has “*” between numbers, which can slant words: write “\\*” for the sign",
    ),
    (
        re.compile(r"(?<!\\)!\[[^\]\n]*\][(\[]"),
        "has a picture written into it, which is left out: add it under “Pictures”",
    ),
    (
        re.compile(r"(?<![!\\])\[[^\]\n]+\]\((?!https?://[^/\s)]|mailto:[^/\s)])[^)\n]*\)", re.I),
        "has a link that leads nowhere, and shows as it is typed: start its address with https://",
    ),
)


def signs_taken_for_marks(text: str) -> Iterator[str]:
    """What somebody who knows no Markdown, or another one, may not have meant, as the end of a
    sentence."""
    yield from (said for pattern, said in _PERHAPS_SIGNS if pattern.search(text))

"""What files are called: as somebody's computer said it, and safe wherever it goes.

A name is only ever words. Nothing is stored under it, and what a file is, its content says.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Final
from urllib.parse import quote

from award.foundation.clock import london
from award.foundation.files.types import FileType
from award.foundation.text import tidy

LONGEST: Final = 255
NAMELESS: Final = "Document"
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of direction: harmless between <bdi> and </bdi>, and not where a file is saved."""
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
"""What Windows won't have in a name, quotes and slashes among it."""
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def shown_name(raw: str | None) -> str:
    """The name as lists show it: no folders, no controls, one line, at most 255 characters, of
    which the ending stays."""
    name = tidy((raw or "").encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not _TURNS.sub("", name).strip(" ."):
        return NAMELESS
    if len(name) <= LONGEST:
        return name
    ending = _ENDING.search(name)
    kept = ending.group() if ending else ""
    return name[: LONGEST - len(kept)].rstrip() + kept


def plain_name(name: str) -> str:
    """The name as it is read, whatever it was made to look like: without marks that turn the order
    of its letters. It is stored with them."""
    return _TURNS.sub("", name)


def ending_of(name: str) -> str:
    """What the name claims to be: ".pdf", or "" for a name that claims nothing."""
    found = _ENDING.search(_TURNS.sub("", name))
    return found.group().lower() if found else ""


def saved_name(name: str, type_: FileType) -> str:
    """What the file is called where somebody saves it: with the ending of what it is."""
    plain = _UNSAFE.sub("_", _TURNS.sub("", name)).strip(" .") or NAMELESS
    if ending_of(plain) not in type_.endings:
        plain = f"{plain}{type_.ending}"
    return plain


def dated_name(*parts: str, at: datetime, ending: str) -> str:
    """What a download is called: what of what it is, and when it was made, on London's clock, so
    that two of one kind are told apart where they are saved, and sort by time."""
    words = _NO_WORD.sub("-", " ".join(part for part in parts if part).lower()).strip("-")
    return f"{words}-{london(at):%Y-%m-%d-%H%M}.{ending}"


def disposition(name: str, type_: FileType) -> str:
    """The header that makes a browser save the file under its name (RFC 6266, RFC 8187): plain
    letters for old ones, and all of it in UTF-8 for the others."""
    saved = saved_name(name, type_)
    plain = unicodedata.normalize("NFKD", saved).encode("ascii", "ignore").decode("ascii")
    plain = plain.replace("%", "_").replace(";", "_").replace("'", "_").strip(" .")
    if not plain or plain.startswith(type_.ending.strip(".")) or not ending_of(plain):
        plain = f"{NAMELESS}{type_.ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(saved, safe='')}"

"""Addresses in a document: a page that anybody can open may stay, a place of somebody's own not.

A path, a share, a drive in the cloud and an email address have a person's or an employer's name in
them as often as not.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

NOWHERE: Final = "file:///"
_DRIVES: Final = re.compile(
    r"(^|\.)(sharepoint(-df)?\.\w+|onedrive\.\w+|onedrive\.live\.com|1drv\.ms|box\.com|dropbox\.com"
    r"|(drive|docs|sites)\.google\.com|icloud\.com|office\.com|officeapps\.live\.com)$",
    re.I,
)
_OWN: Final = re.compile(r"/(personal|users?|home|people|~)", re.I)
_PATH: Final = re.compile(
    r"file:|\\\\|(?<![A-Za-z])[A-Za-z]:[\\/]|/(Users|home|Volumes|mnt|media|var|private|tmp)/|[\w-]+@[\w-]+\.",
    re.I,
)
_NAME_OF_FILE: Final = re.compile(
    r"\.(docx?|dotx?|xlsx?|xltx?|pptx?|potx?|pdf|od[tsp]|jpe?g|png|gif|tiff?|bmp|heic|webp|[ew]mf|svg"
    r"|eml|msg|csv|txt|zip)\s*$",
    re.I,
)


def is_public(address: str) -> bool:
    """A page on the web that is nobody's own."""
    try:
        found = urlsplit(address.strip())
        host = found.hostname or ""
    except ValueError:
        return False
    if found.scheme.lower() not in ("http", "https") or "@" in found.netloc or "." not in host:
        return False
    return not _DRIVES.search(host) and not _OWN.match(unquote(found.path))


def names_a_place(words: str) -> bool:
    """Words that hold a path, an email address, or are the name of a file."""
    return bool(_PATH.search(words) or _NAME_OF_FILE.search(words))

"""OpenDocument files with what they show, and with nothing of who made them."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from award.foundation.files.elsewhere import is_public, names_a_place
from award.foundation.files.marked_up import Attributes, local, rewritten
from award.foundation.files.unseen_in_office import displayed
from award.foundation.files.within import fresh_part, within

_OF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-{0} '
    f'xmlns:office="{_OF}:office:1.0" office:version="1.2">'
)
_META: Final = (_HEAD.format("meta") + "<office:meta/></office:document-meta>").encode()
_SETTINGS: Final = (
    _HEAD.format("settings") + "<office:settings/></office:document-settings>"
).encode()
"""What was on whose screen, which printer, what was opened last: nothing that a reader sees."""
_PARTS: Final = re.compile(
    r"mimetype|META-INF/manifest\.xml|(.*/)?(content|styles|meta|settings)\.xml"
    r"|(.*/)?(Pictures|media|Fonts)/[^/]+|ObjectReplacements/[^/]+",
    re.I,
)
_MUTE: Final = frozenset(
    "creator creator-initials sender-initials date author-name author-initials".split()
)
_GONE: Final = frozenset("scripts event-listeners forms-source dde-connection-decls".split())
_MAKERS: Final = re.compile(
    r"(user-name|author|author-name|editor|creator|initials|sender-\w+|connection-resource"
    r"|filter-options|last-user-name|protection-key-user)$"
)
_DRAWN_AGAIN: Final = re.compile(r"^ObjectReplacements/")
"""What programs make again out of the object itself."""


def copy_open(source: BinaryIO, target: BinaryIO) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        every = [part for part in old.infolist() if not part.is_dir()]
        stay = {part.filename for part in every if _PARTS.fullmatch(part.filename)}
        for part in every:
            if part.filename in stay:
                fresh_part(new, part, _copied(part.filename, old.read(part), stay))


def _copied(name: str, content: bytes, stay: set[str]) -> bytes:
    part = name.rpartition("/")[2]
    if part in ("meta.xml", "settings.xml"):
        return _META if part == "meta.xml" else _SETTINGS
    if name == "META-INF/manifest.xml":
        return rewritten(content, _Manifest(stay), lambda *_: False)
    if part in ("content.xml", "styles.xml"):
        return displayed(rewritten(content, _kept, lambda name, _: local(name) in _MUTE))
    return b"" if _DRAWN_AGAIN.search(name) else within(name, content, copy_open)


class _Manifest:
    def __init__(self, stay: set[str]) -> None:
        self.stay = stay

    def __call__(self, name: str, attributes: Attributes) -> bool:
        if local(name) != "file-entry":
            return True
        path = next((value for key, value in attributes.items() if local(key) == "full-path"), "")
        return path.endswith("/") or path in self.stay


def _kept(name: str, attributes: Attributes) -> bool:
    if local(name) in _GONE:
        return False
    scenario = local(name) == "scenario"
    for key, value in [*attributes.items()]:
        if key.startswith("xmlns"):
            continue
        held = local(key)
        if _MAKERS.search(held) or (scenario and held == "comment"):
            attributes[key] = ""
        elif held == "href":
            attributes[key] = value if _stays_here(value) else ""
        elif names_a_place(value) and held not in ("string-value", "formula"):
            attributes[key] = ""
    return True


def _stays_here(address: str) -> bool:
    """A part of the same file, a place in it, or a public page."""
    return is_public(address) or not (":" in address or address.startswith(("/", "\\", "..")))

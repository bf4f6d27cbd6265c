"""Word, Excel and PowerPoint files with what they show, and with nothing of who made them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import BinaryIO, Final

from award.foundation.files import office_kept as kept
from award.foundation.files.elsewhere import NOWHERE, is_public, names_a_place
from award.foundation.files.marked_up import Attributes, Unreadable, local, rewritten
from award.foundation.files.unseen_in_office import Styles, plainly, shown
from award.foundation.files.within import fresh_part, within

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/metadata"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"


def _empty(name: str, space: str, prefix: str = "") -> bytes:
    bound = f"xmlns:{prefix.rstrip(':')}" if prefix else "xmlns"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<{prefix}{name} {bound}="{space}"/>'.encode()


_CORE: Final = _empty("coreProperties", f"{_PACKAGE}/core-properties", "cp:")
_APP: Final = _empty("Properties", f"{_OFFICE}/extended-properties")
_CUSTOM: Final = _empty("Properties", f"{_OFFICE}/custom-properties")
_REPLACED: Final[Mapping[str, bytes]] = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
}
_NO_DRAWING: Final = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>'
_PROPERTIES: Final = re.compile(rb"<(?:\w+:)?coreProperties\b")
_START: Final = 1_000
"""Bytes in which the outermost element of a part stands."""
_POINTS: Final = re.compile(r"\br:(id|embed|link|pict|dm|lo|qs|cs)$|\brelid$|^o:relid$")
_LINKS: Final = frozenset({"pageSetup", "hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
_SHOWS: Final = frozenset({"v", "t", "f", "u", "c"})


def copy_office(source: BinaryIO, target: BinaryIO) -> None:
    """Part by part, in its order, all with one date; a picture inside is drawn anew."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        every = [part for part in old.infolist() if not part.is_dir()]
        stay = {part.filename for part in every if kept.PARTS.fullmatch(part.filename)}
        styles = cache(partial(Styles.of, old))  # asked for by each part with words
        for part in every:
            name = part.filename
            if name not in stay or _is_alone(name, stay):
                continue
            fresh_part(new, part, _copied(name, old.read(part), old, stay, styles))


def _is_alone(name: str, stay: set[str]) -> bool:
    """Relationships of a part that has gone."""
    owner = _owner(name)
    return bool(owner) and owner not in stay


def _owner(name: str) -> str:
    """The part whose relationships these are; "" for any other part, and for the whole file's."""
    folder, _, file = name.rpartition("/")
    if not name.endswith(".rels") or posixpath.basename(folder) != "_rels" or file == ".rels":
        return ""
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _copied(
    name: str,
    content: bytes,
    old: zipfile.ZipFile,
    stay: set[str],
    styles: Callable[[], Styles],
) -> bytes:
    if name in _REPLACED:
        return _REPLACED[name]
    if _PROPERTIES.search(content[:_START]):
        return _CORE
    if name == "[Content_Types].xml":
        return rewritten(content, partial(_typed, stay), _never)
    if name.endswith(".rels"):
        folder = posixpath.dirname(posixpath.dirname(name))
        return rewritten(content, partial(_related, folder, stay, set()), _never)
    if name.endswith(".vml"):
        try:
            return rewritten(content, _changed(name, old, stay), _is_mute)
        except Unreadable:  # Excel writes some that are no XML: then a remark has no frame
            return _NO_DRAWING
    if name.endswith(".xml"):
        seen = shown(rewritten(content, _changed(name, old, stay), _is_mute))
        return plainly(name, seen, styles)
    return within(name, content, copy_office)


def _never(*_: str) -> bool:
    return False


def _is_mute(name: str, words: str) -> bool:
    """A field goes on showing what it showed when it says no more where that lies."""
    element = local(name)
    return element in kept.MUTE or (element in kept.FIELDS and names_a_place(words))


def _typed(stay: set[str], name: str, attributes: Attributes) -> bool:
    return local(name) != "Override" or attributes.get("PartName", "").lstrip("/") in stay


def _related(
    folder: str, stay: set[str], lost: set[str], name: str, attributes: Attributes
) -> bool:
    """What leads to a part that stays, and links to public pages; any other place is nowhere."""
    if local(name) != "Relationship":
        return True
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External" or ":" in target or target.startswith("\\"):
        if not attributes.get("Type", "").endswith("/hyperlink") or not is_public(target):
            attributes["Target"] = NOWHERE if not target.startswith("#") else target
        return True
    place = target.partition("#")[0]
    found = posixpath.normpath(posixpath.join("/", folder, place)).lstrip("/")
    if not place or found in stay:
        return True
    lost.add(attributes.get("Id", ""))
    return False


def _changed(name: str, old: zipfile.ZipFile, stay: set[str]) -> Callable[[str, Attributes], bool]:
    folder, _, file = name.rpartition("/")
    lost: set[str] = set()
    beside = posixpath.join(folder, "_rels", f"{file}.rels")
    if beside in old.NameToInfo:
        rewritten(old.read(beside), partial(_related, folder, stay, lost), _never)
    return partial(_kept, lost)


def _kept(lost: set[str], name: str, attributes: Attributes) -> bool:
    element = local(name)
    if element in kept.GONE:
        return False
    for key, value in [*attributes.items()]:
        if key.startswith("xmlns"):
            continue
        if lost and value in lost and _POINTS.search(key):
            if element not in _LINKS:
                return False
            del attributes[key]
        elif local(key).startswith("rsid"):
            del attributes[key]
        elif value and not _stays(element, local(key), value):
            attributes[key] = ""
    return True


def _stays(element: str, key: str, value: str) -> bool:
    if key in kept.MAKERS or (element in kept.NAMED and key in ("name", "comment", "displayName")):
        return False
    if (element, key) == ("imagedata", "title"):  # the name of its file
        return False
    if kept.PLAIN.fullmatch(value):
        return True
    if key not in kept.WORDY:
        return False
    return key in _SHOWS or not names_a_place(value) or is_public(value)

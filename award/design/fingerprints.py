"""Names that change with the content: `app.css` is built as `app.3f9c0a6d21be.css`.

Such a file may be kept by browsers for ever. What it names itself, other scripts and pictures, is
named by its built name too, so that a change below changes every name above. The files are built
beside the sources' folder, each compressed beforehand, with a manifest that says which digests of
the sources they were made of.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from whitenoise.compress import Compressor

from award.design.assets import AssetsError, replace

MANIFEST: Final = "manifest.json"
DIGITS: Final = 12
IMMUTABLE: Final = rf"\.[0-9a-f]{{{DIGITS}}}\.[a-z0-9]+$"
"""What a built name ends with."""

_NAMED: Final = {
    ".js": re.compile(r"""(\bfrom\s*|\bimport\s*(?:\(\s*)?)(["'])(\.{1,2}/[^"'\s]+)\2"""),
    ".css": re.compile(r"""(\burl\(\s*|@import\s+)(["']?)(?![a-z]+:|[/#])([^"'()\s;]+)\2"""),
}
"""What each kind of file says of another: before it, its quote, its address."""


def sources(folder: Path) -> dict[str, Path]:
    """Every file below, by its name in addresses."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path
        for name, path in sorted(found.items())
        if path.is_file() and not path.name.startswith(".")
    }


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def named_by(name: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    """(where it stands, which file is meant) for each file that `name` with this text names."""
    pattern = _NAMED.get(posixpath.splitext(name)[1])
    for match in pattern.finditer(text) if pattern else ():
        address = re.split(r"[?#]", match[3])[0]
        yield match, posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def build(folder: Path, target: Path) -> dict[str, str]:
    """Make every file of `folder` under its new name in `target`; return the names by the old.

    What the last build made stays beside the new, for pages that are open and for a server that
    still runs; what is older goes. The manifest comes last, in one step.
    """
    maker = _Maker(sources(folder))
    names = {name: maker.make(name) for name in maker.found}
    compress = Compressor(quiet=True)
    for name, built in names.items():
        path = target / built
        if (replace(path, maker.made[name]) or not _compressed(path)) and compress.should_compress(
            built
        ):
            compress.compress(str(path))
    manifest = {
        "names": names,
        "sources": {name: digest(path.read_bytes()) for name, path in maker.found.items()},
    }
    before = set(read(target).get("names", {}).values())
    _tidy(target, {*names.values(), *before, MANIFEST})
    replace(target / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return names


def _compressed(path: Path) -> bool:
    return path.with_name(f"{path.name}.gz").is_file()


def read(target: Path) -> dict[str, Any]:
    """The manifest; nothing when there is none that can be read."""
    try:
        found = json.loads((target / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _tidy(target: Path, wanted: set[str]) -> None:
    for name, path in sources(target).items():
        if re.sub(r"\.(gz|br)$", "", name) not in wanted:
            path.unlink()


class _Maker:
    """Makes each file after those that it names, since its own name depends on theirs."""

    def __init__(self, found: dict[str, Path]) -> None:
        self.found = found
        self.made: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._under_way: list[str] = []

    def make(self, name: str) -> str:
        if name in self._names:
            return self._names[name]
        if name in self._under_way:
            raise AssetsError(f"{' names '.join([*self._under_way, name])}: a circle has no names")
        self._under_way.append(name)
        content = self.found[name].read_bytes()
        if posixpath.splitext(name)[1] in _NAMED:
            content = self._renamed(name, content.decode()).encode()
        self._under_way.pop()
        stem, ending = posixpath.splitext(name)
        self.made[name] = content
        self._names[name] = f"{stem}.{digest(content)[:DIGITS]}{ending}"
        return self._names[name]

    def _renamed(self, name: str, text: str) -> str:
        parts, position = [], 0
        for match, meant in named_by(name, text):
            if meant not in self.found:
                raise AssetsError(f"{name} names {match[3]}, which is not there")
            address = posixpath.relpath(self.make(meant), posixpath.dirname(name) or ".")
            if name.endswith(".js") and not address.startswith("."):
                address = f"./{address}"
            parts += [text[position : match.start(3)], address]
            position = match.start(3) + len(re.split(r"[?#]", match[3])[0])
        return "".join([*parts, text[position:]])

"""Copies what pages need of nhsuk-frontend out of node_modules into `award/static/nhsuk/`, and the
fonts of documents to where they are set.

The stylesheet changes on the way: its icons are looked up beside it instead of under `/assets`,
and its font faces are dropped. They would be fetched from another host, which the content
security policy forbids, and the Frutiger licence covers NHS websites only; Arial is next in line.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from award.foundation.documents import fonts

PACKAGE = "nhsuk-frontend"


class AssetsError(Exception):
    """What should be copied or built isn't there as it should be; the message says what."""


def copy_fonts(node_modules: Path, target: Path = fonts.FOLDER) -> list[Path]:
    """Bring the fonts of documents up to date, and what is known of their characters; return the
    files that changed."""
    found: dict[str, Path] = {}
    for package, names in fonts.FACES.items():
        folder = _installed(node_modules, package)
        found |= {f"{name.rpartition('/')[2]}.ttf": folder / f"{name}.ttf" for name in names}
    changed = [target / name for name, file in found.items()
               if replace(target / name, file.read_bytes())]  # fmt: skip
    pieces = [*_pieces(node_modules)]
    changed += _unpack(pieces, target)
    about = target / fonts.COVERED
    if changed or not about.is_file():
        every = [*found, *(f"{file.stem}.ttf" for file in pieces)]
        covered = json.dumps(fonts.covered([target / name for name in every]))
        changed += [about] if replace(about, covered.encode()) else []
    return changed


def _pieces(node_modules: Path) -> Iterator[Path]:
    for package in fonts.PIECES:
        folder = _installed(node_modules, package)
        yield from sorted((folder / "files").glob("*-wght-normal.woff2"))


def _unpack(pieces: list[Path], target: Path) -> list[Path]:
    """Each once: it takes a tenth of a second, and there are two hundred."""
    about = target / "pieces.json"
    before = json.loads(about.read_text("utf-8")) if about.is_file() else {}
    now = {one.name: sha256(one.read_bytes()).hexdigest() for one in pieces}
    changed = []
    for one in pieces:
        made = target / f"{one.stem}.ttf"
        if before.get(one.name) != now[one.name] or not made.is_file():
            replace(made, fonts.unpacked(one))
            changed.append(made)
    replace(about, json.dumps(now).encode())
    return changed


def copy_assets(node_modules: Path, target: Path) -> list[Path]:
    """Bring `target` up to date; return the files that changed (none on a second run).

    Each file is replaced in one step, so a server that is running never reads half a file. Files
    that no longer belong are removed last.
    """
    dist = _checked_dist(node_modules)
    wanted = dict(_files(dist))
    changed = [target / name for name, content in wanted.items() if replace(target / name, content)]
    for path in sorted(target.rglob("*")):
        if path.is_file() and path.relative_to(target).as_posix() not in wanted:
            path.unlink()
    return changed


def _checked_dist(node_modules: Path) -> Path:
    return _installed(node_modules, PACKAGE) / "dist" / "nhsuk"


def _installed(node_modules: Path, package: str) -> Path:
    """The package's folder, once the installed version is the one package.json names."""
    installed = node_modules / package / "package.json"
    if not installed.is_file():
        raise AssetsError(f"{package} is not installed in {node_modules}: run npm ci")
    manifest = json.loads((node_modules.parent / "package.json").read_text("utf-8"))
    asked = manifest["dependencies"][package]
    found = json.loads(installed.read_text("utf-8"))["version"]
    if found != asked:
        raise AssetsError(
            f"{package} {found} is installed but package.json asks for {asked}: run npm ci"
        )
    return node_modules / package


def _files(dist: Path) -> Iterator[tuple[str, bytes]]:
    """Name below the target, and content."""
    css = (dist / "nhsuk-frontend.min.css").read_text("utf-8")
    css = re.sub(r"@font-face\{[^}]*\}", "", css).replace("/assets/images/", "images/")
    yield "nhsuk-frontend.min.css", _without_source_map(css)
    for icon in sorted(set(re.findall(r"url\(images/([\w.-]+)\)", css))):
        yield f"images/{icon}", (dist / "assets" / "images" / icon).read_bytes()
    js = (dist / "nhsuk-frontend.min.js").read_text("utf-8")
    yield "nhsuk-frontend.min.js", _without_source_map(js)


def _without_source_map(text: str) -> bytes:
    """The maps are not copied, so the pointer to them would only give a 404 in the console."""
    return re.sub(r"(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$", "", text).encode()


def replace(path: Path, content: bytes) -> bool:
    """Make the file what it should be, in one step; False when it was."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True

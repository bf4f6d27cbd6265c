"""Files in a ZIP file that is the same to the last byte when its files are."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

_UNSAFE: Final = re.compile(r"[^\w. ()-]|^\.+")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Of the calendar of ZIP files: when a file was made says nothing of what is in it."""
_READABLE: Final = 0o644 << 16


def safe_name(name: str) -> str:
    """What any computer can unpack, and opens with what its ending says."""
    safe = _UNSAFE.sub("_", name)
    ending = PurePosixPath(safe).suffix[-10:]
    return safe.removesuffix(ending)[: 120 - len(ending)] + ending or "_"


def entry(archive: zipfile.ZipFile, name: str, content: Iterator[bytes]) -> dict[str, Any]:
    """Add a file, a piece at a time: its name, fingerprint and size."""
    about = zipfile.ZipInfo(name, _FIRST_DAY)
    about.compress_type, about.external_attr = archive.compression, _READABLE
    found, size = hashlib.sha256(), 0
    with archive.open(about, "w", force_zip64=True) as target:
        for piece in content:
            target.write(piece)
            found.update(piece)
            size += len(piece)
    return {"name": name, "sha256": found.hexdigest(), "size": size}

"""What says of a file that leaves the service what it is: for whom, of what, as of when, and the
fingerprint of every part. The same data gives the same manifest, so no moment of making is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

FORM: Final = 1
"""The number of this form: higher when what it says, or how, changes."""


@dataclass(frozen=True)
class FilePart:
    """A file, or what a file was made of: what it is called, its bytes, and what else is said."""

    name: str
    sha256: str
    size: int
    further: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """`asked` is how it was narrowed and what was chosen, `versions` are those of what it draws
    from, `data_as_of` the last moment of what it tells."""

    kind: str
    title: str
    marking: str
    made_for: str
    asked: Mapping[str, Any]
    versions: Mapping[str, Any]
    data_as_of: datetime
    parts: Sequence[FilePart]

    def as_data(self) -> dict[str, Any]:
        return {
            "manifest": FORM,
            "kind": self.kind,
            "title": self.title,
            "marking": self.marking,
            "made_for": self.made_for,
            "asked": dict(self.asked),
            "versions": dict(self.versions),
            "data_as_of": self.data_as_of.astimezone(UTC).isoformat(timespec="seconds"),
            "parts": [
                {"name": one.name, "sha256": one.sha256, "size": one.size, **one.further}
                for one in self.parts
            ],
        }


def as_json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sums(parts: Sequence[FilePart]) -> bytes:
    """As `sha256sum -c` reads them."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in parts).encode()

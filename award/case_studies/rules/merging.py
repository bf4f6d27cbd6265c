"""Two people at one text: what each of them changed, field by field.

A page remembers a short mark of every value it was opened with. When it comes back, a field whose
mark still fits what was typed was left alone, whatever somebody else has done to it meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from award.case_studies.rules.fields import EDITABLE


def mark(value: Any) -> str:
    """Twelve characters that tell two values apart; nothing, however it is stored, has one mark."""
    plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    text = json.dumps(plain or "", sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def marks_of(study: Any) -> dict[str, str]:
    """The mark of every field that is edited, as it is stored."""
    return {key: mark(getattr(study, key)) for key in EDITABLE}


@dataclass(frozen=True)
class Merged:
    """`mine`: what to store. `clashes`: fields that both changed, to different values. `theirs`:
    fields that only somebody else changed, which stay as they are."""

    mine: dict[str, Any]
    clashes: list[str]
    theirs: list[str]


def merged(base: Mapping[str, str], stored: Any, typed: Mapping[str, Any]) -> Merged:
    """Sort `typed` by who changed what since `base`; a field without a mark counts as changed."""
    found = Merged({}, [], [])
    now = marks_of(stored)
    for key, value in typed.items():
        was, wanted = base.get(key), mark(value)
        if wanted == now[key]:
            continue
        if wanted == was:
            found.theirs.append(key)
        elif now[key] == was:
            found.mine[key] = value
        else:
            found.clashes.append(key)
    return found

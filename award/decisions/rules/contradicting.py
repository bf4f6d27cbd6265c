"""Where words for an applicant say of the threshold what the ground of a refusal denies."""

from __future__ import annotations

import re
from typing import Final

from award.decisions.rules.grounds import ON_MERIT, Ground

_THRESHOLD: Final = r"(?:the|our|this round[’']s) (?:threshold|pass mark)\b"
_BELOW: Final = re.compile(
    rf"(?<!\bnot )(?<!n[’']t )\b(?:below|under|short of) {_THRESHOLD}|"
    rf"\b(?:(?:did|does)(?: not|n[’']t)|fail(?:s|ed) to) (?:clear|meet|pass|reach) {_THRESHOLD}",
    re.IGNORECASE,
)
_MET: Final = re.compile(
    r"(?<!\bnot )(?<!n[’']t )(?<!\bnever )\b(?:above|cleared|meets|met|over|passed|reached) "
    rf"{_THRESHOLD}",
    re.IGNORECASE,
)


def of_threshold(text: str, ground: str | None) -> tuple[str, str] | None:
    """What it says, and what is so; None where nothing contradicts."""
    if ground == Ground.THRESHOLD and (met := _MET.search(text)):
        return met[0], "it is refused for being below it"
    if ground in ON_MERIT and (below := _BELOW.search(text)):
        return below[0], "it met the threshold"
    return None

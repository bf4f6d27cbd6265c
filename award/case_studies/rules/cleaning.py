"""Values of a case study's fields as they are stored, or why they can't be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from award.accounts.rules.organisations import TYPES
from award.case_studies.rules import addresses, tables, vocabulary
from award.case_studies.rules.fields import (
    FIGURES,
    ROWS,
    SENTENCES,
    SUMMARY_CHARS,
    TITLE_CHARS,
)
from award.foundation.errors import Refused
from award.sharing.rules.limits import CONTACT_CHARS, LARGEST, SENTENCE_CHARS

CHARS: Final = {
    "title": TITLE_CHARS,
    "summary": SUMMARY_CHARS,
    "contact": CONTACT_CHARS,
    "atrs_url": 255,
    "organisation_name": 200,
    **dict.fromkeys(SENTENCES, SENTENCE_CHARS),
}
_ONE_OF: Mapping[str, frozenset[str]] = {
    **{key: frozenset(words) for key, words in vocabulary.ONE_OF.items()},
    "region": frozenset(vocabulary.REGIONS),
    "organisation_type": frozenset(TYPES),
}
CHOSEN: Final = frozenset(_ONE_OF) | frozenset(vocabulary.LISTS)
"""Fields whose values are ours and nobody's words."""


def cleaned(key: str, value: Any) -> Any:
    """Raises Refused for what can't be stored; what can't be published may stand in a draft."""
    if key in vocabulary.LISTS:
        return [item for item in vocabulary.LISTS[key] if item in value]
    if key in FIGURES:
        return _figure(key, value)
    return _rows(key, value) if key in ROWS else _text(key, value)


def _figure(key: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    if not isinstance(value, int) or not 1 <= value <= LARGEST[key]:
        raise Refused(f"Enter a number from 1 to {LARGEST[key]:,}", field=key)
    return value


def _rows(key: str, value: Any) -> tables.Rows:
    rows = tables.cleaned(key, value)
    for problem in tables.TABLES[key].problems(rows, final=False):
        raise Refused(problem, field=key)
    return rows


def _text(key: str, value: Any) -> str:
    text = str(value or "").replace("\x00", "").strip()
    if len(text) > CHARS.get(key, len(text)):
        raise Refused(f"Shorten this to {CHARS[key]} characters", field=key)
    if text and key in _ONE_OF and text not in _ONE_OF[key]:
        raise Refused("Choose one of the options", field=key)
    if text and key == "atrs_url" and not addresses.leads(text):
        raise Refused(addresses.NEEDED, field=key)
    return text

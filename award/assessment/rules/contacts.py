"""What leads to a person, in words that anybody may come to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from award.assessment.rules.who_wrote import tells_who

_NHS: Final = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_APART: Final = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+(?:[ \t]+[@＠][ \t]*|[@＠][ \t]+)(?:[\w-]+\.)+[^\W\d_]{2,}"
)
"""An address of email with spaces in it."""
_LINK: Final = re.compile(r"(?:\bhttps?:\s*//|\bwww\.)\S*\w", re.IGNORECASE)


def contacts_in(text: str) -> list[str]:
    """Email addresses, telephone numbers and NHS numbers, as they are typed."""
    apart = (found[0] for found in _APART.finditer(text))
    return [*dict.fromkeys([*_nhs_numbers(text), *tells_who(text, ""), *apart])]


def links_in(text: str) -> list[str]:
    """Addresses of the web that say that they are some, in usual letters."""
    plain = unicodedata.normalize("NFKC", text)
    return [*dict.fromkeys(found[0] for found in _LINK.finditer(plain))]


def _nhs_numbers(text: str) -> Iterator[str]:
    """Ten digits of which the last checks the others."""
    for found in _NHS.finditer(text):
        digits = [int(one) for one in found[0] if one.isdigit()]
        if sum((10 - at) * one for at, one in enumerate(digits)) % 11 == 0:
            yield found[0]

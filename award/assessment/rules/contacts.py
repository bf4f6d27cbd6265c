"""What leads to a person, in words that anybody may come to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from award.assessment.rules.who_wrote import tells_who

_NHS: Final = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def contacts_in(text: str) -> list[str]:
    """Email addresses, telephone numbers and NHS numbers, as they are typed."""
    return [*dict.fromkeys([*_nhs_numbers(text), *tells_who(text, "")])]


def _nhs_numbers(text: str) -> Iterator[str]:
    """Ten digits of which the last checks the others."""
    for found in _NHS.finditer(text):
        digits = [int(one) for one in found[0] if one.isdigit()]
        if sum((10 - at) * one for at, one in enumerate(digits)) % 11 == 0:
            yield found[0]

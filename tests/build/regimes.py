"""What questions rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

ONE: dict[str, Any] = {
    "regimes": [{"key": "checklist", "versions": [{
        "version": "1", "title": "The checklist", "says": "A list of now.",
        "valid_from": date(2021, 2, 22), "source": "The office",
        "address": "https://office.example/1",
        "reviewed_on": date(2026, 1, 10), "reviewed_by": "Adviser",
    }]}]
}  # fmt: skip

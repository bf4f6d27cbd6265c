"""Who works out who reads what."""

from __future__ import annotations

from award.foundation.policy import Permission, staff

PERMISSIONS = (
    Permission(
        "matching.draft",
        staff,
        "Work out who reads what, change it and release it",
        apart=True,
    ),
)

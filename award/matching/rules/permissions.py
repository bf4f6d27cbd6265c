"""Who works out who reads what."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, staff

PERMISSIONS = (
    Permission(
        "matching.read", reads_everything, "Read who was to read what in drafts, once released"
    ),
    Permission(
        "matching.draft",
        staff,
        "Work out who reads what, change it and release it",
        apart=True,
    ),
)

"""Who sees what a round's scores can and can't tell."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything
from award.moderation.rules.permissions import chairs

PERMISSIONS = (
    Permission(
        "statistics.view",
        reads_everything | chairs,
        "See how far a round’s scores can be relied on",
    ),
)

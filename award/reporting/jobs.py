"""What the worker counts by itself."""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.reporting import queries, services


def count_apart() -> None:
    """Each round in a transaction of its own, once it has closed for everyone."""
    with transaction():
        found = queries.rounds_to_count()
    for round_id in found:
        with transaction():
            services.count_apart(round_id, actor=SYSTEM)

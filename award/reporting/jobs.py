"""What the worker counts by itself."""

from __future__ import annotations

from functools import partial

from award.foundation.db import transaction
from award.foundation.one_by_one import each
from award.foundation.policy import SYSTEM
from award.reporting import queries, services


def count_apart() -> None:
    """Each round in a transaction of its own, once it has closed for everyone."""
    with transaction():
        found = queries.rounds_to_count()
    each(found, partial(services.count_apart, actor=SYSTEM), "counting what was said apart")

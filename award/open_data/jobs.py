"""What the worker keeps of rounds that opened."""

from __future__ import annotations

from functools import partial

from award.foundation.db import transaction
from award.foundation.one_by_one import each
from award.foundation.policy import SYSTEM
from award.open_data.queries.methods import rounds_to_keep
from award.open_data.services.methods import keep_method


def keep_methods() -> None:
    """Each round in a transaction of its own."""
    with transaction():
        found = rounds_to_keep()
    each(found, partial(keep_method, actor=SYSTEM), "keeping how a round decides")

"""Who declares a draw, draws lots and reads what was drawn."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, staff
from award.moderation.rules.permissions import chairs

PERMISSIONS = (
    Permission("draw.view", reads_everything | chairs, "Read whether and how a round draws lots"),
    Permission("draw.declare", staff, "Say what a round draws lots for, before it opens"),
    Permission("draw.make", staff, "Draw the lots of a round"),
)

"""Who works scenarios out, reads them, and says what they think of one."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything
from award.moderation.rules.permissions import chairs, moderates

PERMISSIONS = (
    Permission("scenario.view", reads_everything | chairs, "Read what a round’s money could fund"),
    Permission("scenario.make", moderates, "Work out what a round’s money could fund"),
    Permission("scenario.say", chairs, "Say for a panel whether one agrees with a scenario"),
)

"""Who answers, and who reads the sums: nobody reads an answer."""

from __future__ import annotations

from award.applications.rules.permissions import draft, writer
from award.foundation.policy import Permission, reads_everything, staff

PERMISSIONS = (
    Permission("application.about_you", writer, "Say something of oneself, for sums alone"),
    Permission("application.tell_cost", writer & ~draft, "Say what applying cost one"),
    Permission("monitoring.view", reads_everything, "Read sums of who applies and what it costs"),
    Permission("monitoring.count", staff, "Count who applied, and what it cost them, once"),
)

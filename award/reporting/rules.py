"""Who may take data out, and who sees how the rounds stand."""

from __future__ import annotations

from award.foundation.policy import Permission, reads_everything, system

PERMISSIONS = (
    Permission("reporting.view", reads_everything, "See how the rounds stand"),
    Permission("reporting.export", reads_everything | system, "Download a list as a file"),
)

"""Who may take data out, and who sees how the rounds stand."""

from __future__ import annotations

from award.foundation.policy import permission, reads_everything, system

permission("reporting.view", reads_everything, "See how the rounds stand")
permission("reporting.export", reads_everything | system, "Download a list as a file")

"""Who writes specimens, who scores them, and who reads how somebody scored: staff alone."""

from __future__ import annotations

from award.foundation.policy import Permission, assessor, staff

PERMISSIONS = (
    Permission("calibration.set_up", staff, "Write specimens, and ask for them to be scored first"),
    Permission("calibration.read", staff, "See how far assessors are from a specimen’s scores"),
    Permission("calibration.excuse", staff, "Let somebody begin without scoring specimens"),
    Permission("specimen.score", assessor, "Score a specimen before I begin to assess"),
)

"""Who writes specimens, who scores them, and who reads how somebody scored."""

from __future__ import annotations

from award.foundation.policy import Permission, assessor, reads_everything, staff

PERMISSIONS = (
    Permission("calibration.set_up", staff, "Write specimens, and ask for them to be scored first"),
    Permission(
        "calibration.read",
        reads_everything,
        "Read specimens, and see how far assessors are from their scores",
    ),
    Permission("calibration.excuse", staff, "Let somebody begin without scoring specimens"),
    Permission("specimen.score", assessor, "Score a specimen before I begin to assess"),
)

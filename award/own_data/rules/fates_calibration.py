"""What becomes of specimens, and of what assessors made of them."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_OTHERS, OF_US, SENT, Fate

FATES_OF_CALIBRATION: Final[dict[str, Fate]] = {
    "calibration.set_by_id": BY_ACCOUNT,
    "calibration_excuse.person_id": BY_ACCOUNT,
    "calibration_excuse.excused_by_id": BY_ACCOUNT,
    "calibration_excuse.reason": SENT,
    "specimen.reference": OF_US,
    "specimen.title": OF_OTHERS,
    "specimen.summary": OF_OTHERS,
    "specimen.written_by_id": BY_ACCOUNT,
    "specimen_part.text": OF_OTHERS,
    "specimen_part.reason": OF_OTHERS,
    "specimen_score.justification": SENT,
    "specimen_sheet.panel": SENT,
    "specimen_sheet.person_id": BY_ACCOUNT,
}

"""The same of what an assessor's desk keeps beside the sheet."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_OTHERS, OF_US, SENT, Fate

FATES_AT_THE_DESK: Final[dict[str, Fate]] = {
    "assessor_agreement.person_id": BY_ACCOUNT,
    "assessor_agreement.rules": OF_OTHERS,
    "assignment.reading_key": OF_US,
    "assignment.sat_on": SENT,
    "pin.question_key": OF_US,
    "pin.quotation": Fate(
        exported=False, erased=False, why="the applicant’s own words, with the sheet that quotes"
    ),
    "sheet.panel": SENT,
}

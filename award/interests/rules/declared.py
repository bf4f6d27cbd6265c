"""What somebody declares, and for how long that holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from award.foundation import clock


class InterestKind(StrEnum):
    EMPLOYMENT = "employment"
    APPOINTMENT = "appointment"
    FINANCIAL = "financial"
    FAMILY = "family"


KINDS: Final = {
    InterestKind.EMPLOYMENT: "Employer",
    InterestKind.APPOINTMENT: "Appointment",
    InterestKind.FINANCIAL: "Other financial interest",
    InterestKind.FAMILY: "Family or close friends",
}
REMIND_BEFORE: Final = timedelta(days=21)


class Standing(StrEnum):
    """How somebody's latest declaration stands."""

    NONE = "none"
    LAPSED = "lapsed"
    ENDING = "ending"
    CURRENT = "current"


STANDINGS: Final = {
    Standing.NONE: "Missing",
    Standing.LAPSED: "Lapsed",
    Standing.ENDING: "Ends soon",
    Standing.CURRENT: "Current",
}
UNDECLARED: Final = {
    Standing.NONE: "never declared interests",
    Standing.LAPSED: "declaration of interests lapsed",
}
"""There is no declaration that holds."""


def expires_on(declared_at: datetime) -> date:
    """The day, a year later, on which a declaration holds no more."""
    day = clock.london(declared_at).date()
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def standing(expires: date | None, today: date) -> Standing:
    if expires is None:
        return Standing.NONE
    if expires <= today:
        return Standing.LAPSED
    return Standing.ENDING if expires - today <= REMIND_BEFORE else Standing.CURRENT

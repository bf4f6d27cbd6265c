"""When each reminder is due, by the clocks of London."""

from __future__ import annotations

from datetime import datetime

from award.applications.rules.reminders import ReminderKind, SectionReminderKind, due, section_due
from award.foundation.clock import LONDON


def test_when_each_is_due() -> None:
    noon = datetime(2026, 12, 4, 12, tzinfo=LONDON)
    assert due(noon, datetime(2026, 11, 20, 7, 59, tzinfo=LONDON)) is None
    assert due(noon, datetime(2026, 11, 20, 8, tzinfo=LONDON)) is ReminderKind.FORTNIGHT
    assert due(noon, datetime(2026, 11, 27, 8, tzinfo=LONDON)) is ReminderKind.WEEK
    assert due(noon, datetime(2026, 12, 2, 8, tzinfo=LONDON)) is ReminderKind.TWO_DAYS
    assert due(noon, datetime(2026, 12, 4, 8, tzinfo=LONDON)) is ReminderKind.LAST_DAY
    assert due(noon, noon) is None
    midnight = datetime(2026, 12, 5, tzinfo=LONDON)
    assert due(midnight, datetime(2026, 12, 4, 8, tzinfo=LONDON)) is ReminderKind.LAST_DAY
    early = datetime(2026, 12, 4, 6, tzinfo=LONDON)
    assert due(early, datetime(2026, 12, 4, 3, tzinfo=LONDON)) is ReminderKind.LAST_DAY
    # Clocks go back in between: eight in the morning is eight in the morning.
    autumn = datetime(2026, 10, 27, 12, tzinfo=LONDON)
    assert due(autumn, datetime(2026, 10, 20, 8, tzinfo=LONDON)) is ReminderKind.WEEK
    assert section_due(noon.date(), datetime(2026, 12, 5, tzinfo=LONDON)) is None
    assert section_due(noon.date(), noon) is SectionReminderKind.DAY

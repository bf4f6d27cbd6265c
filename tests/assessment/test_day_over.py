"""Of sheets whose day is over it is said for how many of how many people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from award.assessment.rules.day_over import DayOver

DAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
LATER = DAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("over", "heading", "says"),
    [
        (DayOver([DAY], 1), "The day these are due is over",
         "It was Monday 2 March 2026 at 5pm. Whoever is asked now is overdue at once."),
        (DayOver([DAY, LATER], 2), "The day these are due is over",
         "The first was Monday 2 March 2026 at 5pm, the last Wednesday 4 March 2026 at 5pm. "
         "Whoever is asked now is overdue at once."),
        (DayOver([DAY], 2), "The day these are due is over for 1 of 2 people",
         "It was Monday 2 March 2026 at 5pm. That person is overdue at once if asked now. "
         "The other person has more time of their own."),
        (DayOver([DAY, DAY], 5), "The day these are due is over for 2 of 5 people",
         "It was Monday 2 March 2026 at 5pm. They are overdue at once if asked now. "
         "The other 3 have more time of their own."),
    ],
)  # fmt: skip
def test_it_is_said_of_those_of_whom_it_is_true(over: DayOver, heading: str, says: str) -> None:
    assert (over.heading, over.says) == (heading, says)

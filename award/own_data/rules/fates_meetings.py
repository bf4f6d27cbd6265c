"""What becomes of what a panel says, and what its meeting leaves behind."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_OTHERS, SENT, Fate

FATES_OF_MEETINGS: Final[dict[str, Fate]] = {
    **dict.fromkeys(
        ("panel_remark.words", "panel_remark_before.words", "recusal.detail", "recusal.kind"), SENT
    ),
    "meeting_minute.words": OF_OTHERS,
    "meeting_minute.in_note": OF_OTHERS,
    **{
        f"{name}_id": BY_ACCOUNT
        for name in (
            "left_the_room.noted_by",
            "left_the_room.person",
            "meeting_minute.written_by",
            "meeting_seat.noted_by",
            "meeting_seat.person",
        )
    },
}

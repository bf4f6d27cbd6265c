"""What moderators left out of a mean, in words."""

from __future__ import annotations


def left_out_words(sheets: int, scores: int) -> str:
    """“1 sheet and 2 scores”; nothing where everything counts."""
    named = ((sheets, "sheet"), (scores, "score"))
    return " and ".join(f"{n} {one}{'' if n == 1 else 's'}" for n, one in named if n)

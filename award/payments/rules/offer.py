"""What a round offers, with words to start from, and what a claim comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

TITLES: Final = {
    "sheet_pence": "For each score sheet",
    "hour_pence": "For each hour of a meeting",
    "hours": "How long it takes",
    "expenses": "What it costs you",
    "benefits": "If you receive benefits",
    "advice": "Where to get advice",
}
"""What each part is called where it is read."""

HOURS: Final = (
    "About an hour and a half for each application: reading it, and writing scores and reasons. "
    "One meeting online of about two hours."
)
EXPENSES: Final = (
    "We pay back what you spend to take part: travel, care for somebody while you are away, a "
    "personal assistant, printing, an internet connection. Ask us first about anything over £50. "
    "Keep receipts. If paying in advance is difficult, tell us and we book it for you."
)
BENEFITS: Final = (
    "Payment can affect benefits, also when it is small, and whether or not you keep it. It can "
    "matter how often you are paid, and that you could have been. Before you accept, ask for "
    "advice, and tell whoever pays your benefits. You can take part without payment, or leave "
    "out of a claim what you do not want to be paid for: nobody who assesses or applies is told, "
    "and it changes nothing about what you are asked to do."
)
ADVICE: Final = (
    "Citizens Advice, free and in confidence, at citizensadvice.org.uk. Many councils have a "
    "welfare rights adviser. Many charities for disabled people and for carers advise too."
)
WORDS: Final = 200
"""At most, in each part that is words."""


@dataclass(frozen=True)
class Offer:
    """What a round offers. Money in pence."""

    sheet_pence: int
    hour_pence: int
    hours: str
    expenses: str
    benefits: str
    advice: str

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Offer:
        return cls(**{name: kept[name] for name in TITLES})

    def kept(self) -> dict[str, Any]:
        return asdict(self)


MANY_HOURS: Final = 2_000
"""Hundredths of an hour in meetings: more is asked about once more, since a slip costs money."""


@dataclass(frozen=True)
class Claimed:
    """What somebody claims. Hours in hundredths of one; `sure_of` so many, having been asked."""

    sheets: bool = False
    meeting_hundredths: int = 0
    meetings: str = ""
    expenses_pence: int = 0
    expenses_note: str = ""
    sure_of: int = 0


@dataclass(frozen=True)
class Alike:
    """An earlier claim, and which parts of it a later one asks for too, by field of the amount."""

    reference: str
    parts: tuple[str, ...]

    @property
    def in_words(self) -> str:
        return " and ".join(PARTS[one] for one in self.parts)


PARTS: Final = {
    "meeting_hundredths": "as many hours of meetings",
    "expenses_pence": "as much in expenses",
}


def asked_twice(claimed: Claimed, before: Claimed) -> list[str]:
    """Fields of the amounts that were claimed before in the same words: one meeting, one ticket."""
    words = {"meeting_hundredths": "meetings", "expenses_pence": "expenses_note"}
    return [
        amount
        for amount, text in words.items()
        if getattr(claimed, amount)
        and getattr(claimed, amount) == getattr(before, amount)
        and _plain(getattr(claimed, text)) == _plain(getattr(before, text))
    ]


def _plain(words: str) -> str:
    """Without what makes the same words look different."""
    return "".join(char for char in words.casefold() if char.isalnum())


def lacking(claimed: Claimed) -> dict[str, str]:
    """By field, what an amount or a word of it still needs beside it."""
    found = {
        "meeting_hundredths": claimed.meetings and not claimed.meeting_hundredths
        and "Enter how many hours the meetings took, or remove what you wrote about them",
        "meetings": claimed.meeting_hundredths and not claimed.meetings
        and "Say which meetings, and when they were",
        "expenses_pence": claimed.expenses_note and not claimed.expenses_pence
        and "Enter what you spent, or remove what you wrote about it",
        "expenses_note": claimed.expenses_pence and not claimed.expenses_note
        and "Say what you spent it on",
    }  # fmt: skip
    return {name: words for name, words in found.items() if isinstance(words, str) and words}


def meeting_pence(hundredths: int, hour_pence: int) -> int:
    """Half a penny is rounded up."""
    return (hundredths * hour_pence + 50) // 100


def pounds(pence: int) -> str:
    """£20, or £13.80 where there are pence."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def hours_in_words(hundredths: int) -> str:
    """2 hours, 1.5 hours, 0.25 hours."""
    text = f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return "1 hour" if text == "1" else f"{text} hours"


def in_words(value: Any, name: str) -> str:
    """A part of an offer as people read it."""
    if name.endswith("_pence"):
        return pounds(value) if value else "Nothing"
    return str(value)

"""What can become of what is kept about somebody, and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fate:
    """`exported`: in the copy. `erased`: gone, or made to say nobody, with the account. `why`: why
    what isn't both is as it is."""

    exported: bool
    erased: bool
    why: str = ""

    def __post_init__(self) -> None:
        if not (self.exported and self.erased) and not self.why:
            raise ValueError("What is not exported or not erased needs a reason")


EVIDENCE: Final = "evidence of how public money was decided about; its fingerprint is checked"
OTHERS: Final = "words of the programme’s people or of assessors, not of the person"
PUBLIC: Final = "published with the lead’s agreement, and taken down by withdrawing it"
SECRET: Final = "a secret or a fingerprint, of no use to anybody"
OURS: Final = "a key, a state or a choice of the service"
ROLE: Final = "who did it for the programme, by account: the account says “A former user” then"
BRIEF: Final = "deleted by the worker after hours or days"

BOTH: Final = Fate(exported=True, erased=True)
GONE: Final = Fate(exported=False, erased=True, why=SECRET)
OF_US: Final = Fate(exported=False, erased=False, why=OURS)
BY_ACCOUNT: Final = Fate(exported=False, erased=False, why=ROLE)
OF_OTHERS: Final = Fate(exported=False, erased=False, why=OTHERS)
SHORT: Final = Fate(exported=False, erased=False, why=BRIEF)
SENT: Final = Fate(exported=True, erased=False, why=EVIDENCE)
OF_DRAFTS: Final = Fate(
    exported=True, erased=False, why="goes with a draft; of what was submitted, " + EVIDENCE
)
SHOWN: Final = Fate(exported=True, erased=False, why=PUBLIC)
OF_THE_ORGANISATION: Final = Fate(
    exported=True, erased=False, why="the organisation’s record, which its other people use"
)
COMPLAINED: Final = Fate(
    exported=True, erased=False, why="kept for three years after it was over, then let go"
)
IN_THE_SHEET: Final = Fate(
    exported=False, erased=False, why="what the sheet says, which is in the copy, as it was each "
    "time it was submitted; " + EVIDENCE
)  # fmt: skip
OF_COLLEAGUES: Final = Fate(
    exported=True, erased=False, why="deleted, but for what was shared and colleagues use"
)
COUNTED: Final = Fate(
    exported=True, erased=True, why="apart from the account; deleted once it is counted"
)
ASKED: Final = Fate(
    exported=True, erased=False, why="evidence that it was answered; why they asked is deleted"
)
OF_MONEY: Final = Fate(
    exported=True, erased=False, why="the record of money that was paid, and of what was agreed"
)
ENQUIRED: Final = Fate(
    exported=True, erased=False, why="kept for two years after it was answered, then let go"
)
CONFIRMED: Final = Fate(
    exported=False, erased=False, why="given without an account, as part of an application: who "
    "gave it asks us; it goes with a draft, and with what was submitted it is evidence"
)  # fmt: skip
TOLD_US: Final = Fate(
    exported=False, erased=False, why="told without an account: its address goes as soon as it is "
    "decided, its words a year later, and what is published on asking"
)  # fmt: skip
SHARED: Final = Fate(
    exported=False, erased=False, why="shared without an account, by a link: taken back with it at "
    "once, else let go a year after it was declined, or kept for the case study made of it"
)  # fmt: skip
LET_GO: Final = Fate(
    exported=False, erased=False, why="said of a draft by somebody without an account: deleted 90 "
    "days after the link stopped working, and with the draft"
)  # fmt: skip
TRAIL: Final = Fate(
    exported=False, erased=True, why="the record of acts is read by auditors; what it holds is "
    "the name, which is erased, and digests"
)  # fmt: skip

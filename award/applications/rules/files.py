"""What is said of an uploaded file, to whoever may have it and to whoever may not yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from award.applications.rules.states import USABLE, FileState, readied
from award.foundation.files.noticing import of_copy
from award.foundation.files.types import RECORDINGS
from award.rounds.kinds import FileRead, Question

BACK_WITHIN: Final = timedelta(hours=24)
"""A file that was removed can be put back for so long."""
WAITS: Final = "Being checked for viruses. This takes a minute or so"
READIES: Final = "We are getting it ready. This takes a minute or so"
VIRUS: Final = "We found a virus in this file, so nobody can open it"
GONE: Final = "This file is not there any more"
_TO_APPLICANT: Final[Mapping[FileState, str]] = {
    FileState.SCANNING: WAITS,
    FileState.QUARANTINED: VIRUS,
    FileState.FAILED: "We could not check this file for viruses, so assessors can’t open it. "
    "Upload it again, as a PDF if you can",
}
_TO_READER: Final[Mapping[FileState, str]] = {
    FileState.SCANNING: WAITS,
    FileState.QUARANTINED: "Held back: a virus was found in it",
    FileState.FAILED: "Held back: it could not be checked for viruses",
}
_FOR_ASSESSORS: Final = {
    False: "No copy without its author’s details could be made for assessors",
    True: "Assessors can listen to it where they know who applies, and get it nowhere else",
}
_HELD_BACK: Final = {
    False: "Held back: we could not take the author’s details out of it. Ask the programme team",
    True: "Held back: a voice can tell whose it is. What is written stands as the answer",
}
_UNMASKED: Final = {
    False: "The author’s details could not be taken out of it",
    True: "What is written stands as the answer",
}
"""Said of a document, and of a recording, of which there is no copy that tells nobody."""
NOT_SCANNED: Final = "Not checked for viruses: this service has no scanner"


class Facts(Protocol):
    """What is known of a file by now."""

    @property
    def key(self) -> str: ...
    @property
    def state(self) -> FileState: ...
    @property
    def finding(self) -> str: ...
    @property
    def noticed(self) -> Sequence[str]: ...
    @property
    def looked_at(self) -> object | None: ...
    @property
    def copy_at(self) -> str: ...
    @property
    def copy_failed(self) -> bool: ...
    @property
    def lies_at(self) -> str: ...


class Sized(Protocol):
    @property
    def type(self) -> str: ...
    @property
    def size(self) -> int: ...


def kind_and_size(one: Sized) -> str:
    """As "PDF, 2.5 MB"."""
    return FileRead("", "", one.size, one.type).kind_and_size


def most_bytes(question: Question, most: int) -> int:
    """How large a file of this slot may be; no larger than `most`, whatever the question says."""
    return min((question.max_mb or 1) * 1_000_000, most)


def withheld(files: Mapping[str, Facts]) -> dict[str, str]:
    """Key -> why the file can't be sent, for those that can't. One that is still being checked
    can: how long that takes is nobody's fault but ours."""
    return {
        key: "has a virus in it" for key, one in files.items() if one.state == FileState.QUARANTINED
    }


def to_applicant(
    one: FileRead, facts: Facts | None, href: str, *, noticed: bool = True
) -> FileRead:
    """As its own people see it: what was noticed is there to be mended, until it is sent."""
    if facts is None:
        return replace(one, said=(GONE,))
    said = [_TO_APPLICANT[facts.state]] if facts.state in _TO_APPLICANT else []
    said += [READIES] if readied(facts.state, facts.looked_at) else []
    said += _noticed(facts.noticed) if noticed else []
    return replace(one, href=href if facts.state in USABLE else "", said=tuple(said))


def to_staff(one: FileRead, facts: Facts | None, href: str) -> FileRead:
    """As staff see it: the file itself."""
    if facts is None:
        return replace(one, said=(GONE,))
    said = []
    if facts.state in _TO_READER:
        found = f" ({facts.finding})" if facts.finding else ""
        said = [_TO_READER[facts.state] + found]
    elif facts.state == FileState.UNSCANNED:
        said = [NOT_SCANNED]
    if facts.copy_failed:
        said.append(_FOR_ASSESSORS[one.type in RECORDINGS])
    said += _noticed(facts.noticed)
    return replace(one, href=href if facts.state in USABLE else "", said=tuple(said))


def to_assessor(one: FileRead, facts: Facts | None, href: str, *, hide: bool) -> FileRead:
    """As an assessor sees it: a copy that says nothing of its maker, and what was noticed that is
    in it. Where the applicant is hidden
    a file of which there is none is held back; elsewhere it is handed out as it is."""
    if facts is None:
        return replace(one, said=(GONE,))
    if facts.state in _TO_READER:
        return replace(one, said=(_TO_READER[facts.state],))
    if facts.looked_at is None:
        return replace(one, said=("A copy for assessors is being made. Come back in a minute",))
    if facts.copy_failed and hide:
        return replace(one, said=(_HELD_BACK[one.type in RECORDINGS],))
    said = [NOT_SCANNED] if facts.state == FileState.UNSCANNED else []
    if facts.copy_failed:
        said.append(_UNMASKED[one.type in RECORDINGS])
    said += _noticed(of_copy(one.type, facts.noticed))
    return replace(one, href=href, said=tuple(said))


def _noticed(noticed: Sequence[str]) -> list[str]:
    words = [one[:1].lower() + one[1:] for one in noticed]
    return [f"We noticed: {'; '.join(words)}"] if words else []

"""An application and its receipt as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from award.applications.rules.answers import SectionView
from award.applications.rules.moments import to_the_second
from award.foundation.documents.parts import (
    Document,
    Facts,
    Grid,
    Heading,
    Part,
    Words,
    of_answer,
)
from award.foundation.documents.spelling import apart
from award.foundation.files.names import plain_name
from award.foundation.files.types import TYPES, size_in_words
from award.rounds.kinds import Shown
from award.rounds.rules.questions import QuestionSet

DRAFT: Final = "Draft, not submitted"
WITHDRAWN: Final = "Withdrawn"
NO_TITLE: Final = "No title yet"
_FOOT: Final = 70


@dataclass(frozen=True)
class About:
    """What stands before the answers. `made` is a moment out of the data."""

    reference: str
    title: str
    round_title: str
    phase: int
    made: datetime
    service: str
    facts: tuple[tuple[str, str], ...]
    mark: str = ""


def application_document(about: About, answers: Iterable[Part]) -> Document:
    """The application with these answers: `in_order_of_form` for its own people."""
    title = about.title or NO_TITLE
    return Document(
        title=title,
        caption=f"{about.round_title}, Phase {about.phase}",
        about=f"{about.reference}: {apart(_cut(title))}",
        made=about.made,
        parts=(Facts(about.facts, "About this application"), *answers),
        mark=about.mark,
        service=about.service,
    )


def _cut(title: str) -> str:
    """So much of it as has room at the foot of a page."""
    return title if len(title) <= _FOOT else f"{title[:_FOOT].rstrip()}…"


def in_order_of_form(
    questions: QuestionSet, phase: int, sections: Sequence[SectionView], renewing: Mapping[str, str]
) -> Iterator[Part]:
    """Under the numbers that questions have there."""
    read = {one.question.key: one.shown for view in sections for one in view.answers}
    for number, section, asked in questions.numbered(phase):
        there = [(place, question) for place, question in asked if question.key in read]
        if there:
            yield Heading(f"{number}. {section.title}")
        for place, question in there:
            yield Heading(f"{number}.{place} {question.label}", 3, question.key)
            yield from answer_parts(
                read[question.key], question.empty, renewing.get(question.key, "")
            )


def answer_parts(shown: Shown | None, nothing: str, renewing: str) -> Iterator[Part]:
    """One answer, with what of it has lapsed."""
    yield from of_answer(shown, nothing)
    if renewing:
        yield Words(renewing, "quiet")


CHECKING: Final = (
    "The fingerprint is a long code worked out from everything that you sent. Nobody can change a "
    "letter of it, or of your files, and have the same code: it shows that what we have is what "
    "you sent. If you are ever in doubt, send this receipt to the programme team and ask them to "
    "check it, or quote the reference and the fingerprint."
)
BY_PROGRAM: Final = (
    "For whoever runs this service: “flask receipt verify” compares a receipt with what is stored. "
    "A fingerprint is a SHA-256: of the submission as JSON with sorted keys, no spaces, in UTF-8, "
    "where those of the files stand too; and of each file as it was sent, which any program that "
    "works out SHA-256 gives."
)


Replaced = tuple[int, datetime]
"""The number of the submission that took its place, and when that was received."""


def replaced_in_words(replaced: Replaced) -> str:
    number, at = replaced
    return f"By submission {number} on {to_the_second(at)}. That one stands."


def receipt_document(
    reference: str, title: str, number: int, sha256: str, received: datetime,
    content: Mapping[str, Any], questions: QuestionSet, service: str,
    replaced: Replaced | None = None,
) -> Document:  # fmt: skip
    """What was received and when, with the fingerprints of answers and files; and what took its
    place since."""
    facts = (
        ("Reference", reference),
        ("Submission", str(number)),
        ("Title", title),
        ("Round", f"{content['round']['title']}, Phase {content['phase']}"),
        ("Organisation", apart(content["organisation"]["name"])),
        ("Lead applicant", apart(content["lead"]["name"])),
        ("Received", to_the_second(received)),
        ("Received (UTC)", iso(received)),
        ("Fingerprint (SHA-256)", sha256),
        *([("Replaced", replaced_in_words(replaced))] if replaced else []),
    )
    files = tuple(
        (apart(name), kind, print_) for name, kind, print_ in files_sent(content, questions)
    )
    parts: tuple[Part, ...] = (
        Facts(facts, "What we received"),
        Heading("Files that were sent"),
        *(
            [Grid("Files", ("File", "Type and size", "Fingerprint (SHA-256)"), files)]
            if files
            else [Words("None.", "plain")]
        ),
        Heading("How to check this receipt"),
        Words(CHECKING, "plain"),
        Words(BY_PROGRAM, "quiet"),
    )
    return Document(
        title="Receipt for an application",
        caption=content["round"]["title"],
        about=f"{reference}, receipt",
        made=received,
        parts=parts,
        service=service,
    )


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def files_sent(
    content: Mapping[str, Any], questions: QuestionSet
) -> Iterator[tuple[str, str, str]]:
    """Name, type with size, and fingerprint of each, in the order of the form."""
    for question in questions.of_files:
        for one in content["answers"].get(question.key) or ():
            kind = f"{TYPES[one['type']].label}, {size_in_words(one['size'])}"
            yield plain_name(one["name"]), kind, one["sha256"]

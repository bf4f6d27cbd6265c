"""What public registers say of the numbers in answers, for whoever is shown these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from award.accounts.models import RegisterEntry
from award.accounts.queries import registers
from award.applications.models import StoredFile
from award.applications.queries.files import files_of
from award.applications.rules.answers import SectionView
from award.foundation.db import db
from award.foundation.scopes import within
from award.rounds.kinds import Registered, Shown, numbers_in, with_notes

Beside = Callable[[Shown | None], Shown | None]


def said_of(numbers: Iterable[Registered]) -> dict[Registered, str]:
    """A sentence for each that a register knows; one statement, or none."""
    return {number: known.said for number, known in registers.known(numbers).items()}


def beside(answers: Iterable[Shown | None]) -> Beside:
    """Writes beside an answer, out of these, what registers say of the numbers that it shows."""
    said = said_of(number for shown in answers for number in numbers_in(shown))
    return lambda shown: with_notes(shown, said)


@within("application_id")
def files_and_registers(
    application_id: int, answers: Iterable[Shown | None]
) -> tuple[dict[str, StoredFile], Beside]:
    """`files_of` and `beside` in one statement, for a page that has no other to spare."""
    asked, match = registers.matching(n for shown in answers for n in numbers_in(shown))
    if match is None:
        return files_of(application_id), lambda shown: shown
    rows = db.session.execute(
        select(StoredFile, RegisterEntry)
        .outerjoin(RegisterEntry, match)
        .where(StoredFile.application_id == application_id)
        .order_by(StoredFile.id)
        .execution_options(populate_existing=True)
    ).all()
    found = registers.told(asked, filter(None, (entry for _, entry in rows)))
    said = {number: known.said for number, known in found.items()}
    return {row.key: row for row, _ in rows}, lambda shown: with_notes(shown, said)


def with_registers(sections: Sequence[SectionView]) -> list[SectionView]:
    """The same for whole sections."""
    noted = beside(one.shown for view in sections for one in view.answers)
    return [
        replace(view, answers=[replace(one, shown=noted(one.shown)) for one in view.answers])
        for view in sections
    ]

"""What is written and ticked in a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from award.applications.models import Application
from award.decisions.forms.deciding import StageForm
from award.decisions.models import Decision
from award.decisions.rules.grounds import Ground
from award.decisions.services.refusals import NEW, as_seen
from award.design.fields import Choice, ChoicesField, LongTextField
from award.design.versions import EditedForm
from award.foundation.errors import StaleVersion
from award.meetings.queries.room import Seat


class TicksField(ChoicesField):
    """People, in the order of their numbers, as they are stored."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = sorted(self.data, key=lambda value: (len(value), value))

    def offer(self, seats: Sequence[Seat]) -> None:
        self.choices = [
            Choice(str(one.person_id), one.name, ", ".join(filter(None, (one.part, one.address))))
            for one in seats
        ]

    @property
    def people(self) -> frozenset[int]:
        return frozenset(int(value) for value in self.data)


class HereForm(EditedForm):
    here = TicksField(
        "Who is here?",
        hint="Untick whoever has gone. A chair who is here sees these names too, even if the round "
        "hides names, but never whose sheet is whose. Assessors who are here read along, "
        "with its minute, what they have scored, if the round shows them the other sheets.",
    )


class LeftForm(EditedForm):
    left = TicksField(
        "Who leaves the room for this one?",
        hint="Of their own accord: whoever has a tie to it has left already.",
    )


class MinuteForm(EditedForm):
    note = LongTextField(
        "Minute",
        max_words=300,
        rows=8,
        hint="Applicants never see it. Assessors who are here and scored it can.",
    )


class DecideForm(MinuteForm, StageForm):
    """The minute, and the decision, whose note it is kept as."""

    alone: ClassVar[frozenset[str]] = frozenset(
        ("outcome", "amount_gbp", "conditions", "reserve_position", "ground",
         "words_for_applicant", "exception_reason")
    )  # fmt: skip
    note = LongTextField(
        "Minute, kept as the decision’s note",
        max_words=300,
        rows=8,
        hint="Why this decision. Applicants never see it.",
    )

    def says_more_than(self, decision: Decision | None, note: str | None = None) -> bool:
        """About the decision: the minute is kept for itself. A page on which nothing was staged yet
        is empty where nobody typed, whatever somebody else has staged since."""
        seen = None if self.seen_version == NEW else decision
        minute, self.note.raw_data = self.note.raw_data, None
        found = self.outcome.raw_data is not None and super().says_more_than(seen)
        self.note.raw_data = minute
        return found

    def prepare(
        self,
        decision: Decision | None,
        application: Application,
        taken: dict[int, list[str]],
        possible: Sequence[str],
        grounds: Sequence[Ground],
    ) -> None:
        """The minute stays what the meeting said, whatever note was staged elsewhere. Whatever else
        was refused first, a decision that moved on is told: the next press would replace it."""
        minute, seen = self.note.data, self.seen_version if self.version.raw_data else None
        super().prepare(decision, application, taken, possible, grounds)
        self.note.data = minute
        try:
            as_seen(decision, seen)
        except StaleVersion as told:
            if told.reason not in self.form_errors:
                self.add_refusal(told.reason)

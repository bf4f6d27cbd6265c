"""What moderators choose and write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from award.assessment.rules.machine import CONFLICT_KINDS
from award.assessment.rules.saying import LEAST_WORDS, says_too_little
from award.design.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    DatePartsField,
    LongTextField,
    ShortTextField,
)
from award.design.formatters import listed
from award.design.forms import Form, ShownForm
from award.foundation import clock
from award.foundation.text import number
from award.moderation.queries.rooms import Seat
from award.moderation.queries.sheets import PanelSheet
from award.moderation.rules.talking import WORDS
from award.rounds.models import Criterion

WHOLE = "whole"


def says_something(_form: Form, field: LongTextField) -> None:
    """What moves a score has to be explained by as much as a score itself."""
    if says_too_little(field.data or ""):
        raise ValidationError(f"Say more, the least is {LEAST_WORDS} different words")


_SCORE = re.compile(r"(\d{1,3}(?:\.\d)?)%?")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class LeaveOutForm(ShownForm):
    what = ChoiceField("What doesn’t count?", [InputRequired("Choose what doesn’t count")])
    reason = LongTextField(
        "Why doesn’t it count?",
        [DataRequired("Say why it doesn’t count"), says_something],
        hint="Kept on record beside the score, which stays as it was given. Say what is wrong with "
        "it, not that it is low or high.",
        max_words=200,
    )

    def offer(self, sheet: PanelSheet, criteria: Sequence[Criterion]) -> LeaveOutForm:
        self.what.choices = [
            Choice(WHOLE, "The whole sheet", f"Total {sheet.total_pct:.1f}%"),
            *(
                Choice(c.key, c.title, f"Score {sheet.scores[c.key].value}")
                for c in criteria
                if c.key in sheet.scores and not sheet.is_out(c.key)
            ),
        ]
        return self

    @property
    def key(self) -> str:
        return "" if self.what.data == WHOLE else str(self.what.data)


class ReasonForm(Form):
    """Why something that was decided no longer holds."""

    reason = LongTextField(
        "Why?", [DataRequired("Say why"), says_something], hint="Kept on record.", max_words=200
    )


class TakeBackForm(ShownForm):
    reason = LongTextField(
        "Why does the mean stand again?",
        [DataRequired("Say why the mean stands again"), says_something],
        hint="Kept on record.",
        max_words=200,
    )


def _seat(one: Seat) -> str:
    """What they are there, and their address where it may be known: two may share a name."""
    return f"{one.part}, {one.address}" if one.address else one.part


class AgreeForm(ShownForm):
    """A score instead of the mean, and who agreed it."""

    pct = ShortTextField(
        "Score that the panel agreed",
        [DataRequired("Enter the score")],
        hint="In per cent, such as 72 or 71.5",
        code=True,
        max_length=6,
    )
    rationale = LongTextField(
        "Why did the panel agree it?",
        [DataRequired("Say why the panel agreed this score"), says_something],
        hint="What was weighed, and what the sheets missed. Applicants are not shown this.",
        max_words=400,
    )
    stayed = ChoicesField("Who was in the room?")
    left = ChoicesField("Who left the room for this application?")
    left_on = DatePartsField(
        "Which day did they leave? (if anybody did)", called="The day", default=clock.today
    )
    left_at = ShortTextField(
        "What time did they leave? (if anybody did)",
        hint="Such as 14:18",
        code=True,
        max_length=5,
    )

    def offer(self, seats: Sequence[Seat]) -> AgreeForm:
        self.stayed.choices = [
            Choice(str(one.person_id), one.name, _seat(one)) for one in seats if not one.leaves
        ]
        self.left.choices = [
            Choice(
                str(one.person_id),
                one.name,
                f"{_seat(one)}. Has a tie to it" if one.leaves else _seat(one),
            )
            for one in seats
        ]
        if not [one for one in seats if one.part == "assessor"]:
            self.stayed.description = (
                "Assessors are not among them where you may not know their names: the programme "
                "team records who is at the meeting."
            )
        return self

    def validate_pct(self, field: ShortTextField) -> None:
        found = _SCORE.fullmatch(field.data.replace(" ", ""))
        if found is None or float(found[1]) > 100:
            raise ValidationError("Enter a score from 0 to 100, such as 72 or 71.5")

    def validate_stayed(self, field: ChoicesField) -> None:
        if not field.data:
            raise ValidationError("Tick who was in the room")

    def validate_left_on(self, field: DatePartsField) -> None:
        if self.left.data and field.data is None and not field.errors:
            raise ValidationError("Enter the day they left")

    def validate_left_at(self, field: ShortTextField) -> None:
        if self.left.data and not field.data:
            raise ValidationError("Enter when they left, such as 14:18")
        if field.data and not _TIME.fullmatch(field.data.strip()):
            raise ValidationError("Enter a time of day, such as 14:18")
        if field.data and self.left_on.data and (self.moment is None or self.moment > clock.now()):
            raise ValidationError("Enter a time that has passed, such as 14:18")

    @property
    def score(self) -> float:
        found = _SCORE.fullmatch(self.pct.data.replace(" ", ""))
        return float(found[1]) if found else -1.0

    @property
    def moment(self) -> datetime | None:
        """When they left, of that day in London."""
        found = _TIME.fullmatch((self.left_at.data or "").strip())
        if found is None or self.left_on.data is None:
            return None
        day = clock.london(clock.starts(self.left_on.data))
        return day.replace(hour=int(found[1]), minute=int(found[2]))


class ChairForm(Form):
    email = ShortTextField(
        "Email address of an assessor",
        [DataRequired("Enter an email address")],
        code=True,
        max_length=255,
    )
    part = ChoiceField(
        "What do they become?",
        [InputRequired("Choose chair or deputy")],
        choices=[
            Choice("chair", "Chair"),
            Choice("deputy", "Deputy", "Sees the same, and leads where the chair has a conflict"),
        ],
    )


class RemarkForm(Form):
    """A remark, and in a select what it is about: the whole, a criterion or an answer."""

    topic = ChoiceField("What is it about?", default="")
    remark = LongTextField(
        "Your remark",
        [DataRequired("Enter your remark")],
        max_words=WORDS,
        rows=5,
    )
    answers = HiddenField()

    def offer(self, criteria: Sequence[Criterion], answers: Mapping[str, str]) -> RemarkForm:
        """`answers`: keys and words of those that the page was asked about."""
        self.topic.choices = [
            Choice("", "The application as a whole"),
            *(Choice(f"q:{key}", f"Their answer: {words}") for key, words in answers.items()),
            *(
                Choice(f"c:{c.id}", c.title, "Of the lived-experience panel" if c.panel else "")
                for c in criteria
            ),
        ]
        return self

    def name(self, askable: Sequence[str]) -> None:
        """Say in the hint who can be asked."""
        self.remark.description = (
            f"To ask somebody, write {listed(askable, 'or')}. They get an email that you asked, "
            "without your words."
            if askable
            else "Nobody else can read this yet, so there is nobody whom you could ask by name."
        )

    @property
    def criterion(self) -> int | None:
        return number(str(self.topic.data or "").removeprefix("c:")) or None

    @property
    def question(self) -> str:
        about = str(self.topic.data or "")
        return about.removeprefix("q:") if about.startswith("q:") else ""

    @property
    def answered(self) -> int:
        return number(self.answers.data) or 0


class ChangeRemarkForm(Form):
    remark = LongTextField(
        "Your remark", [DataRequired("Enter your remark")], max_words=WORDS, rows=5
    )


class StepBackForm(Form):
    """A conflict of interest of somebody who moderates."""

    kind = ChoiceField(
        "What kind of conflict is it?",
        [InputRequired("Choose the kind of conflict")],
        choices=[
            Choice(value, *(part.strip() for part in words.split(":", 1)))
            for value, words in CONFLICT_KINDS.items()
        ],
    )
    detail = LongTextField(
        "What should be on record? (optional)",
        hint="Declaring implies no wrongdoing.",
        max_words=200,
    )

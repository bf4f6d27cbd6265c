"""What staff fill in to decide."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.applications.models import Application
from award.decisions.forms.releasing import Accepting
from award.decisions.models import Decision
from award.decisions.rules.by_rule import Rule
from award.decisions.rules.grounds import CHOSEN, GROUNDS, Ground
from award.decisions.rules.states import NOTE_WORDS, Outcome, outcomes_of
from award.decisions.services.refusals import NEW, next_free
from award.design.asking import Question
from award.design.fields import (
    ChoiceField,
    LongTextField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form, ShownForm
from award.foundation.edits import mark
from award.foundation.errors import Refused
from award.foundation.text import number

OUTCOMES = (
    (Outcome.INVITE, "Invite to the second stage"),
    (Outcome.FUND, "Fund"),
    (Outcome.RESERVE, "Put on the reserve list"),
    (Outcome.REJECT, "Do not fund"),
)


WORDS = ("outcome", "conditions", "ground", "words_for_applicant", "exception_reason", "note")


class Versioned(Form):
    """A form that knows which version of a decision the person saw."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that the person saw; one that never was when the field was tampered with."""
        found = number(self.version.data)
        return -1 if found is None else found


class ClearForm(Versioned):
    """Takes a staged decision away."""


class HoldForm(Versioned):
    """Keeps a staged decision out of releases, or lets it go."""

    reason = LongTextField(
        "Why is it held back?",
        [DataRequired("Say why it is held back")],
        max_words=150,
        rows=4,
        hint="The programme reads it on the page of the release. Applicants never see it.",
    )


MONEY_LEFT = Question("There is money for the reserve list", "Let it wait all the same: {}")
RANKING = "ranking"
"""Each on the ground that the ranking gives it."""


class SeveralForm(ShownForm):
    """One decision about all that are ticked."""

    asked_beside = {"outcome": MONEY_LEFT}

    outcome = ChoiceField(
        "What is the decision?", [InputRequired("Select the decision")], choices=OUTCOMES
    )
    ground = ChoiceField(
        "Why are they refused?",
        choices=(
            (RANKING, "Each as the ranking has it: score, votes, money or too few sheets"),
            *((key, GROUNDS[key]) for key in CHOSEN),
        ),
    )
    exception_reason = LongTextField(
        "Reason for the exception",
        max_words=150,
        rows=3,
        hint="Needed if one of them is an exception. Kept with each, and applicants never see it.",
    )
    note = LongTextField(
        "Note for the programme", max_words=150, rows=3, hint="Applicants never see it."
    )

    def prepare(self, *, first_stage: bool) -> None:
        """Offer what the round decides; a fund is for the whole ask."""
        offered = outcomes_of(first_stage=first_stage)
        words = {**dict(OUTCOMES), Outcome.FUND: "Fund, each with what it asks for"}
        self.outcome.choices = [
            (key, offered[key] if key == Outcome.REJECT else words[key])
            for key, _words in OUTCOMES
            if key in offered
        ]
        if not self.is_submitted():
            self.ground.process_data(RANKING)


class ConfirmForm(ShownForm):
    """A second person stands behind what the page shows."""


class StageForm(Versioned):
    """One decision. Which fields are needed depends on the outcome; the service says. `looked`:
    digests of the questions about its words that the page has shown."""

    asked_beside = {"reserve_position": MONEY_LEFT}

    looked = HiddenField()

    outcome = ChoiceField(
        "What is the decision?", [InputRequired("Select the decision")], choices=OUTCOMES
    )
    amount_gbp = MoneyField("Amount to award", called="The amount", minimum=None)
    conditions = LongTextField(
        "Conditions of the award",
        max_words=300,
        hint="The applicant reads these in the decision letter. Leave empty if there are none.",
    )
    reserve_position = WholeNumberField(
        "Place on the reserve list",
        called="The place",
        minimum=None,
        maximum=999,
        hint="1 is the first to be funded, and each place is for one application. Leave empty if "
        "the list has no order.",
    )
    ground = ChoiceField(
        "Why is it refused?",
        choices=[(key, words) for key, words in GROUNDS.items() if key != Ground.UNRECORDED],
        hint="The letter and the applicant’s page say it in a full sentence.",
    )
    words_for_applicant = LongTextField(
        "Words for the applicant",
        max_words=150,
        rows=4,
        hint="They stand in the letter after the reason. Leave empty if there is nothing to add.",
    )
    exception_reason = LongTextField(
        "Reason for the exception",
        max_words=150,
        rows=4,
        hint="Kept with the decision, and shown when decisions are released. Applicants never "
        "see it.",
    )
    note = LongTextField(
        "Note for the programme",
        max_words=NOTE_WORDS,
        rows=5,
        hint="Why this decision. Applicants never see it.",
    )

    def look(self, questions: Sequence[str], *, field: str, at: str) -> None:
        """Refused with what the page has not asked yet. Pressed once more, it is as it is meant."""
        seen = (self.looked.data or "").split()
        new = [one for one in questions if mark(one) not in seen]
        if new:
            self.remember_questions(questions)
            raise Refused(
                f"Look at the {at} once more. {' '.join(new)} If that is right as it is, "
                "press again",
                field=field,
            )

    def remember_questions(self, questions: Sequence[str]) -> None:
        """That the page asks these."""
        self.looked.data = " ".join(map(mark, questions))

    def says_more_than(self, decision: Decision | None, note: str | None = None) -> bool:
        """Does a box hold other words than what was staged, or another choice? `note`: what the
        box of it holds of the decision's."""
        for name in WORDS:
            if name == "ground" and self.outcome.data != Outcome.REJECT:
                continue  # proposed, and not needed
            box = self[name]
            was = getattr(decision, name) if decision else None
            was = note if name == "note" and note is not None else was
            if box.raw_data and (box.data or "").strip() != (was or ""):
                return True
        needed = {Outcome.FUND: "amount_gbp", Outcome.RESERVE: "reserve_position"}
        name = needed.get(self.outcome.data, "") if decision else ""  # else only proposed
        return bool(name and self[name].raw_data and self[name].data != getattr(decision, name))

    def prepare(
        self,
        decision: Decision | None,
        application: Application,
        taken: dict[int, list[str]],
        possible: Sequence[str],
        grounds: Sequence[Ground],
    ) -> None:
        """Fill in what is staged unless something was sent, and leave out what can't be needed.

        `taken` are the places on the reserve list by who has them, `possible` the exceptions that
        some outcome would be, `grounds` those on which it can be refused, the first proposed.
        """
        self.version.process_data(str(decision.version if decision else NEW))
        if not self.is_submitted() or self.outcome.raw_data is None:
            if decision is not None:
                for name in WORDS:
                    self[name].process_data(getattr(decision, name))
            amount = decision.amount_gbp if decision else None
            place = decision.reserve_position if decision else None
            reserved = decision is not None and decision.outcome == Outcome.RESERVE
            self.amount_gbp.process_data(amount or application.amount_requested_gbp)
            self.reserve_position.process_data(place if reserved else next_free(taken))
            if self.ground.data is None and grounds[0] not in CHOSEN:
                self.ground.process_data(grounds[0])
        if not possible:
            del self.exception_reason
        self.ground.choices = [(key, GROUNDS[key]) for key in grounds]
        offered = outcomes_of(first_stage=application.round.followed)
        self.outcome.choices = [
            (key, offered[key] if key == Outcome.REJECT else words)
            for key, words in OUTCOMES
            if key in offered
        ]


class ReserveForm(Accepting, StageForm):
    """What becomes of a place on the reserve list, told at once."""

    override_reason = LongTextField(
        "Why may the budget be exceeded?",
        max_words=150,
        rows=3,
        hint="Only needed if the award comes to more than is left. The reason is kept with it.",
    )
    confirmation = ShortTextField("Type the reference of the application", code=True, max_length=40)

    def prepare_for(
        self, decision: Decision, application: Application, grounds: Sequence[Ground]
    ) -> None:
        """Offer what can follow: money, or a refusal on a ground that holds."""
        self.version.process_data(str(decision.version))
        if not self.is_submitted() or self.outcome.raw_data is None:
            self.amount_gbp.process_data(application.amount_requested_gbp)
        del self.reserve_position, self.looked
        first_stage = application.round.followed
        self.outcome.choices = [
            (Outcome.INVITE, "Invite it now") if first_stage else (Outcome.FUND, "Fund it now"),
            (Outcome.REJECT, outcomes_of(first_stage=first_stage)[Outcome.REJECT]),
        ]
        self.ground.choices = [(key, GROUNDS[key]) for key in grounds]


class RuleForm(ShownForm):
    """The rule that a page was drawn with, and the marks of what it showed."""

    asked_beside = {"reserve": MONEY_LEFT}

    reserve = WholeNumberField(
        "Put the next on the reserve list",
        called="The number to reserve",
        minimum=0,
        maximum=999,
        hint="How many of those that meet the threshold, in rank order. Who shares a rank goes "
        "together, without a place.",
    )
    refuse = ChoiceField(
        "And the rest that is ranked?",
        choices=(("no", "Leave it undecided"), ("yes", "Refuse it, each on its own ground")),
    )

    @property
    def rule(self) -> Rule:
        return Rule(self.reserve.data or 0, self.refuse.data == "yes")
